"""The gate: no Python code stores as public what is not approved, whatever way it takes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, Revision

from cms.workflow import gate, service
from cms.workflow.content import fingerprint
from cms.workflow.models import Approval, Signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(published):
    return published()


@pytest.fixture
def draft(make_story, reporter):
    return make_story(reporter)


def test_a_revision_that_nobody_signed_may_change(draft, reporter):
    revision = draft.latest_revision
    draft.lead = "Tự động lưu."
    draft.save_revision(user=reporter, overwrite_revision=revision)
    assert draft.latest_revision_id == revision.pk
    assert Revision.objects.get(pk=revision.pk).content["lead"] == "Tự động lưu."


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
