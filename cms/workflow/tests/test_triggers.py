"""The database's own guard: it refuses what does not pass through the page models, on both vendors."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.signals import pre_migrate
from wagtail.models import Page, Revision

from cms.workflow import service, triggers
from cms.workflow.models import Decision, Signature, TakeDown
from cms.workflow.models.records import Immutable

pytestmark = pytest.mark.django_db

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."


def refused_by_the_database(sql: str, *values) -> None:
    """Run a statement as somebody with a database client would; it must be refused."""
    with pytest.raises(DatabaseError, match="review: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def public(published):
    return published()


@pytest.fixture
def draft(make_story, reporter):
    return make_story(reporter)


@pytest.fixture
def _every_kind_of_evidence(make_story, reporter, chief, token_for):
    story = make_story(reporter)
    round_ = service.submit(story, reporter)
    service.publish_urgently(round_.pk, chief, token_for(story), REASON)
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, REASON)


@pytest.mark.usefixtures("_every_kind_of_evidence")
@pytest.mark.parametrize("table", triggers.EVIDENCE)
def test_evidence_is_append_only_for_the_database(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, comment FROM {table} ORDER BY id")
        before = cursor.fetchall()
    assert before
    number = before[0][0]

    refused_by_the_database(f"UPDATE {table} SET comment = 'khác' WHERE id = %s", number)
    refused_by_the_database(f"UPDATE {table} SET person_id = person_id")
    refused_by_the_database(f"DELETE FROM {table} WHERE id = %s", number)
    refused_by_the_database(f"DELETE FROM {table}")

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, comment FROM {table} ORDER BY id")
        assert cursor.fetchall() == before


@pytest.mark.usefixtures("_every_kind_of_evidence")
@pytest.mark.parametrize("table", [*triggers.EVIDENCE, "wagtailcore_revision"])
def test_an_insert_does_not_replace_a_record(table):
    """SQLite's INSERT OR REPLACE deletes the old row without firing a trigger on DELETE."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        where = f"id = (SELECT MIN(id) FROM {table})"
        if table == "wagtailcore_revision":
            where = "id = (SELECT MIN(revision_id) FROM workflow_signature)"
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        before = cursor.fetchall()
    text = "content" if table == "wagtailcore_revision" else "comment"
    chosen = ", ".join("'{}'" if name == text else name for name in columns)
    rows = f"SELECT {chosen} FROM {table} WHERE {where}"
    if connection.vendor == "postgresql":
        refused_by_the_database(
            f"INSERT INTO {table} ({', '.join(columns)}) {rows.replace(chr(39) + '{}' + chr(39), text)} "
            f"ON CONFLICT (id) DO UPDATE SET {text} = '{{}}'"
        )
    else:
        refused_by_the_database(f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) {rows}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        assert cursor.fetchall() == before


def test_evidence_is_append_only_for_python(public):
    row = Signature.objects.filter(page_id=public.pk).first()
    row.comment = "khác"
    for act in (
        row.save,
        row.delete,
        Signature.objects.all().delete,
        lambda: Signature.objects.update(comment="khác"),
        lambda: Signature.objects.bulk_update([row], ["comment"]),
    ):
        with pytest.raises(Immutable):
            act()


def test_no_trigger_is_missing(db):
    assert triggers.missing(connection) == set()


def test_sql_does_not_make_a_draft_public(draft):
    refused_by_the_database("UPDATE wagtailcore_page SET live = %s WHERE id = %s", True, draft.pk)
    refused_by_the_database(
        "UPDATE wagtailcore_page SET live = %s, live_revision_id = latest_revision_id WHERE id = %s",
        True,
        draft.pk,
    )
    for values in ({"live": True}, {"live": True, "live_revision_id": draft.latest_revision_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Page.objects.filter(pk=draft.pk).update(**values)
    draft.live = True
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.bulk_update([draft], ["live"])
    assert not Page.objects.live().filter(pk=draft.pk).exists()


def test_sql_does_not_bring_back_what_was_taken_down(public, chief):
    revision = public.live_revision_id
    service.take_down(public.pk, chief, TakeDown.Kind.MISTAKE, REASON)
    refused_by_the_database(
        "UPDATE wagtailcore_page SET live = %s, live_revision_id = %s WHERE id = %s",
        True,
        revision,
        public.pk,
    )


def test_sql_does_not_exchange_the_live_revision(public, reporter):
    public.lead = "Chưa ai duyệt."
    other = public.save_revision(user=reporter)
    refused_by_the_database(
        "UPDATE wagtailcore_page SET live_revision_id = %s WHERE id = %s", other.pk, public.pk
    )
    refused_by_the_database("UPDATE wagtailcore_page SET live_revision_id = NULL WHERE id = %s", public.pk)


def test_sql_does_not_insert_a_live_page(draft):
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, "wagtailcore_page")
    columns = [column.name for column in description if column.name != "id"]
    values = {"live": "%s", "path": "'0001000100099999'", "translation_key": "'" + "0" * 32 + "'"}
    chosen = ", ".join(values.get(name, name) for name in columns)
    refused_by_the_database(
        f"INSERT INTO wagtailcore_page ({', '.join(columns)}) "
        f"SELECT {chosen} FROM wagtailcore_page WHERE id = %s",
        True,
        draft.pk,
    )


def test_a_signed_revision_keeps_its_content(draft, reporter):
    service.submit(draft, reporter)
    revision = draft.latest_revision
    refused_by_the_database("UPDATE wagtailcore_revision SET content = %s WHERE id = %s", "{}", revision.pk)
    revision.content["title"] = "Khác"
    with pytest.raises(IntegrityError), transaction.atomic():
        revision.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(content={"title": "Khác"})
    assert Revision.objects.get(pk=revision.pk).content["title"] == draft.title


def test_what_was_approved_cannot_be_deleted(public, reporter, publish, chief):
    first = public.live_revision_id
    public.lead = "Bản mới đã được duyệt."
    public.save_revision(user=reporter)
    public = publish(public, reporter, chief)
    refused_by_the_database("DELETE FROM wagtailcore_revision WHERE id = %s", first)
    refused_by_the_database("DELETE FROM wagtailcore_revision WHERE id = %s", public.live_revision_id)
    assert Revision.objects.filter(pk=first).exists()


@pytest.mark.parametrize("taken_down", [False, True])
def test_what_was_public_cannot_be_deleted(public, chief, taken_down):
    if taken_down:
        service.take_down(public.pk, chief, TakeDown.Kind.MISTAKE, REASON)
    page = Page.objects.get(pk=public.pk).specific
    with pytest.raises(DatabaseError), transaction.atomic():
        page.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        page.get_parent().specific.delete()
    assert Page.objects.filter(pk=public.pk).exists()
    if connection.vendor == "sqlite":  # PostgreSQL's foreign keys may speak first
        refused_by_the_database("DELETE FROM wagtailcore_page WHERE id = %s", public.pk)


def test_a_draft_that_was_never_public_can_be_deleted(draft, reporter):
    round_ = service.submit(draft, reporter)
    service.withdraw(round_.pk, reporter)
    Page.objects.get(pk=draft.pk).specific.delete()
    assert not Page.objects.filter(pk=draft.pk).exists()
    assert Signature.objects.filter(page_id=draft.pk).count() == 1, "the record outlives the page"
    assert Decision.objects.filter(page_id=draft.pk).count() == 2


def test_they_make_way_for_a_migration_on_sqlite_and_come_back():
    # Django renames a new table into the old one's place, which SQLite refuses while a trigger names it.
    config = apps.get_app_config("workflow")
    triggers.remove_before_migrate(config, using="default", plan=[])
    assert triggers.missing(connection) == set(), "nothing to migrate"
    triggers.remove_before_migrate(config, using="default", plan=[("a migration", False)])
    assert bool(triggers.missing(connection)) is (connection.vendor == "sqlite")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE workflow_decision RENAME TO workflow_elsewhere")
            cursor.execute("ALTER TABLE workflow_elsewhere RENAME TO workflow_decision")
    triggers.install_after_migrate(config, using="default")
    assert triggers.missing(connection) == set()
    assert triggers.remove_before_migrate in [ref() for _id, ref, *_rest in pre_migrate.receivers]
