"""The demonstration: an office made up, and a day played through the real window."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import DONE, answer, command, data_option, told
from desk_app.cli.opened import usual_folder


@command(desk, "demo")
@click.option(
    "--requests", type=click.IntRange(0, 100_000), default=40, help=told("cli.demo.requests")
)
@data_option
def demo(requests: int, data: Path | None, as_json: bool) -> int:
    """A desk with a made-up day and a centre of its own, marked as demonstration."""
    from desk_app.cli.demonstration import OFFICER, make_demonstration
    from desk_app.cli.house import DEMONSTRATION

    folder = data if data is not None else usual_folder() / DEMONSTRATION
    made, centre = make_demonstration(folder, requests=requests)
    made.session.close()
    centre.close()
    shown = {
        "device": made.device,
        "log": made.log,
        "lane": made.lane,
        "office_code": made.office_code,
    }
    answer(shown, as_json=as_json, plain=told("cli.demo.done", folder=str(folder), officer=OFFICER))
    return DONE


@command(desk, "demo-day")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help=told("cli.out")
)
@click.option(
    "--guide", type=click.Path(path_type=Path, file_okay=False), help=told("cli.demo-day.guide")
)
def demo_day(out: Path, guide: Path | None) -> int:
    """Play a day at the desk through the window, and leave its pictures and papers in a folder."""
    from desk_app.cli.window import Door
    from ui.demo_day import main
    from ui.qt_printers import QtPrinters

    # Outside of ``out``, which may be anybody's folder; it holds nobody's data and is gone after.
    with TemporaryDirectory(prefix="mizban-demonstration-") as place:
        os.environ["MIZBAN_WITNESS_DIR"] = str(Path(place) / "witness")
        return main(out, Door(Path(place) / "desk", QtPrinters()), guide)
