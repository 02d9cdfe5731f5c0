"""Which files may go into a frozen desk: what the lock of the desk names, and no system library.

Libraries of the operating system are left to it, as the package's dependencies, but for the few
that Python itself needs and whose names differ from release to release. So nothing under the GPL
is carried along by way of a plug-in's plug-in.
"""

import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

LOCK: Final = Path(__file__).resolve().parent.parent / "requirements" / "desk.lock"

Part = tuple[str, str, str]
"""One file as PyInstaller lists it: its name in the folder, where it comes from, its kind."""

WITH_PYTHON: Final = {
    "libbz2": "bzip2 licence",
    "libcrypto": "Apache-2.0",
    "libexpat": "MIT",
    "libffi": "MIT",
    "liblzma": "0BSD",
    "libpython": "PSF-2.0",
    "libsqlite3": "public domain",
    "libssl": "Apache-2.0",
    "libuuid": "BSD-3-Clause",
    "libz": "Zlib",
}
"""System libraries that are carried along, by their names without a release, and their licences."""

UNUSED: Final = (
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL._imagingtk",
    "_curses",
    "_dbm",
    "_gdbm",
    "_pytest",
    "_tkinter",
    "curses",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "markdown_it",
    "psutil",
    "psycopg",
    "psycopg_binary",
    "pygments",
    "pytest",
    "readline",
    "rich",
    "setuptools",
    "tkinter",
    "turtledemo",
    "yaml",
)
"""Modules that nothing in the desk reaches; some of them would bring libraries under the GPL."""

UNUSED_QT: Final = re.compile(
    r"""
    /translations/(?!qtbase_fa\.qm)            # ours are in resources/texts
    # A Wayland session shows the window by its X server.
  | /plugins/(?!platforms/|styles/|imageformats/|iconengines/|printsupport/|platforminputcontexts/
              |xcbglintegrations/)
  | /plugins/platforms/[^/]*(?:eglfs|linuxfb|minimal|vkkhrdisplay|vnc|direct2d|wayland)
  | /plugins/imageformats/[^/]*(?:gif|icns|tga|tiff|wbmp|webp)
  | /plugins/platforminputcontexts/[^/]*virtualkeyboard
  | Qt6(?:Egl|Wayland|WlShell)
    """,
    re.VERBOSE,
)


def wanted(parts: Iterable[Part]) -> list[Part]:
    """The parts without unused pieces of Qt and without libraries of the operating system."""
    return [
        part
        for part in parts
        if not UNUSED_QT.search("/" + part[0].replace("\\", "/")) and not of_the_system(part)
    ]


def of_the_system(part: Part) -> bool:
    """Whether a file is a library that the operating system brings."""
    name, source, kind = part
    if kind != "BINARY" or sys.platform == "win32":
        return False
    from_system = Path(source).resolve().is_relative_to("/usr/lib") or source.startswith("/lib")
    return from_system and not goes_with_python(Path(name).name)


def goes_with_python(library: str) -> bool:
    """Whether a library is one that Python itself needs, by the name of its file."""
    return re.match(rf"(?:{'|'.join(WITH_PYTHON)})[\d.]*\.so", library) is not None


def locked() -> set[str]:
    """The distributions that a desk is shipped with, by normal name."""
    names = re.findall(r"^([a-z0-9-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {*names, "mizban"} - {"setuptools"}


def distributions(parts: Iterable[Part]) -> set[str]:
    """The distributions that modules and libraries come from, by normal name."""
    owners = packages_distributions()
    found: set[str] = set()
    for _, source, _ in parts:
        if "site-packages" in (pieces := Path(source).parts):
            top = pieces[pieces.index("site-packages") + 1].partition(".")[0]
            found.update(owners.get(top, [top]))
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


def refuse_strangers(parts: Iterable[Part]) -> None:
    """Ends the build where something is carried that the desk's lock does not name."""
    if strangers := sorted(distributions(parts) - locked()):
        raise SystemExit(f"Not in requirements/desk.lock, and may not ship: {strangers}")
