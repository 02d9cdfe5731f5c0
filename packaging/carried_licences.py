"""Puts the licences of everything that a frozen desk carries into its folder ``licences``."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

from frozen_parts import goes_with_python, locked

ROOT: Final = Path(__file__).resolve().parent.parent
WITHOUT_FILES: Final = {"pyserial", "pyside6-essentials", "shiboken6"}
"""These bring no licence text; it lies in ``packaging/licences``."""
_NAMES: Final = ("license", "licence", "copying", "notice", "authors")


def files_of(found: Distribution) -> Iterator[Path]:
    """The licence files that a distribution brings in its metadata."""
    for file in found.files or ():
        inside = ".dist-info" in file.parts[0]
        if inside and (file.name.lower().startswith(_NAMES) or "licenses" in file.parts):
            yield Path(str(file.locate()))


def of_python() -> Path:
    """The licence of the Python that is carried along."""
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{sys.version_info[0]}.{sys.version_info[1]}/copyright"),
    )
    return next(place for place in places if place.is_file())


def of_system_library(library: Path) -> Path:
    """What Debian says of the rights in a library of the system that the folder carries."""
    real = library.resolve()
    for name in (str(real), str(real).removeprefix("/usr"), str(library)):
        asked = subprocess.run(
            ["dpkg-query", "--search", name], capture_output=True, text=True, check=False
        )
        if asked.returncode == 0:
            package = asked.stdout.partition(":")[0]
            return Path("/usr/share/doc") / package / "copyright"
    raise SystemExit(f"No package says what the licence of {library} is.")


def carried_from_system(folder: Path) -> Iterator[Path]:
    """Where the libraries of the system came from that lie in a frozen folder."""
    known = {
        path.name: path
        for place in (Path("/lib"), Path("/usr/lib"))
        for path in place.glob("*/lib*.so*")
        if goes_with_python(path.name)
    }
    for file in (folder / "_internal").iterdir():
        if file.name in known:
            yield known[file.name]


def put_licences(folder: Path, tools: Path) -> None:
    """Fill ``licences`` of a frozen folder; ends the build where one is missing."""
    target = folder / "licences"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for ours in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / ours, folder / ours)
    for text in (ROOT / "packaging" / "licences").iterdir():
        shutil.copy(text, target)
    shutil.copy(of_python(), target / "python.txt")
    for copying in tools.glob("pyinstaller-*.dist-info/**/COPYING*"):
        shutil.copy(copying, target / "pyinstaller-bootloader.txt")
    if sys.platform != "win32":
        for library in carried_from_system(folder):
            shutil.copy(
                of_system_library(library), target / f"{library.name.partition('.')[0]}.txt"
            )
    for name in sorted(locked() - {"mizban"}):
        texts = list(files_of(distribution(name)))
        if not texts and name not in WITHOUT_FILES:
            raise SystemExit(f"{name} brings no licence text.")
        for number, text in enumerate(texts, 1):
            place = target / name
            place.mkdir(exist_ok=True)
            beside = f"{number}-" if (place / text.name).exists() else ""
            shutil.copy(text, place / f"{beside}{text.name}")
