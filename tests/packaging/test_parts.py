"""What may go into a package, its icons and its descriptions, without freezing anything."""

import ast
import os
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import carried_licences
import deb
import freeze
import frozen_parts
import icons
import installer
import pytest
from PySide6.QtGui import QColor, QImage

ROOT = Path(__file__).resolve().parents[2]


def part(name: str, source: str, kind: str = "BINARY") -> frozen_parts.Part:
    return (name, source, kind)


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows nothing is left to the system")
@pytest.mark.parametrize(
    "library", ["libreadline.so.8", "libgdbm.so.6", "libgnutls.so.30", "libzstd.so.1", "libGL.so.1"]
)
def test_a_library_of_the_system_stays_with_the_system(library: str) -> None:
    from_system = part(library, f"/usr/lib/x86_64-linux-gnu/{library}")
    assert frozen_parts.wanted([from_system]) == []


@pytest.mark.parametrize(
    "library", ["libssl.so.3", "libbz2.so.1.0", "libpython3.11.so.1.0", "libz.so.1"]
)
def test_what_python_needs_is_carried_along(library: str) -> None:
    needed = part(library, f"/usr/lib/x86_64-linux-gnu/{library}")
    assert frozen_parts.wanted([needed]) == [needed]


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\printsupport\\windowsprintersupport.dll", True),
        ("PySide6/Qt/translations/qtbase_fa.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/lib/libQt6WaylandClient.so.6", False),
    ],
)
def test_of_qt_only_what_a_desk_uses_is_carried(name: str, stays: bool) -> None:
    found = part(name, f"/home/builder/.venv/lib/{name}")
    assert frozen_parts.wanted([found]) == ([found] if stays else [])


def test_a_library_that_the_lock_does_not_name_ends_the_build() -> None:
    site = next(path for path in sys.path if path.endswith("site-packages"))
    frozen_parts.refuse_strangers([part("click.core", f"{site}/click/core.py", "PYMODULE")])
    stranger = part("hypothesis.core", f"{site}/hypothesis/core.py", "PYMODULE")
    with pytest.raises(SystemExit, match="hypothesis"):
        frozen_parts.refuse_strangers([stranger])


def test_every_library_of_the_lock_brings_its_licence(tmp_path: Path) -> None:
    if sys.platform == "linux" and not shutil.which("dpkg-query"):
        pytest.skip("whose licence a library of the system has is asked of dpkg")
    frozen = tmp_path / "mizban"
    (frozen / "_internal").mkdir(parents=True)
    carried_licences.put_licences(frozen, tmp_path / "tools")
    texts = {path.name for path in (frozen / "licences").iterdir()}
    unread = {"pyside6-essentials", "shiboken6", "pyserial"}
    assert frozen_parts.locked() - {"mizban"} - unread <= texts
    assert {"lgpl-3.0.txt", "pyserial.txt", "sqlcipher.txt", "python.txt"} <= texts


def test_the_notice_names_what_python_brings_along() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in frozen_parts.WITH_PYTHON if name not in notice] == []


def test_the_icon_is_drawn_at_every_size_and_windows_finds_each(tmp_path: Path) -> None:
    freeze.draw(tmp_path)
    for size in icons.SIZES:
        picture = QImage(str(tmp_path / f"mizban-{size}.png"))
        assert (picture.width(), picture.height()) == (size, size)
        assert QColor(picture.pixel(size // 2, size // 16)) == QColor("#0b6b77")
        assert picture.pixelColor(0, 0).alpha() == 0
    whole = (tmp_path / "mizban.ico").read_bytes()
    kind, count = struct.unpack_from("<2xHH", whole)
    assert (kind, count) == (1, len(icons.SIZES))
    for at, size in enumerate(icons.SIZES):
        edge, length, place = struct.unpack_from("<B7xII", whole, 6 + 16 * at)
        assert edge in (size, 0)
        assert QImage.fromData(whole[place : place + length]).width() == size


def test_the_version_resource_is_what_pyinstaller_reads() -> None:
    text = (ROOT / "packaging" / "windows" / "version.txt").read_text(encoding="utf-8")
    tree = ast.parse(text.replace("{numbers}", "0, 1, 0, 0"), mode="eval")
    assert isinstance(tree.body, ast.Call)
    assert ast.unparse(tree.body.func) == "VSVersionInfo"


def test_the_installer_for_windows_compiles_without_a_warning(tmp_path: Path) -> None:
    if not shutil.which("makensis"):
        pytest.skip("NSIS is not installed")
    freeze.draw(tmp_path)
    frozen = tmp_path / "mizban"
    (frozen / "_internal").mkdir(parents=True)
    for name in ("mizban.exe", "mizban-window.exe", "LICENSE", "_internal/python.dll"):
        (frozen / name).write_bytes(b"made up")
    made = installer.pack(frozen, tmp_path)
    assert made.read_bytes().startswith(b"MZ")


def test_the_package_asks_for_every_library_that_the_window_needs(tmp_path: Path) -> None:
    library = tmp_path / "lib.so"
    library.write_bytes(b"\x7fELF" + b"\0GLIBC_2.9\0GLIBC_2.34\0GLIBC_2.17\0")
    asked = deb.depends(tmp_path).split(", ")
    assert asked[0] == "libc6 (>= 2.34)"
    assert {"libxcb-cursor0", "libegl1", "libxkbcommon0", "cups-client"} <= set(asked)
    assert "xvfb" not in asked


def test_the_desktop_entry_starts_the_program_and_is_persian_too() -> None:
    entry = (ROOT / "packaging/linux/mizban.desktop").read_text(encoding="utf-8")
    told = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
    assert (told["Exec"], told["Icon"], told["Name[fa]"]) == ("mizban", "mizban", "میزبان")
    validate = shutil.which("desktop-file-validate")
    if validate:
        subprocess.run([validate, "packaging/linux/mizban.desktop"], cwd=ROOT, check=True)


def test_the_appstream_text_belongs_to_the_desktop_entry() -> None:
    tree = ET.fromstring(deb.filled(ROOT / "packaging/linux/mizban.metainfo.xml"))  # noqa: S314
    assert tree.findtext("launchable") == "mizban.desktop"
    release = tree.find("releases/release")
    assert release is not None
    assert release.get("version") == freeze.version()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", release.get("date", ""))


def test_a_window_without_a_console_has_no_streams_and_opens_all_the_same(tmp_path: Path) -> None:
    """On Windows the window's program has no standard streams at all."""
    opens = (
        "import sys\n"
        "sys.stdin = sys.stdout = sys.stderr = None\n"
        "from pathlib import Path\n"
        "from desk_app.cli.window import open_window\n"
        "from PySide6.QtCore import QTimer\n"
        "from ui.entrance.threshold import Threshold\n"
        "begun = Threshold.begin\n"
        "def begin(self, calls):\n"
        "    begun(self, calls)\n"
        "    QTimer.singleShot(100, self.window().close)\n"
        "Threshold.begin = begin\n"
        "sys.exit(open_window(Path(sys.argv[1])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", opens, str(tmp_path / "data")],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
