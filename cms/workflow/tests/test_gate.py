"""The two guards. The database refuses what does not pass through the models; the gate refuses the rest."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, Revision

from cms.workflow import gate, service, triggers
from cms.workflow.content import fingerprint
from cms.workflow.models import Approval, Decision, Signature, TakeDown
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
        "UPDATE wagtailcore_page SET live = %s, live_revision_id = latest_revision_id WHERE id = %s", True, draft.pk
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
        "UPDATE wagtailcore_page SET live = %s, live_revision_id = %s WHERE id = %s", True, revision, public.pk
    )


def test_sql_does_not_exchange_the_live_revision(public, reporter):
    public.lead = "Chưa ai duyệt."
    other = public.save_revision(user=reporter)
    refused_by_the_database("UPDATE wagtailcore_page SET live_revision_id = %s WHERE id = %s", other.pk, public.pk)
    refused_by_the_database("UPDATE wagtailcore_page SET live_revision_id = NULL WHERE id = %s", public.pk)


def test_sql_does_not_insert_a_live_page(draft):
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, "wagtailcore_page")
    columns = [column.name for column in description if column.name != "id"]
    values = {"live": "%s", "path": "'0001000100099999'", "translation_key": "'" + "0" * 32 + "'"}
    chosen = ", ".join(values.get(name, name) for name in columns)
    refused_by_the_database(
        f"INSERT INTO wagtailcore_page ({', '.join(columns)}) SELECT {chosen} FROM wagtailcore_page WHERE id = %s",
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


def test_a_revision_that_nobody_signed_may_change(draft, reporter):
    revision = draft.latest_revision
    draft.lead = "Tự động lưu."
    draft.save_revision(user=reporter, overwrite_revision=revision)
    assert draft.latest_revision_id == revision.pk
    assert Revision.objects.get(pk=revision.pk).content["lead"] == "Tự động lưu."


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


def test_no_live_copy_and_no_alias(public, chief, portal):
    before = set(Page.objects.live().values_list("pk", flat=True))
    attempts = (
        lambda: CopyPageAction(
            public, to=portal.news_index, keep_live=True, update_attrs={"slug": "ban-sao"}, user=chief
        ).execute(skip_permission_checks=True),
        lambda: CreatePageAliasAction(
            public, parent=portal.news_index, update_slug="bi-danh", user=chief
        ).execute(skip_permission_checks=True),
        lambda: public.copy(to=portal.news_index, keep_live=True, update_attrs={"slug": "ban-sao-2"}),
        lambda: public.create_alias(parent=portal.news_index, update_slug="bi-danh-2"),
    )
    for attempt in attempts:
        with pytest.raises((PermissionDenied, IntegrityError)), transaction.atomic():
            attempt()
    assert set(Page.objects.live().values_list("pk", flat=True)) == before


def test_a_copy_is_a_draft(public, reporter, portal):
    copy = CopyPageAction(
        public, to=portal.news_index, keep_live=False, update_attrs={"slug": "ban-sao"}, user=reporter
    ).execute(skip_permission_checks=True)
    assert not Page.objects.get(pk=copy.pk).live
    with pytest.raises(gate.NotApproved):
        copy.get_latest_revision().publish(skip_permission_checks=True)


def test_reverting_to_an_earlier_text_is_new_content(public, reporter, chief, publish):
    first = public.live_revision
    public.lead = "Bản thứ hai."
    public.save_revision(user=reporter)
    public = publish(public, reporter, chief)
    reverted = first.as_object()
    revision = reverted.save_revision(user=reporter, previous_revision=first)
    with pytest.raises(gate.NotApproved), transaction.atomic():
        revision.publish(previous_revision=first, skip_permission_checks=True)
    assert Page.objects.get(pk=public.pk).specific.lead == "Bản thứ hai."


def test_the_approved_revision_of_another_page(public, draft):
    draft.live, draft.live_revision = True, public.live_revision
    with pytest.raises(gate.NotApproved):
        draft.save()
    draft.live_revision_id = 10**9
    with pytest.raises(gate.NotApproved):
        draft.save()


def test_a_revision_changed_in_memory_is_not_published(draft, reporter, chief, token_for, publish):
    public = publish(draft, reporter, chief)
    revision = public.live_revision
    revision.content["lead"] = "Chưa ai duyệt."
    with pytest.raises(gate.NotApproved), transaction.atomic():
        revision.publish(skip_permission_checks=True)
    assert "Chưa ai duyệt" not in type(public).objects.get(pk=public.pk).lead


def test_child_rows_changed_in_memory_are_not_saved(public):
    public.contributions.create(name="Người chưa ai duyệt", wrote_news=True)
    with pytest.raises(gate.NotApproved):
        public.save()
    assert type(public).objects.get(pk=public.pk).contributions.count() == 0


def test_a_live_page_is_saved_unchanged(public):
    page = type(public).objects.get(pk=public.pk)
    assert fingerprint(page.serializable_data()) == fingerprint(page.live_revision.content)
    page.save()
    page.live_revision.publish(skip_permission_checks=True)


def test_a_hidden_field_is_content_too(public):
    public.expire_at = timezone.now() + timezone.timedelta(days=1)
    with pytest.raises(gate.NotApproved):
        public.save()
    with pytest.raises(gate.NotApproved):
        public.save(update_fields=["expire_at"])


def test_bookkeeping_is_saved_without_approval(public, reporter):
    public.locked = True
    public.save(update_fields=["locked"])
    public.lead = "Một bản nháp mới."
    public.save_revision(user=reporter)
    found = type(public).objects.get(pk=public.pk)
    assert found.live
    assert found.has_unpublished_changes
    assert found.lead != "Một bản nháp mới."


def test_autosave_never_overwrites_a_signed_revision(draft, reporter):
    service.submit(draft, reporter)
    signed = draft.latest_revision
    draft.lead = "Tự động lưu sau khi gửi duyệt."
    revision = draft.save_revision(user=reporter, overwrite_revision=signed)
    assert revision.pk != signed.pk
    signature = Signature.objects.get(page_id=draft.pk)
    assert signature.content_hash == fingerprint(Revision.objects.get(pk=signed.pk).content)
    assert signature.content_hash != fingerprint(revision.content)


def test_an_approval_names_its_content(public):
    approval = Approval.objects.get(page_id=public.pk)
    assert gate.approval_for(public.pk, public.live_revision) == approval
    assert gate.approval_for(public.pk + 1, public.live_revision) is None
    public.live_revision.content["lead"] = "Khác"
    assert gate.approval_for(public.pk, public.live_revision) is None
