"""Makes ``resources/unicode/bidi.json`` from Unicode Character Database files of one version.

Usage: ``python packaging/make_bidi_tables.py DerivedBidiClass.txt BidiBrackets.txt``
"""

import json
import re
import sys
from pathlib import Path
from typing import Final

LAST: Final = 0x10FFFF
_LONG_NAMES: Final = {
    "Left_To_Right": "L",
    "Right_To_Left": "R",
    "Arabic_Letter": "AL",
    "European_Terminator": "ET",
    "Boundary_Neutral": "BN",
}
_ROW: Final = re.compile(r"^(# @missing: )?([0-9A-F]+)(?:\.\.([0-9A-F]+))? *; *(\w+)")
_VERSION: Final = re.compile(r"^# \w+-(\d+\.\d+\.\d+)\.txt")


def version_of(text: str) -> str:
    """The Unicode version in the first line of a database file."""
    found = _VERSION.match(text)
    if found is None:
        raise SystemExit("the first line names no Unicode version")
    return found.group(1)


def bidi_classes(text: str) -> list[tuple[int, str]]:
    """Where each run of equal Bidi_Class starts, over all code points, in order."""
    values = ["L"] * (LAST + 1)
    rows = [row for row in map(_ROW.match, text.splitlines()) if row]
    for row in sorted(rows, key=lambda row: row.group(1) is None):
        first, last = int(row.group(2), 16), int(row.group(3) or row.group(2), 16)
        name = _LONG_NAMES.get(row.group(4), row.group(4))
        values[first : last + 1] = [name] * (last + 1 - first)
    changes = [0, *(n for n in range(1, LAST + 1) if values[n] != values[n - 1])]
    return [(n, values[n]) for n in changes]


def brackets(text: str) -> list[tuple[int, int]]:
    """(opening, closing) code points of each bracket pair."""
    rows = re.findall(r"^([0-9A-F]+); ([0-9A-F]+); o", text, flags=re.MULTILINE)
    return [(int(opening, 16), int(closing, 16)) for opening, closing in rows]


def main(classes_path: str, brackets_path: str) -> None:
    """Write ``resources/unicode/bidi.json``."""
    classes_text = Path(classes_path).read_text(encoding="utf-8")
    brackets_text = Path(brackets_path).read_text(encoding="utf-8")
    version = version_of(classes_text)
    if version_of(brackets_text) != version:
        raise SystemExit("the two files are of different Unicode versions")
    runs = bidi_classes(classes_text)
    tables = {
        "unicode": version,
        "starts": [start for start, _ in runs],
        "classes": [name for _, name in runs],
        "brackets": brackets(brackets_text),
    }
    target = Path(__file__).parents[1] / "resources" / "unicode" / "bidi.json"
    target.write_text(json.dumps(tables, separators=(",", ":")) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
