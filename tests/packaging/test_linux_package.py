"""The Linux package: built, installed on a bare system, started, upgraded and removed."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.made_up import as_csv, made_up_rows
from tests.packaging.chroot import NETWORK, Chroot, Patience
from tests.packaging.conftest import Made

PASSWORD = "a-bare-desk-has-no-secrets"
OFFICER = {"MIZBAN_PASSWORD": PASSWORD, "MIZBAN_LANG": "en", "QT_QPA_PLATFORM": "offscreen"}
SET_UP = (
    *("mizban", "setup", "--json", "--agency", "فرمانداری", "--office-name", "میز خدمت"),
    *("--office-code", "1101", "--counter", "1", "--province", "8", "--sample", "governor"),
    *("--officer", "zahra", "--officer-name", "زهرا", "--recovery-out", "/home/officer/key.txt"),
)
GPL = re.compile(
    r"(?:lib|_|^)(?:readline|gdbm|history|ncurses|curses|gtk|gdk|gnutls|nettle|hogweed|gmp)"
)
OF_THE_SYSTEM = re.compile(r"^lib(?:GL|EGL|X11|xcb-(?!\w{8}\.)\w+|dbus-1|cups|glib-2\.0)\.so")

pytestmark = pytest.mark.timeout(900)


def held(package: Path) -> list[str]:
    """The files of a package, as absolute paths."""
    listing = subprocess.run(
        ["dpkg-deb", "--contents", package], capture_output=True, encoding="utf-8", check=True
    ).stdout
    return [line.split(maxsplit=5)[5].removeprefix(".") for line in listing.splitlines()]


def test_the_package_holds_what_a_desktop_looks_for_and_nothing_of_the_gpl(made: Made) -> None:
    files = held(made.first)
    for wanted in (
        "/usr/bin/mizban -> ../../opt/mizban/mizban",
        "/usr/share/applications/mizban.desktop",
        "/usr/share/icons/hicolor/scalable/apps/mizban.svg",
        "/usr/share/icons/hicolor/48x48/apps/mizban.png",
        "/usr/share/man/man1/mizban.1.gz",
        "/usr/share/metainfo/ir.mizban.Mizban.metainfo.xml",
        "/usr/share/doc/mizban/copyright",
        "/opt/mizban/NOTICE",
        "/opt/mizban/licences/lgpl-3.0.txt",
        "/opt/mizban/licences/python.txt",
        "/opt/mizban/licences/reportlab/LICENSE",
        "/opt/mizban/_internal/resources/texts/fa/cli.json",
    ):
        assert wanted in files
    libraries = [file for file in files if ".so" in file.rpartition("/")[2]]
    for left in (GPL, OF_THE_SYSTEM):
        assert [file for file in libraries if left.search(file.rpartition("/")[2])] == []


def registered(bare: Chroot) -> int:
    """How many requests the officer's book holds."""
    told = bare.run("mizban", "status", "--json", user="officer", **OFFICER)
    return int(json.loads(told.splitlines()[-1])["requests"])


def install(bare: Chroot, package: Path) -> None:
    """Install from the file; the libraries come from the system's own archive."""
    how = ("--quiet", "--yes", "--no-install-recommends")
    step = bare.begin(
        "apt-get", "install", *how, f"/{package.name}", DEBIAN_FRONTEND="noninteractive"
    )
    Patience().finish(NETWORK, step)


def test_on_a_bare_system_it_works_and_neither_upgrade_nor_removal_touches_data(
    made: Made,
) -> None:
    bare = made.bare
    assert not list(bare.root.glob("usr/bin/python3*"))
    install(bare, made.first)
    look = "find /opt/mizban -name '*.so*' -exec ldd {} + ; ldd /opt/mizban/mizban"
    missing = bare.run("sh", "-c", look, LD_LIBRARY_PATH="/opt/mizban/_internal")
    assert [line for line in missing.splitlines() if "not found" in line] == []

    assert "0.1.0" in bare.run("mizban", "--version", user="officer")
    (bare.root / "home/officer/requests.csv").write_bytes(as_csv(made_up_rows(3, seed=1)))
    bare.run(*SET_UP, user="officer", **OFFICER)
    receipts = ("--receipts", "/home/officer/receipts")
    bare.run(
        "mizban", "register", "/home/officer/requests.csv", *receipts, user="officer", **OFFICER
    )
    printed = sorted((bare.root / "home/officer/receipts").glob("*.pdf"))
    assert [paper.read_bytes()[:4] for paper in printed] == [b"%PDF"] * 3
    # The window, its line, its centre and its paper, on no screen.
    bare.run("mizban", "demo-day", "--out", "/home/officer/day", user="officer", **OFFICER)
    counts = json.loads((bare.root / "home/officer/day/counts.json").read_text(encoding="utf-8"))
    assert counts["agree"] is True

    install(bare, made.second)
    assert registered(bare) == 3

    bare.run("apt-get", "--yes", "purge", "mizban")
    assert not (bare.root / "opt/mizban").exists()
    assert not (bare.root / "usr/bin/mizban").is_symlink()
    assert (bare.root / "home/officer/.local/share/mizban/book.db").exists()
    install(bare, made.first)
    assert registered(bare) == 3
