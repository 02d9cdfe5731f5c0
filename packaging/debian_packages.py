"""The system libraries of ``debian-packages.txt``: which are missing, and how they come.

On systems without dpkg nothing is asked and nothing is missing: there the list is for reading.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LIST: Final = Path(__file__).with_name("debian-packages.txt")


@dataclass(frozen=True)
class DebianPackages:
    """The packages wanted on this machine: name → need (``desk``, ``test`` or ``python``)."""

    wanted: dict[str, str]

    @classmethod
    def here(cls, needs: Collection[str]) -> "DebianPackages":
        """What the list asks for these needs; empty where there is no dpkg."""
        if not shutil.which("dpkg-query"):
            return cls({})
        rows = (
            line.split("#")[0].split() for line in LIST.read_text(encoding="utf-8").splitlines()
        )
        wanted = {row[0]: row[1] for row in rows if row and row[1] in needs}
        if sys.base_prefix == "/usr" and not importlib.util.find_spec("ensurepip"):
            if importlib.util.find_spec("pip") and not cls.may_install():
                return cls(wanted)  # pip brings virtualenv instead
            wanted[f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"] = "python"
        return cls(wanted)

    def missing(self) -> list[str]:
        """Wanted packages that are not installed; newer releases append ``t64`` to some names."""
        if not self.wanted:
            return []
        query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n"]
        answer = subprocess.run(query, capture_output=True, text=True, check=True).stdout
        rows = (line.split() for line in answer.splitlines())
        installed = {row[0].removesuffix("t64") for row in rows if row[-1] == "installed"}
        return [name for name in self.wanted if name not in installed]

    def stop_the_desk(self, missing: Collection[str]) -> bool:
        """Whether the window or its printers cannot work without one of these."""
        return any(self.wanted[name] == "desk" for name in missing)

    @staticmethod
    def may_install() -> bool:
        """Whether this user is root and apt is there."""
        return getattr(os, "geteuid", lambda: 1)() == 0 and shutil.which("apt-get") is not None

    @staticmethod
    def line(missing: Collection[str]) -> str:
        """The one line that installs them."""
        return f"sudo apt-get install --no-install-recommends {' '.join(missing)}"

    @staticmethod
    def install(missing: Collection[str]) -> None:
        """Installs them by apt; what could not be installed is simply still missing afterwards."""
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "--quiet", "--yes", "--option=DPkg::Lock::Timeout=300"]
        print("Installing system libraries:", *missing, flush=True)
        for step in (["update"], ["install", "--no-install-recommends", *missing]):
            subprocess.run([*apt, *step], stdin=subprocess.DEVNULL, env=environment, check=False)
