"""The program ``mizban-central``."""

from central.cli.commands import program


def main() -> None:
    """Run the command line and end with its exit status."""
    program(prog_name="mizban-central")


if __name__ == "__main__":
    main()
