"""The guide: its part on fields is that of the help, its pictures are there, small and used."""

import re
from pathlib import Path

from ui.demo_day import _GUIDE
from ui.help.guide import fields, write_fields
from ui.help.topics import topics

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide"
LARGEST = 150_000
LINK = re.compile(r"\]\(([^)#]+)\)")


def pages() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in GUIDE.glob("*.md")}


def links() -> dict[str, set[str]]:
    return {name: set(LINK.findall(text)) for name, text in pages().items()}


def test_the_part_on_fields_is_made_from_the_help() -> None:
    assert (GUIDE / "fields.md").read_text(encoding="utf-8") == fields()
    assert all(parts[0] in fields() for parts in topics("fa").values())


def test_it_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    assert write_fields(tmp_path / "guide").read_text(encoding="utf-8") == fields()


def test_every_link_leads_somewhere_and_every_page_is_linked() -> None:
    for name, targets in links().items():
        assert [one for one in targets if not (GUIDE / one).exists()] == [], name
    assert pages().keys() - {"README.md"} <= links()["README.md"]


def test_every_picture_is_used_small_and_made_by_the_day() -> None:
    pictures = {path.name: path.stat().st_size for path in (GUIDE / "pictures").iterdir()}
    used = {Path(one).name for targets in links().values() for one in targets if "pictures" in one}
    assert pictures.keys() == used == {f"{name}.png" for name in _GUIDE}
    assert max(pictures.values()) < LARGEST


def test_every_page_reads_from_right_to_left() -> None:
    for text in pages().values():
        assert text.startswith('<div dir="rtl">\n\n# ')
        assert text.endswith("\n</div>\n")
