"""The shape of the code: sizes, names, directions of import, and what may be called public."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("desk_app", "db", "ui", "central", "resources")
FOLDERS = (*PRODUCT, "benchmarks", "packaging", "tests")
SAYS_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
LONGEST_FILE = 400
LONGEST_USUAL_FUNCTION = 40
MOST_PUBLIC_METHODS = 15

FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in FILES:
        if path.relative_to(ROOT).parts[0] in folders:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def function_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_a_file_is_one_idea_of_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_nineteen_functions_of_twenty_fit_a_screen() -> None:
    lengths = sorted(
        function_length(node)
        for _, tree in trees(*PRODUCT)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) * 95 // 100] <= LONGEST_USUAL_FUNCTION


def test_a_class_has_few_public_methods() -> None:
    crowded = [
        f"{shown(path)}: {node.name}"
        for path, tree in trees(*PRODUCT)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and sum(
            isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
            and not part.name.startswith("_")
            for part in node.body
        )
        > MOST_PUBLIC_METHODS
    ]
    assert crowded == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [shown(path) for path in FILES if SAYS_NOTHING & {path.stem, path.parent.name}]
    assert vague == []


def test_every_package_of_the_product_is_under_the_import_contracts() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"benchmarks", "tests"} == set(settings["importlinter"]["root_packages"])


def test_imports_keep_to_the_contracts() -> None:
    checked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-logo",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
