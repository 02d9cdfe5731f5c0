"""The program ``mizban-central``."""

import sys

from central.cli.commands import program


def main() -> None:
    """Run the command line and end with its exit status."""
    sys.exit(program.main(standalone_mode=True))


if __name__ == "__main__":
    main()
