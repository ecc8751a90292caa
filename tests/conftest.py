"""What the tests of several rooms share."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection

from .machines import Machine


@pytest.fixture
def machine(tmp_path, transactional_db) -> Iterator[Machine]:
    """An empty machine with the suite's kind of database."""
    if connection.vendor == "sqlite":
        yield Machine(f"sqlite:///{tmp_path}/restored/portal.sqlite3", tmp_path / "restored")
        return
    own = connection.settings_dict
    name = f"{own['NAME']}_drill"
    server = psycopg2.connect(
        host=own["HOST"],
        port=own["PORT"] or None,
        user=own["USER"],
        password=own["PASSWORD"],
        dbname="postgres",
    )
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        password = f":{own['PASSWORD']}" if own["PASSWORD"] else ""
        yield Machine(
            f"postgres://{own['USER']}{password}@{own['HOST']}:{own['PORT'] or 5432}/{name}",
            tmp_path / "restored",
        )
    finally:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.close()
