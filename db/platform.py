"""What differs between Windows and POSIX machines: locks, syncs, permissions, names of machines.

The only module of the product that asks which platform it stands on.
"""

import ctypes
import errno
import os
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from desk_app.records.errors import MachineFault

if sys.platform == "win32":
    import msvcrt
    import winreg
else:
    import fcntl

FULL_BELOW: Final = 1024 * 1024
"""With fewer free bytes than this a disk counts as full: the log of a commit may not fit."""


class LockedFile:
    """A file that at most one holder on this machine, process or thread, has locked at a time.

    The lock ends with the process, however that ends. On Windows the first byte is locked, so
    whoever reads the file while it is held starts after it.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def try_lock(self) -> bool:
        """Take the lock if nobody else holds it; returns at once."""
        try:
            if sys.platform == "win32":
                os.lseek(self._file, 0, os.SEEK_SET)
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Let the lock go and close the file."""
        os.close(self._file)


def open_for_update(path: Path) -> int:
    """A descriptor of an existing file for reading and writing bytes; the caller closes it."""
    return os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))


def read_whole(path: Path) -> bytes:
    """The bytes of a small file, without the layers of a stream."""
    file = open_for_update(path)
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def write_at(file: int, data: bytes, offset: int) -> None:
    """Write all the bytes at an offset."""
    if sys.platform == "win32":
        os.lseek(file, offset, os.SEEK_SET)
        written = os.write(file, data)
    else:
        written = os.pwrite(file, data, offset)
    if written != len(data):
        raise OSError(f"{written} of {len(data)} bytes were written")


def sync_data(file: int) -> None:
    """Return when the file's bytes are on the disk (its times may still be missing)."""
    if sys.platform in ("win32", "darwin"):
        os.fsync(file)
    else:
        os.fdatasync(file)


def sync_file(path: Path) -> None:
    """Return when the file is on the disk."""
    file = open_for_update(path)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Return when names made, moved or removed in a folder are on the disk.

    NTFS writes them through its own journal and offers no call for it.
    """
    if sys.platform != "win32":
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def replace_file(path: Path, data: bytes) -> None:
    """The file holds the new bytes or the old ones, whatever happens; for its owner only."""
    half = path.with_name(path.name + ".part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(half, flags, 0o600), "wb") as stream:
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            half.unlink(missing_ok=True)
            raise
    move_over(half, path)


def move_over(source: Path, target: Path) -> None:
    """The target is replaced by the source in one step that outlives a power cut.

    Windows refuses while somebody reads the target; reading takes moments, so it is tried again.
    """
    tries = 100 if sys.platform == "win32" else 1
    while tries:
        try:
            source.replace(target)
            break
        except PermissionError:
            tries -= 1
            if not tries:
                raise
            time.sleep(0.02)
    sync_folder(target.parent)


def make_private_folder(folder: Path) -> None:
    """The folder exists and, where the platform says so by modes, only its owner enters.

    On Windows the folders used lie in the user's profile, whose list of rights is inherited.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform != "win32":
        folder.chmod(0o700)


def make_private(path: Path) -> None:
    """Only the owner reads and writes the file, where the platform says so by modes."""
    if sys.platform != "win32":
        path.chmod(0o600)


def free_bytes(folder: Path) -> int:
    """How many bytes may still be written to the disk of a folder."""
    return shutil.disk_usage(folder).free


def is_full(folder: Path) -> bool:
    """Whether the disk of a folder counts as full, as far as it can be asked."""
    try:
        return free_bytes(folder) < FULL_BELOW
    except OSError:
        return False


@contextmanager
def told_of_folder(folder: Path, otherwise: str) -> Iterator[None]:
    """Tell the system's errors inside the block as ``disk.full`` or the fault named."""
    try:
        yield
    except OSError as error:
        full = error.errno == errno.ENOSPC or is_full(folder)
        raise MachineFault("disk.full" if full else otherwise) from error


def can_write(folder: Path) -> bool:
    """Whether a file can be made in the folder, found by making one."""
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError:
        return False
    return True


def removable_folders() -> list[tuple[Path, str]]:
    """The folders of the removable drives that are plugged in, each with its name.

    ``MIZBAN_STICKS`` names further ones, where a machine keeps its sticks elsewhere.
    """
    named = [Path(one) for one in os.environ.get("MIZBAN_STICKS", "").split(os.pathsep) if one]
    found = [(folder, folder.name) for folder in named if folder.is_dir()]
    try:
        return found + _plugged_in()
    except OSError:
        return found


def _plugged_in() -> list[tuple[Path, str]]:
    if sys.platform == "win32":
        drives = ctypes.windll.kernel32.GetLogicalDrives()
        roots = [f"{chr(65 + at)}:\\" for at in range(26) if drives >> at & 1]
        removable = 2
        return [
            (Path(root), _volume_name(root) or root[:2])
            for root in roots
            if ctypes.windll.kernel32.GetDriveTypeW(root) == removable and Path(root).is_dir()
        ]
    elif sys.platform == "darwin":
        here = Path("/").stat().st_dev
        volumes = sorted(Path("/Volumes").iterdir())
        return [(one, one.name) for one in volumes if one.is_dir() and one.stat().st_dev != here]
    else:
        places = [one for root in _MOUNTS for one in (*root.glob("*"), *root.glob("*/*"))]
        return [(one, one.name) for one in sorted(places) if os.path.ismount(one)]


_MOUNTS: Final = (Path("/media"), Path("/run/media"))
"""Where desktops on Linux mount sticks: by name, or by account and name."""


def machine_id(fallback: Path) -> str:
    """A name of this machine that a copied folder does not take along.

    ``fallback`` is a file beside the witness, made once where the system names no machine.
    """
    try:
        found = _system_name()
    except (OSError, UnicodeDecodeError):
        found = ""
    return found or _kept_name(fallback)


def _system_name() -> str:
    if sys.platform == "win32":
        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Cryptography",
            access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
        ) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    else:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()


def _kept_name(fallback: Path) -> str:
    try:
        if not fallback.exists():
            make_private_folder(fallback.parent)
            replace_file(fallback, uuid.uuid4().hex.encode("ascii"))
        return fallback.read_text(encoding="ascii")
    except OSError:
        # A name that may be another next time: the book then opens for reading only.
        return f"{uuid.getnode():012x}"


def protect(secret: bytes, keep: Path) -> bytes:
    """What has to be stored so that this account on this machine finds the secret again.

    Windows: the secret under DPAPI. Elsewhere: the secret goes into the file ``keep``, which only
    the account reads and which lies outside the data folder; nothing else needs to be stored.
    """
    if sys.platform == "win32":
        return _dpapi("CryptProtectData", secret)
    else:
        make_private_folder(keep.parent)
        replace_file(keep, secret)
        return b""


def unprotect(stored: bytes, keep: Path) -> bytes:
    """The secret behind ``protect``; raises OSError when this account does not have it."""
    if sys.platform == "win32":
        return _dpapi("CryptUnprotectData", stored)
    else:
        return keep.read_bytes()


if sys.platform == "win32":

    def _volume_name(root: str) -> str:
        name = ctypes.create_unicode_buffer(261)
        done = ctypes.windll.kernel32.GetVolumeInformationW(
            root, name, len(name), None, None, None, None, 0
        )
        return f"{name.value} ({root[:2]})" if done and name.value else ""

    class _Blob(ctypes.Structure):
        _fields_ = (("size", ctypes.c_ulong), ("data", ctypes.POINTER(ctypes.c_char)))

    def _dpapi(call: str, data: bytes) -> bytes:
        buffer = ctypes.create_string_buffer(data, len(data))
        given = _Blob(len(data), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
        made = _Blob()
        done = getattr(ctypes.windll.crypt32, call)(
            ctypes.byref(given), None, None, None, None, 1, ctypes.byref(made)
        )
        if not done:
            raise ctypes.WinError()
        try:
            return ctypes.string_at(made.data, made.size)
        finally:
            ctypes.windll.kernel32.LocalFree(made.data)
