"""Writes the tables of ``docs/settings.md``: ``python -m cms.settings.documentation``; a test compares."""

from pathlib import Path

from . import deployment
from .variables import GROUPS, Variable

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "settings.md"
BEGINS = "<!-- written by python -m cms.settings.documentation -->\n"


def table() -> str:
    """Return the table of all variables."""
    lines = ["| name | meaning | if not given | example |", "|---|---|---|---|"]
    for group, variables in GROUPS.items():
        lines += [f"| **{group}** | | | |", *map(_row, variables)]
    return "\n".join(lines) + "\n"


def _row(variable: Variable) -> str:
    marks = " *(required)*" * variable.required + " *(secret)*" * variable.secret
    example = f"`{variable.example}`" if variable.example else ""
    default = "the start is refused" if variable.required and not variable.default else variable.default
    return f"| `{variable.name}`{marks} | {variable.meaning} | {default} | {example} |"


def second_table() -> str:
    """Return the table of what only the files of ``deploy/`` read."""
    lines = ["| name | given in | meaning | if not given |", "|---|---|---|---|"]
    lines += [
        f"| `{one.name}` | {one.given_in} | {one.meaning} | {one.default} |" for one in deployment.VARIABLES
    ]
    return "\n".join(lines) + "\n"


_SECOND = """
## What nginx, the containers and the units read

`nginx.env` is `/etc/portal/nginx.env` with `deploy/nginx/portal.env` behind it; in containers `deploy/compose.yaml`
gives what is not marked with compose.env. The portal itself reads none of these, and looks at none when it starts.

"""


def page(text: str) -> str:
    """Return the page with the tables as they are now."""
    before, _mark, _old = text.partition(BEGINS)
    return f"{before}{BEGINS}\n{table()}{_SECOND}{second_table()}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
