"""What the product is shipped with may be shipped with it, and is named where that is asked for."""

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = re.compile(
    r"Apache|BSD|MIT|MPL|PSF|ISC|Zlib|zlib|HPND|Python Software Foundation", re.IGNORECASE
)
COPYLEFT = re.compile(r"GPL|General Public", re.IGNORECASE)
# Libraries under the LGPL, used unchanged and replaceable by the user, as it asks.
REPLACEABLE = {"pyside6-essentials", "shiboken6", "psycopg", "psycopg-binary"}
# Their metadata name no licence; the licence files in the distributions were read.
READ = {"pyrage": "MIT", "sqlcipher3": "Zlib"}


def needed_by(name: str, extras: frozenset[str]) -> set[tuple[str, frozenset[str]]]:
    """The requirements of a distribution that hold here, with the extras that they ask for."""
    requirements = (Requirement(line) for line in distribution(name).requires or ())
    return {
        (canonicalize_name(wanted.name), frozenset(wanted.extras))
        for wanted in requirements
        if wanted.marker is None
        or any(wanted.marker.evaluate({"extra": extra}) for extra in extras | {""})
    }


def shipped() -> dict[str, Distribution]:
    """All that a desk or a centre runs with, by canonical name."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = {("mizban", frozenset({"desk", "central"}))}
    while waiting:
        found |= waiting
        waiting = {need for one in waiting for need in needed_by(*one)} - found
    return {name: distribution(name) for name, _ in found if name != "mizban"}


def licence(name: str, found: Distribution) -> str:
    """What a distribution says of its licence, in its own words."""
    said = found.metadata.json
    classifiers = said.get("classifier", [])
    words = [
        str(said.get("license_expression") or said.get("license") or READ.get(name, "")),
        *(line for line in classifiers if line.startswith("License ::")),
    ]
    return " · ".join(words)


def test_every_shipped_library_has_a_licence_that_lets_us_ship_it() -> None:
    licences = {name: licence(name, found) for name, found in shipped().items()}
    refused = {
        name: said
        for name, said in licences.items()
        if name not in REPLACEABLE and (COPYLEFT.search(said) or not ALLOWED.search(said))
    }
    assert refused == {}


def test_the_notice_names_every_shipped_library() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    assert [name for name in shipped() if name not in re.split(r"[\s|`]+", notice)] == []


def test_every_direct_dependency_is_explained() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").replace("_", "-")
    direct = {name for name, _ in needed_by("mizban", frozenset({"desk", "central"}))}
    assert [name for name in direct if f"| `{name}`" not in page] == []
