"""Packs a desk that was frozen on Windows into an installer for one user, by NSIS.

``py packaging/bootstrap.py desk``, then ``.venv/Scripts/python packaging/installer.py``. NSIS 3
(``makensis``) has to be installed; it is found in PATH or where its own installer puts it.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from freeze import FOLDER, MADE, ROOT, freeze, version

SCRIPT: Final = ROOT / "packaging" / "windows" / "mizban.nsi"


def makensis() -> str:
    """The compiler of installers; ends the build where there is none."""
    usual = Path(os.environ.get("ProgramFiles(x86)", "")) / "NSIS" / "makensis.exe"  # noqa: SIM112
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else None)
    if found is None:
        raise SystemExit("NSIS 3 is missing: https://nsis.sourceforge.io")
    return found


def pack(frozen: Path, target: Path) -> Path:
    """Make the installer of a frozen folder; a warning of NSIS counts as a failure."""
    told = {"VERSION": version(), "FROZEN": str(frozen), "MADE": str(target)}
    defined = [f"-D{name}={value}" for name, value in told.items()]
    subprocess.run([makensis(), "-V2", "-WX", *defined, str(SCRIPT)], check=True)
    return target / f"Mizban-{version()}-setup.exe"


if __name__ == "__main__":
    freeze()
    print(pack(FOLDER, MADE))
