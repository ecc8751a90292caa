"""The database's own guard: evidence is append-only, and no page goes live without an approval.

Stands behind ``gate.py``, for whatever does not pass through the page models: scripts, bulk updates, SQL by
hand. A trigger cannot compute a content's sha256, so it asks for an approval of the very revision, and it
refuses to change the content of a revision that somebody signed.

Installed after every ``migrate`` and not by a migration: on SQLite, Django alters a table by building it
anew, which silently drops its triggers.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import connections

NAME = re.compile(r"CREATE (?:OR REPLACE )?TRIGGER (?:IF NOT EXISTS )?(\w+)")

EVIDENCE = [
    "workflow_signature",
    "workflow_decision",
    "workflow_approval",
    "workflow_urgentpublication",
    "workflow_takedown",
]

# An approval that still holds, as gate.approval_for asks for it in Python.
HOLDS = """
    SELECT 1 FROM workflow_approval approval
    WHERE {which}
    AND NOT EXISTS (
        SELECT 1 FROM workflow_decision decision
        WHERE decision.page_id = approval.page_id AND decision.id > approval.decision_id
        AND (
            decision.kind IN ('taken_down', 'expired')
            OR (decision.kind = 'schedule_cancelled' AND decision.revision_id = approval.revision_id)
        )
    )
"""
APPROVED = HOLDS.format(which="approval.page_id = NEW.id AND approval.revision_id = NEW.live_revision_id")
# A revision names its page in letters, because it may belong to anything.
HOUR_APPROVED = HOLDS.format(
    which="approval.revision_id = NEW.id AND CAST(approval.page_id AS TEXT) = NEW.object_id"
)

SIGNED = "AND EXISTS (SELECT 1 FROM workflow_signature WHERE revision_id = NEW.id)"

# The tree's root (depth 1) is no page: nobody can read it.
SQLITE_GOES_LIVE = """
CREATE TRIGGER IF NOT EXISTS page_goes_live_{event} BEFORE {event} ON wagtailcore_page
WHEN NEW.live AND NEW.depth > 1 {changed} AND NOT EXISTS ({approved})
BEGIN SELECT RAISE(ABORT, 'review: this page carries no approval'); END
"""

# Nothing waits for an hour without an approval: the scheduler publishes whatever waits.
SQLITE_HOUR = """
CREATE TRIGGER IF NOT EXISTS hour_is_approved_{event} BEFORE {when} ON wagtailcore_revision
WHEN NEW.approved_go_live_at IS NOT NULL {changed} AND NOT EXISTS ({approved})
BEGIN SELECT RAISE(ABORT, 'review: this revision carries no approval'); END
"""

POSTGRES_FUNCTIONS = """
CREATE OR REPLACE FUNCTION review_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'review: records are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE FUNCTION review_page_goes_live() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS ({approved}) THEN
        RAISE EXCEPTION 'review: this page carries no approval' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION review_hour_is_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS ({hour_approved}) THEN
        RAISE EXCEPTION 'review: this revision carries no approval'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION review_revision_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM workflow_signature WHERE revision_id = OLD.id) THEN
        RAISE EXCEPTION 'review: this revision is signed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION review_revision_is_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM workflow_approval WHERE revision_id = OLD.id) THEN
        RAISE EXCEPTION 'review: what was approved cannot be deleted'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION review_page_was_public() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM workflow_approval WHERE page_id = OLD.id) THEN
        RAISE EXCEPTION 'review: what was public cannot be deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
"""


def _sqlite_statements() -> Iterator[str]:
    for table in EVIDENCE:
        for event in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event.lower()} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'review: records are append-only'); END"
            )
    # INSERT OR REPLACE deletes the old row without asking its DELETE trigger.
    for table, signed in [*[(table, "") for table in EVIDENCE], ("wagtailcore_revision", SIGNED)]:
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} old WHERE old.id = NEW.id) {signed} "
            "BEGIN SELECT RAISE(ABORT, 'review: records are append-only'); END"
        )
    yield (
        "CREATE TRIGGER IF NOT EXISTS revision_is_approved BEFORE DELETE ON wagtailcore_revision "
        "WHEN EXISTS (SELECT 1 FROM workflow_approval WHERE revision_id = OLD.id) "
        "BEGIN SELECT RAISE(ABORT, 'review: what was approved cannot be deleted'); END"
    )
    yield SQLITE_GOES_LIVE.format(event="INSERT", changed="", approved=APPROVED)
    yield SQLITE_GOES_LIVE.format(
        event="UPDATE",
        changed="AND (NOT OLD.live OR OLD.live_revision_id IS NOT NEW.live_revision_id)",
        approved=APPROVED,
    )
    yield SQLITE_HOUR.format(event="insert", when="INSERT", changed="", approved=HOUR_APPROVED)
    yield SQLITE_HOUR.format(
        event="update",
        when="UPDATE OF approved_go_live_at",
        changed="AND OLD.approved_go_live_at IS NOT NEW.approved_go_live_at",
        approved=HOUR_APPROVED,
    )
    yield (
        "CREATE TRIGGER IF NOT EXISTS revision_is_signed BEFORE UPDATE OF content ON wagtailcore_revision "
        "WHEN OLD.content IS NOT NEW.content "
        "AND EXISTS (SELECT 1 FROM workflow_signature WHERE revision_id = OLD.id) "
        "BEGIN SELECT RAISE(ABORT, 'review: this revision is signed'); END"
    )
    yield (
        "CREATE TRIGGER IF NOT EXISTS page_was_public BEFORE DELETE ON wagtailcore_page "
        "WHEN EXISTS (SELECT 1 FROM workflow_approval WHERE page_id = OLD.id) "
        "BEGIN SELECT RAISE(ABORT, 'review: what was public cannot be deleted'); END"
    )


def _postgres_statements() -> Iterator[str]:
    yield POSTGRES_FUNCTIONS.format(approved=APPROVED, hour_approved=HOUR_APPROVED)
    for table in EVIDENCE:
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION review_refuse_change()"
        )
    yield (
        "CREATE OR REPLACE TRIGGER revision_is_approved BEFORE DELETE ON wagtailcore_revision FOR EACH ROW "
        "EXECUTE FUNCTION review_revision_is_approved()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER page_goes_live_insert BEFORE INSERT ON wagtailcore_page FOR EACH ROW "
        "WHEN (NEW.live AND NEW.depth > 1) EXECUTE FUNCTION review_page_goes_live()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER page_goes_live_update BEFORE UPDATE ON wagtailcore_page FOR EACH ROW "
        "WHEN (NEW.live AND NEW.depth > 1 AND (NOT OLD.live "
        "OR OLD.live_revision_id IS DISTINCT FROM NEW.live_revision_id)) "
        "EXECUTE FUNCTION review_page_goes_live()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER hour_is_approved_insert BEFORE INSERT ON wagtailcore_revision FOR EACH ROW "
        "WHEN (NEW.approved_go_live_at IS NOT NULL) EXECUTE FUNCTION review_hour_is_approved()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER hour_is_approved_update BEFORE UPDATE OF approved_go_live_at "
        "ON wagtailcore_revision FOR EACH ROW WHEN (NEW.approved_go_live_at IS NOT NULL "
        "AND OLD.approved_go_live_at IS DISTINCT FROM NEW.approved_go_live_at) "
        "EXECUTE FUNCTION review_hour_is_approved()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER revision_is_signed BEFORE UPDATE OF content ON wagtailcore_revision FOR EACH ROW "
        "WHEN (OLD.content IS DISTINCT FROM NEW.content) EXECUTE FUNCTION review_revision_is_signed()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER page_was_public BEFORE DELETE ON wagtailcore_page FOR EACH ROW "
        "EXECUTE FUNCTION review_page_was_public()"
    )


def install(connection: Any) -> None:
    """Create the triggers that are missing."""
    statements = _postgres_statements() if connection.vendor == "postgresql" else _sqlite_statements()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Drop the triggers: before a migration on SQLite, and to install them anew."""
    with connection.cursor() as cursor:
        for name, table in _installed(cursor, connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def missing(connection: Any) -> set[str]:
    """Return the names of the triggers that should be there and are not."""
    statements = _postgres_statements() if connection.vendor == "postgresql" else _sqlite_statements()
    expected = {match[1] for match in map(NAME.search, statements) if match}
    with connection.cursor() as cursor:
        return expected - {name for name, _table in _installed(cursor, connection.vendor)}


def _installed(cursor: Any, vendor: str) -> list[tuple[str, str]]:
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal "
            "AND tgfoid IN (SELECT oid FROM pg_proc WHERE proname LIKE 'review\\_%')"
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%review: %'"
        )
    return [(row[0], row[1]) for row in cursor.fetchall()]


def remove_before_migrate(sender: Any, using: str, plan: list, **kwargs: Any) -> None:
    """Make way for a migration on SQLite. Connected to ``pre_migrate``.

    A table is altered there by renaming a new one into its place, and SQLite refuses to while a trigger on
    another table names it ("error in trigger …: no such table"). If the migration fails, the guard is missing
    until the next one succeeds; ``verify_register`` says so.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        remove(connection)


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Install the triggers when all tables are there. Connected to ``post_migrate``."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if {"wagtailcore_page", "wagtailcore_revision", *EVIDENCE} <= tables:
        # Anew each time: a trigger that an earlier release installed may ask for less.
        remove(connection)
        install(connection)
