"""What the code imports is asked for by name and pinned: not left to what another package happens to bring along."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_layers import ROOMS
from tests.test_lock import ROOT, pinned

EXPLAINED = (ROOT / "docs" / "dependencies.md").read_text()


def pinned_for_development() -> set[str]:
    lines = (ROOT / "requirements-dev.txt").read_text().splitlines()
    return {canonicalize_name(Requirement(line).name) for line in lines if line and line[0] not in "#-"}


def imported(paths: list[Path]) -> dict[str, set[str]]:
    """Return the packages that these modules import and those that do; Python's own and the portal's are left out."""
    brought_by = packages_distributions()
    found: dict[str, set[str]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names:
                for package in brought_by.get(name, []):
                    found.setdefault(canonicalize_name(package), set()).add(str(path.relative_to(ROOT)))
    return found


def modules() -> tuple[list[Path], list[Path]]:
    """Return the modules that production runs, and the others."""
    folders = (*ROOMS, "deploy", "tests", "bench")
    every = [*ROOT.glob("*.py"), *(path for name in folders for path in (ROOT / name).rglob("*.py"))]
    others = {"tests", "bench", "stack", "conftest.py"}
    running = [path for path in every if not others & set(path.relative_to(ROOT).parts)]
    return running, [path for path in every if path not in running]


def test_what_production_imports_is_pinned():
    found = imported(modules()[0])
    assert {"django", "pillow", "openpyxl"} <= set(found)
    assert {name: where for name, where in found.items() if name not in pinned()} == {}


def test_what_only_tests_import_is_pinned_for_development():
    found = imported(modules()[1])
    known = {*pinned(), *pinned_for_development()}
    assert {"pytest", "requests"} <= set(found)
    assert {name: where for name, where in found.items() if name not in known} == {}


@pytest.mark.parametrize("of", [pinned, pinned_for_development])
def test_the_documents_say_why_each_is_here(of):
    rows = [line.split("|")[1] for line in EXPLAINED.splitlines() if line.startswith("| ")]
    said = {canonicalize_name(name.strip()) for row in rows for name in row.split(",")}
    assert {canonicalize_name(name) for name in of()} - said == set()
