"""What is written can be read: contrast computed from the tokens (WCAG 2.2, AA)."""

import pytest

from ui.theme import DARK, LIGHT, Colours, contrast

PALETTES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["day", "night"])
GROUNDS = ("canvas", "surface", "sunken", "rail", "accent_weak")
TINTS = ("good", "warn", "bad")


def ratio(colours: Colours, one: str, other: str) -> float:
    return contrast(getattr(colours, one), getattr(colours, other))


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@PALETTES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("letters", ["text", "muted", "accent", "bad"])
def test_letters_stand_out_from_every_ground(colours: Colours, letters: str, ground: str) -> None:
    assert ratio(colours, letters, ground) >= 4.5


@PALETTES
@pytest.mark.parametrize("tone", TINTS)
def test_a_state_stands_out_from_its_own_tint(colours: Colours, tone: str) -> None:
    assert ratio(colours, tone, f"{tone}_weak") >= 4.5
    assert ratio(colours, "text", f"{tone}_weak") >= 4.5


@PALETTES
@pytest.mark.parametrize("ground", ["accent", "accent_hover", "accent_pressed"])
def test_words_on_the_primary_button_can_be_read(colours: Colours, ground: str) -> None:
    assert ratio(colours, "on_accent", ground) >= 4.5


@PALETTES
def test_words_of_a_primary_button_at_rest_can_be_read(colours: Colours) -> None:
    assert ratio(colours, "muted", "line") >= 4.5


@PALETTES
def test_a_placeholder_can_be_read(colours: Colours) -> None:
    assert ratio(colours, "faint", "surface") >= 4.5


@PALETTES
@pytest.mark.parametrize("ground", ["canvas", "surface", "sunken"])
def test_the_border_of_a_field_is_seen(colours: Colours, ground: str) -> None:
    assert ratio(colours, "field_line", ground) >= 3
    assert ratio(colours, "accent", ground) >= 3
    assert ratio(colours, "bad", ground) >= 3


@PALETTES
def test_a_notice_can_be_read(colours: Colours) -> None:
    assert ratio(colours, "surface", "text") >= 4.5
