"""The program ``mizban``: the window, or one command."""

import sys
from typing import NoReturn

from desk_app.utf8 import require_utf8


def main() -> NoReturn:
    """Run what the command line asks for and end with its exit status."""
    require_utf8()
    if len(sys.argv) == 1:
        # Straight to the window: the commands would cost its first paint 100 ms.
        from desk_app.cli.window import open_window

        sys.exit(open_window(None))
    from desk_app.cli.commands import desk
    from desk_app.cli.frame import run

    run(desk)


if __name__ == "__main__":
    main()
