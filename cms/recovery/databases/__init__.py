"""A consistent copy of the database, and the way back: SQLite and PostgreSQL by their own means."""

from typing import Any

from django.db import connection

from . import postgres, sqlite


def of_this_portal() -> Any:
    """Return the module that copies and lays down this portal's kind of database."""
    return {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]
