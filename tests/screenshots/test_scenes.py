"""Every page in every state is whole, in its language and on its side; looked at by rules."""

from pathlib import Path

import pytest

from tests.screenshots.access import SCENES
from tests.screenshots.checks import offences
from tests.screenshots.pages import SIZES
from tests.screenshots.scenes import Shown, Variant, wear

LOOKED_AT = tuple(
    Variant(tongue, dark=False, width=width, height=height)
    for tongue in ("fa", "en")
    for width, height in SIZES
)


@pytest.mark.parametrize("one", SCENES, ids=lambda one: one.name)
async def test_a_state_has_no_cut_foreign_nameless_or_misplaced_words(
    one: Shown, tmp_path: Path
) -> None:
    found: list[str] = []
    async with one.shown(tmp_path) as stage:
        for variant in LOOKED_AT:
            await wear(stage, variant)
            for root in stage.roots():
                for kind, rows in offences(root, variant.tongue).items():
                    found += [f"{variant.name}, {kind}: {row}" for row in rows]
    assert not found, "\n".join(found)


def test_the_table_names_each_state_once() -> None:
    names = [one.name for one in SCENES]
    assert len(set(names)) == len(names) >= 30
