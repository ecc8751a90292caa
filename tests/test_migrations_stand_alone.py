"""A migration does the same for ever: what it does to rows stands in it, not in code that goes on changing.

Fields, and what they name for ``upload_to`` or a default, may come from the rooms: Django writes them so, by their
modules (``import cms.fields``), inside ``operations``.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {"cms", "home", "news", "search"}
MIGRATIONS = [
    path
    for room in sorted(ROOMS)
    for path in sorted((ROOT / room).rglob("migrations/*.py"))
    if path.name != "__init__.py"
]


def borrowed(source: str) -> Iterator[str]:
    """Yield what a migration takes from today's code for more than its fields."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or str(node.module).split(".")[0] in ROOMS):
            yield f"line {node.lineno}: {ast.unparse(node)}"
    for top in tree.body:
        # Everything but Django's own class of operations, and in it what runs.
        running = ast.walk(top) if not isinstance(top, ast.ClassDef) else _arguments_of_run_python(top)
        for node in running:
            if isinstance(node, ast.Name) and node.id in ROOMS:
                yield f"line {node.lineno}: {node.id}"
            if isinstance(node, ast.Import) and top is not node and _rooms_of(node):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            if isinstance(node, ast.Import) and any(alias.asname for alias in node.names) and _rooms_of(node):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def _rooms_of(node: ast.Import) -> set[str]:
    return {alias.name.split(".")[0] for alias in node.names} & ROOMS


def _arguments_of_run_python(migration: ast.ClassDef) -> Iterator[ast.AST]:
    for node in ast.walk(migration):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("RunPython"):
            yield from ast.walk(node)


def test_there_are_migrations():
    assert len(MIGRATIONS) > 20


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_borrowed(path):
    assert list(borrowed(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        "from news.keywords import free_address",
        "from cms import vietnamese",
        "from ..models import Story",
        "import news.keywords as words",
        "import cms.vietnamese\n\n\ndef run(apps, editor):\n    cms.vietnamese.fold('a')",
        "def run(apps, editor):\n    import news.keywords",
        "import cms.x\n\n\nclass Migration:\n    operations = [migrations.RunPython(cms.x.run)]",
    ],
)
def test_what_is_borrowed_is_seen(source):
    assert list(borrowed(source))


def test_fields_may_come_from_the_rooms():
    source = "import cms.fields\n\n\nclass Migration:\n    operations = [AddField(field=cms.fields.Text())]"
    assert list(borrowed(source)) == []
