"""Dependencies go one way: home, news, search → cms; search and news do not know each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"cms": {"home", "news", "search"}, "search": {"home", "news"}, "news": {"home", "search"}}
ROOMS = ("cms", "home", "news", "search")
# What Django looks for in every room, and what docs/architecture.md says of a room's own modules.
NO_ROOMS = {"tests", "migrations", "management", "templatetags", "models", "views"}
# The one address book of the portal has to know all of its rooms.
EXEMPT = {"cms/urls.py"}


def imported_rooms(path: Path) -> set[str]:
    """Return the top-level names that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_only_what_it_may(room):
    modules = [path for path in (ROOT / room).rglob("*.py") if "tests" not in path.parts]
    assert modules
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in modules
        if str(path.relative_to(ROOT)) not in EXEMPT and (found := imported_rooms(path) & FORBIDDEN[room])
    }
    assert not wrong


def test_a_forbidden_import_is_seen(tmp_path):
    module = tmp_path / "wrong.py"
    module.write_text("from news.models import StoryPage\nimport home\n")
    assert imported_rooms(module) == {"news", "home"}


def test_the_map_names_every_package():
    """docs/architecture.md is where a newcomer looks first."""
    said = (ROOT / "docs/architecture.md").read_text()
    packages = [
        path.parent.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).glob("**/__init__.py")
    ]
    shown = {".".join(path.parts[:2]) for path in packages if not set(path.parts) & NO_ROOMS}
    assert [name for name in sorted(shown) if f"`{name}`" not in said] == []
