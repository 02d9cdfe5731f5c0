"""An unfinished intake outlives the program, encrypted, and is offered again."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt

from desk_app.records.errors import DataDamaged
from tests.ui.pages.hands import Hands, shown
from tests.ui.pages.office import HandClock, again, found

Key = Qt.Key


async def begin(hands: Hands) -> None:
    await hands.type("0499370899")
    await hands.type("زهرا")
    hands.intake.form.matter.begin()
    await hands.type("آب")
    await hands.press(Key.Key_Return)


def holding(folder: Path, *words: bytes) -> list[Path]:
    """The files of a folder in which one of the words can be read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path for path in files if any(word in path.read_bytes() for word in words)]


async def test_what_was_typed_is_offered_when_the_desk_opens_again(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        await begin(hands)
        typed = hands.intake.form.draft()
    async with shown(again(tmp_path, clock)) as hands:
        offer = hands.intake.keeper.offer
        assert offer.isVisible()
        await hands.press(Key.Key_F11)
        assert not offer.isVisible()
        assert hands.intake.form.draft() == typed
        await hands.press(Key.Key_F2)
        assert len(hands.hits()) == 1


async def test_a_draft_is_kept_while_the_hand_rests(hands: Hands) -> None:
    await begin(hands)
    hands.intake.keeper.keep_now()
    await hands.quiet()
    assert "زهرا" in hands.setting("draft.intake.sara")


async def test_a_draft_that_is_thrown_away_is_not_offered_again(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        await begin(hands)
    async with shown(again(tmp_path, clock)) as hands:
        await hands.press(Key.Key_F12)
        assert hands.setting("draft.intake.sara") == ""
        assert not hands.intake.keeper.offer.isVisible()


async def test_no_word_of_a_draft_can_be_read_on_the_disk(tmp_path: Path) -> None:
    async with shown(found(tmp_path, HandClock())) as hands:
        await begin(hands)
    words = ("زهرا".encode(), "زهرا".encode("utf-16-le"), b"0499370899")
    assert holding(tmp_path, *words) == []


async def test_a_recorded_intake_leaves_no_draft(hands: Hands) -> None:
    await begin(hands)
    await hands.press(Key.Key_F2)
    assert hands.setting("draft.intake.sara") == ""


async def test_a_book_that_may_only_be_read_is_not_asked_to_keep_a_draft(tmp_path: Path) -> None:
    desk = replace(found(tmp_path, HandClock()), reason=DataDamaged("book.read_only"))
    async with shown(desk) as hands:
        await begin(hands)
        hands.intake.keeper.keep_now()
        await hands.quiet()
        assert hands.setting("draft.intake.sara") == ""
