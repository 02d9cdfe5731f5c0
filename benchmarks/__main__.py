"""Runs the benchmarks of this package, each in a process of its own, and prints what they found.

A benchmark is a module whose name begins with a letter and which prints, when it is run as a
program, one JSON object a line for each figure: ``figure`` (what was measured), ``value`` and
``unit``; where it has a floor, ``floor`` in the same unit and the allowed ``bound`` of
value ÷ floor; where it has none, the ``limit`` of the value itself. Other keys are passed on.

    python -m benchmarks                 all of them
    python -m benchmarks save receipts   these

The JSON lines go to standard output, the table for people to standard error. A figure over its
bound is marked and told in the JSON; only a benchmark that did not finish makes the run fail.
"""

import argparse
import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Final, TextIO, TypedDict

FOLDER: Final = Path(__file__).parent


class Figure(TypedDict, total=False):
    """One line of a benchmark; ``ratio`` and ``within`` are worked out here."""

    benchmark: str
    figure: str
    value: float
    unit: str
    floor: float
    bound: float
    limit: float
    ratio: float
    within: bool


def runs_alone(module: Path) -> bool:
    """Whether a module is a program and not only a part of others."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"
        for node in tree.body
    )


def names() -> list[str]:
    """The benchmarks that are here."""
    return sorted(
        module.stem
        for module in FOLDER.glob("*.py")
        if not module.stem.startswith("_") and runs_alone(module)
    )


def judged(name: str, line: str) -> Figure | None:
    """A figure with its ratio and whether it keeps its bound; None for a line that is none."""
    try:
        found: object = json.loads(line)
    except ValueError:
        return None
    if not isinstance(found, dict) or not {"figure", "value"} <= found.keys():
        return None
    figure = Figure(benchmark=name, **found)  # type: ignore[typeddict-item]
    if figure.get("floor"):
        figure["ratio"] = round(figure["value"] / figure["floor"], 3)
    if "bound" in figure and "ratio" in figure:
        figure["within"] = figure["ratio"] <= figure["bound"]
    elif "limit" in figure:
        figure["within"] = figure["value"] <= figure["limit"]
    return figure


def figures_of(name: str) -> tuple[list[Figure], bool]:
    """The figures of one benchmark, printed as they come, and whether it finished."""
    figures: list[Figure] = []
    command = [sys.executable, "-m", f"{__package__}.{name}"]
    with subprocess.Popen(
        command, cwd=FOLDER.parent, stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            figure = judged(name, line)
            if figure is None:
                print(line, end="", file=sys.stderr)
                continue
            figures.append(figure)
            print(json.dumps(figure, ensure_ascii=False), flush=True)
    return figures, running.returncode == 0


def row(figure: Figure) -> tuple[str, ...]:
    """A figure as the table shows it."""
    allowed = figure.get("bound", figure.get("limit"))
    return (
        figure["benchmark"],
        figure["figure"],
        f"{figure['value']:,.3f} {figure.get('unit', '')}".strip(),
        f"{figure['floor']:,.3f}" if "floor" in figure else "–",
        f"{figure['ratio']:.2f} ×" if "ratio" in figure else "–",
        "–" if allowed is None else f"≤ {allowed:g}",
        {True: "kept", False: "OVER"}.get(figure["within"], "") if "within" in figure else "",
    )


def print_table(figures: list[Figure], out: TextIO) -> None:
    """All figures in columns."""
    heads = ("benchmark", "figure", "value", "floor", "ratio", "bound", "")
    rows = [heads, *map(row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        print(*(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)), file=out)


def main() -> int:
    """Runs the named benchmarks, or all; 1 when one of them did not finish."""
    here = names()
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(here))
    wanted: list[str] = parser.parse_args().names or here
    if unknown := set(wanted) - set(here):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    found: list[Figure] = []
    unfinished: list[str] = []
    for name in wanted:
        print(f"{name} …", file=sys.stderr)
        figures, finished = figures_of(name)
        found += figures
        if not finished:
            unfinished.append(name)
    print_table(found, sys.stderr)
    for name in unfinished:
        print(f"{name} did not finish", file=sys.stderr)
    return 1 if unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
