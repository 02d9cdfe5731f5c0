"""Packs a frozen desk for Debian and its relatives: one file that needs nothing but their archive.

The program lies whole in ``/opt/mizban``. The package runs no scripts: upgrading and removing it
touch program files only, and what officers recorded stays in their own folders.
"""

import argparse
import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from freeze import FOLDER, MADE, ROOT, freeze, version
from icons import DRAWING, SIZES

LISTED: Final = ROOT / "packaging" / "debian-packages.txt"
LINUX: Final = ROOT / "packaging" / "linux"
MACHINES: Final = {"x86_64": "amd64", "aarch64": "arm64"}
_GLIBC: Final = re.compile(rb"GLIBC_2\.(\d+)\b")

CONTROL: Final = """\
Package: mizban
Version: {version}
Architecture: {machine}
Maintainer: The Mizban authors <mizban@localhost>
Section: misc
Priority: optional
Installed-Size: {size}
Depends: {depends}
Description: desk of a public office
 Receives visitors, registers what they ask for, prints their receipts and
 follows each request to its answer. Works without a line to the centre, and
 sends what it recorded when the line is back. Persian first, and English.
"""


def elf_files(folder: Path) -> Iterator[Path]:
    """The programs and libraries below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def least_glibc(folder: Path) -> str:
    """The oldest C library that has all that the files below a folder ask of it."""
    asked = (
        int(minor) for path in elf_files(folder) for minor in _GLIBC.findall(path.read_bytes())
    )
    return f"2.{max(asked)}"


def depends(folder: Path) -> str:
    """What the package asks the system for: the desk's list, and the C library."""
    rows = (line.split("#")[0].split() for line in LISTED.read_text(encoding="utf-8").splitlines())
    libraries = [row[0] for row in rows if row and row[1] == "desk"]
    return ", ".join([f"libc6 (>= {least_glibc(folder)})", "ca-certificates", *libraries])


def filled(file: Path) -> bytes:
    """A text of ours with version and day put in."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    day = time.strftime("%Y-%m-%d", time.gmtime(seconds))
    text = file.read_text(encoding="utf-8")
    return text.replace("@VERSION@", version()).replace("@DATE@", day).encode()


def put(content: bytes, target: Path) -> None:
    """Write a file of the package."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def lay_out(root: Path, frozen: Path) -> None:
    """Everything that the package installs, at its place below ``root``."""
    shutil.copytree(frozen, root / "opt" / "mizban", symlinks=True)
    share = root / "usr" / "share"
    icons = share / "icons" / "hicolor"
    put(DRAWING.read_bytes(), icons / "scalable" / "apps" / "mizban.svg")
    for size in SIZES:
        picture = (MADE / f"mizban-{size}.png").read_bytes()
        put(picture, icons / f"{size}x{size}" / "apps" / "mizban.png")
    put(filled(LINUX / "mizban.desktop"), share / "applications" / "mizban.desktop")
    put(filled(LINUX / "mizban.metainfo.xml"), share / "metainfo" / "ir.mizban.Mizban.metainfo.xml")
    put(gzip.compress(filled(LINUX / "mizban.1"), mtime=0), share / "man" / "man1" / "mizban.1.gz")
    notice = (ROOT / "NOTICE").read_bytes() + b"\nThe texts lie in /opt/mizban/licences.\n"
    put(notice, share / "doc" / "mizban" / "copyright")
    changes = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    put(changes, share / "doc" / "mizban" / "changelog.gz")
    starter = root / "usr" / "bin" / "mizban"
    starter.parent.mkdir()
    starter.symlink_to("../../opt/mizban/mizban")


def set_rights(root: Path) -> None:
    """Everybody may read, nobody but root may write; programs may be run."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path == root / "opt" / "mizban" / "mizban"
            path.chmod(0o755 if runs else 0o644)


def describe(root: Path, full_version: str) -> None:
    """The package's own description, with a sum for each file."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    control = CONTROL.format(
        version=full_version,
        machine=MACHINES[platform.machine()],
        size=sum(path.stat().st_size for path in files) // 1024,
        depends=depends(root / "opt"),
    )
    sums = "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}"
        f"  {path.relative_to(root)}\n"
        for path in files
    )
    put(control.encode(), root / "DEBIAN" / "control")
    put(sums.encode(), root / "DEBIAN" / "md5sums")


def pack(frozen: Path, target: Path, *, revision: int = 1, compression: str = "xz") -> Path:
    """Make the package in a folder; returns its file."""
    full_version = f"{version()}-{revision}"
    root = MADE / "deb"
    shutil.rmtree(root, ignore_errors=True)
    lay_out(root, frozen)
    describe(root, full_version)
    set_rights(root)
    file = target / f"mizban_{full_version}_{MACHINES[platform.machine()]}.deb"
    quick = ("-z1",) if compression == "gzip" else ()
    how = ("dpkg-deb", "--root-owner-group", f"-Z{compression}", *quick, "--build")
    subprocess.run([*how, str(root), str(file)], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(root)
    return file


def main() -> None:
    """Freeze, then pack into ``build/package``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revision", type=int, default=1, help="of the package, at one version")
    parser.add_argument("--compression", default="xz", help="xz (small) or gzip (quick)")
    parser.add_argument("--frozen", type=Path, help="a folder that was frozen before")
    asked = parser.parse_args()
    frozen: Path = asked.frozen or freeze()
    file = pack(frozen, FOLDER.parent, revision=asked.revision, compression=asked.compression)
    print(file)


if __name__ == "__main__":
    main()
