"""A print server of our own: the real cupsd on a socket and in folders that are thrown away."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
_PROGRAMS = Path("/usr/lib/cups")
CUPS_PDF = _PROGRAMS / "backend" / "cups-pdf"

# A printer whose language is PDF: the server only lays the pages out.
_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PLAIN.PPD"
*Manufacturer: "Plain"
*Product: "(Plain)"
*ModelName: "Plain"
*ShortNickName: "Plain"
*NickName: "Plain"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Page Size: PickOne
*DefaultPageSize: A6
*PageSize A6/A6: "<</PageSize[298 420]>>setpagedevice"
*PageSize A5/A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Page Region: PickOne
*DefaultPageRegion: A6
*PageRegion A6/A6: "<</PageSize[298 420]>>setpagedevice"
*PageRegion A5/A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A6
*ImageableArea A6/A6: "0 0 298 420"
*ImageableArea A5/A5: "0 0 420 595"
*DefaultPaperDimension: A6
*PaperDimension A6/A6: "298 420"
*PaperDimension A5/A5: "420 595"
*HWMargins: 0 0 0 0
*VariablePaperSize: True
*ParamCustomPageSize Width: 1 points 36 2000
*ParamCustomPageSize Height: 2 points 36 9000
*ParamCustomPageSize WidthOffset: 3 points 0 0
*ParamCustomPageSize HeightOffset: 4 points 0 0
*ParamCustomPageSize Orientation: 5 int 0 3
*CustomPageSize True: "pop pop pop pop pop"
"""


# As Debian has it: only who sent a job may cancel it.
_CONF = """LogLevel warn
Listen {}
Browsing No
WebInterface No
DefaultAuthType Basic
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
{}
<Limit Cancel-Job>
Require user @OWNER @SYSTEM
Order deny,allow
</Limit>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""

# A printer that tells why it waits, as a real one's backend does: the reason is in its address.
_TROUBLED = """#!/bin/sh
[ $# -eq 0 ] && exit 0
echo "STATE: +${DEVICE_URI#troubled:}" >&2
exec sleep 60
"""


class PrintServer:
    """The folders and the address of one running server."""

    process: subprocess.Popen[bytes]

    def __init__(self, home: Path) -> None:
        self.home = home
        self.address = str(home / "run" / "cups.sock")

    def spooled(self) -> list[str]:
        """Files of jobs that the server still holds."""
        return sorted(path.name for path in (self.home / "spool").iterdir() if path.is_file())

    def wait_until_idle(self) -> None:
        """Every job has come to its end, or ten seconds have passed."""
        for _ in range(200):
            if not self.tell("lpstat", "-W", "not-completed", "-o"):
                return
            time.sleep(0.05)

    def tell(self, *command: str) -> str:
        """One command of the print system to this server."""
        done = subprocess.run(
            command,
            env=os.environ | {"CUPS_SERVER": self.address, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout

    def add_queue(self, name: str, device: str) -> None:
        """A printer that understands PDF at the end of this device."""
        ppd = self.home / "plain.ppd"
        ppd.write_text(_PPD, encoding="ascii")
        self.tell("lpadmin", "-p", name, "-E", "-v", device, "-P", str(ppd))

    def add_pdf_queue(self, name: str) -> None:
        """Debian's cups-pdf as it comes."""
        ppd = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd"
        self.tell("lpadmin", "-p", name, "-E", "-v", "cups-pdf:/", "-P", ppd)


@contextmanager
def print_server(limits: str = "") -> Iterator[PrintServer]:
    """Runs under these further limits until the block ends.

    Its folder's name is short, since a socket's path may not be long.
    """
    assert CUPSD
    with tempfile.TemporaryDirectory(prefix="cups") as folder:
        home = Path(folder)
        home.chmod(0o755)
        for name in ("etc/ppd", "spool/tmp", "cache", "run", "log", "bin/backend"):
            (home / name).mkdir(parents=True)
        _programs(home / "bin")
        server = PrintServer(home)
        (home / "cupsd.conf").write_text(_CONF.format(server.address, limits), encoding="ascii")
        folders = {
            "ServerBin": "bin",
            "ServerRoot": "etc",
            "RequestRoot": "spool",
            "TempDir": "spool/tmp",
            "CacheDir": "cache",
            "StateDir": "run",
            "AccessLog": "log/access",
            "ErrorLog": "log/error",
            "PageLog": "log/page",
        }
        lines = [f"{key} {home / name}" for key, name in folders.items()] + ["FileDevice Yes"]
        (home / "files.conf").write_text("\n".join(lines) + "\n", encoding="ascii")
        with _running(home, server) as server.process:
            yield server


def _programs(folder: Path) -> None:
    """The system's filters and backends, and one backend more."""
    for name in ("cgi-bin", "daemon", "driver", "filter", "monitor", "notifier"):
        if (_PROGRAMS / name).exists():
            (folder / name).symlink_to(_PROGRAMS / name)
    for backend in (_PROGRAMS / "backend").iterdir():
        (folder / "backend" / backend.name).symlink_to(backend)
    troubled = folder / "backend" / "troubled"
    troubled.write_text(_TROUBLED, encoding="ascii")
    troubled.chmod(0o755)


@contextmanager
def _running(home: Path, server: PrintServer) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(CUPSD), "-f", "-c", f"{home}/cupsd.conf", "-s", f"{home}/files.conf"]
    with (home / "log" / "out").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        for _ in range(200):
            if "scheduler is running" in server.tell("lpstat", "-r"):
                break
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(20)
