"""A desk in a process of its own that syncs its scans, to be killed in the middle."""

import sys
from pathlib import Path

from tests.sync.scan_desks import ScanDesk, opened_desk


def main(folder: str, address: str) -> None:
    """Open the desk that lies in a folder and sync it once."""
    desk = ScanDesk(opened_desk(Path(folder)))
    desk.through(address)
    desk.sync()


if __name__ == "__main__":
    main(*sys.argv[1:])
