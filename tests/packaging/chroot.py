"""A bare Debian in a folder, in which a package is installed and started as on a new machine."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

PREPARED_S = 300.0
"""How long the making of all that a test needs may take, before the machine is called too slow."""
PROXIES = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
NETWORK = "a bare Debian could not be fetched"


class Patience:
    """What is left of the time for preparing; skips when it is used up."""

    def __init__(self, seconds: float = PREPARED_S) -> None:
        self._end = time.monotonic() + seconds

    def finish(self, what: str, process: "subprocess.Popen[str]") -> None:
        """Wait for a step that fetches something; skip where it fails or takes too long."""
        try:
            said, _ = process.communicate(timeout=max(1, self._end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            pytest.skip(f"{what}: not within {PREPARED_S:.0f} s on this machine")
        if process.returncode:
            pytest.skip(f"{what}: {said.strip()[-300:]}")

    def left(self) -> float:
        """Seconds, at least one."""
        return max(1.0, self._end - time.monotonic())


def why_not() -> str:
    """Why no bare system can be made here; empty where it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a bare system is made by root on Linux"
    for program in ("debootstrap", "dpkg-deb", "unshare", "chroot"):
        if not shutil.which(program):
            return f"{program} is not installed"
    alone = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "true"]
    if subprocess.run(alone, capture_output=True, check=False).returncode:
        return "this machine allows no mounts of one's own"
    return ""


def codename() -> str:
    """The release of Debian that this machine is, whose libraries the frozen files need."""
    rows = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    told = dict(row.split("=", 1) for row in rows if "=" in row)
    if told.get("ID", "").strip('"') != "debian":
        pytest.skip("a bare Debian is made on Debian only")
    return told["VERSION_CODENAME"].strip('"')


def begin_debootstrap(root: Path) -> "subprocess.Popen[str]":
    """Begin to fetch the smallest Debian of this release into a folder."""
    return started(["debootstrap", "--variant=minbase", codename(), str(root)])


def started(command: list[str]) -> "subprocess.Popen[str]":
    """A process whose words are kept, with no input."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


class Chroot:
    """Runs programs inside the bare system, which leave no mounts and no processes behind."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self, *command: str, user: str = "", **more: str) -> "subprocess.Popen[str]":
        """Begin a program as root, or as a user."""
        given = PLAIN | PROXIES | ({"HOME": f"/home/{user}"} if user else {}) | more
        alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        inside = ["chroot", *([f"--userspec={user}:{user}"] if user else []), str(self.root)]
        words = [f"{name}={value}" for name, value in given.items()]
        mounted = f"--mount-proc={self.root}/proc"
        return started([*alone, mounted, "env", "-i", *words, *inside, *command])

    def run(self, *command: str, user: str = "", **more: str) -> str:
        """Run a program to its end, which must be a good one; what it said."""
        process = self.begin(*command, user=user, **more)
        try:
            said, _ = process.communicate(timeout=200)
        finally:
            process.kill()
        assert process.returncode == 0, said
        return said
