"""The table of tokens, by database (search/backends.py)."""

from django.db import NotSupportedError, migrations

# - "ascii" takes every letter beyond ASCII as part of a word, whatever version of Unicode SQLite knows: the
#   tokens stay exactly what Python made (unicode61 would cut some of them in two, which is an error here).
# - detail=none: no positions are kept; the pairs among the tokens stand for them, at a fraction of the size.
# - The tokens are stored beside the index: SQLite before 3.43 cannot delete from a contentless table.
SQLITE = [
    """CREATE VIRTUAL TABLE search_tokens USING fts5(
        tokens, detail=none, columnsize=0, tokenize="ascii tokenchars '_'"
    )""",
]

# - The tokens go out of line from 128 bytes on, so that the rows that a common word matches lie close together.
# - Without statistics the planner never takes a word for so common that it would read the whole table.
# - fastupdate would leave a list of pending entries that every search has to read through.
POSTGRESQL = [
    "CREATE TABLE search_tokens (id bigint PRIMARY KEY, tokens tsvector NOT NULL) WITH (toast_tuple_target = 128)",
    "ALTER TABLE search_tokens ALTER COLUMN tokens SET STATISTICS 0",
    "CREATE INDEX search_tokens_tokens ON search_tokens USING gin (tokens) WITH (fastupdate = off)",
]


def create(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor)
    if statements is None:
        raise NotSupportedError("The search needs SQLite or PostgreSQL.")
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS search_tokens")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
