"""How long a decision may keep an approver waiting for pictures: it is tried once, within the time that is given."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.media import publication
from cms.workflow import service
from cms.workflow.views import deciding

from .desk import as_user, decide, nothing_decided, reads, token

pytestmark = pytest.mark.django_db

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."


@pytest.fixture
def prepared(monkeypatch):
    """Note how long each preparation may take."""
    given: list[float | None] = []
    prepare = publication.prepare_page

    def noted(page_id, seconds=None):
        given.append(seconds)
        return prepare(page_id, seconds)

    monkeypatch.setattr(publication, "prepare_page", noted)
    return given


class TestTheScreens:
    def test_signing(self, waiting, chief, prepared):
        decide(as_user(chief), waiting, "sign")
        assert reads(waiting)
        assert prepared == [deciding.PATIENCE]

    def test_confirming(self, waiting, reporter, chief, prepared):
        draft = Page.objects.get(pk=waiting.pk).get_latest_revision_as_object()
        draft.lead = "Chánh Văn phòng đã sửa."
        draft.save_revision(user=chief, log_action=True)
        decide(as_user(chief), waiting, "sign")
        decide(as_user(reporter), waiting, "confirm")
        assert "Chánh Văn phòng đã sửa." in reads(waiting)
        assert prepared == [deciding.PATIENCE, deciding.PATIENCE]

    def test_publishing_urgently(self, waiting, chief, prepared):
        address = reverse("workflow:urgent", args=[waiting.pk])
        as_user(chief).post(address, {"token": token(waiting), "text": REASON})
        assert reads(waiting)
        assert prepared == [deciding.PATIENCE]


@pytest.mark.parametrize("verb", ["sign", "confirm", "publish_urgently"])
def test_when_the_time_is_over_nothing_is_decided(waiting, chief, monkeypatch, verb):
    monkeypatch.setattr(
        publication, "prepare_page", lambda page_id, seconds=None: 0 if seconds is None else 2
    )
    round_id = Page.objects.get(pk=waiting.pk).current_workflow_task_state.pk
    with nothing_decided(), pytest.raises(service.Refused, match="2"):
        getattr(service, verb)(round_id, chief, token(waiting), REASON, seconds=1)
