"""The program ``mizban-central``."""

from typing import NoReturn

from central.cli.commands import program
from central.cli.ending import run
from desk_app.utf8 import require_utf8


def main() -> NoReturn:
    """Run the command line and end with its exit status."""
    require_utf8()
    run(program)


if __name__ == "__main__":
    main()
