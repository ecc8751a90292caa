"""Lịch hội nghị: public conferences only, read by an independent reader."""

from datetime import date, timedelta
from types import SimpleNamespace
from unittest import mock

import icalendar
import pytest
import time_machine
from django.utils import timezone

from cms.caching import shared
from cms.workflow import service
from cms.workflow.models import TakeDown
from news.models import Event
from news.tests.hidden import SECRET

pytestmark = pytest.mark.django_db


def events(client, path: str) -> list:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


@pytest.fixture
def report(published):
    return published(
        conference=True,
        title="Sở Nội vụ sơ kết",
        event_name="Hội nghị sơ kết; sáu tháng",
        start_date=date(2026, 5, 26),
        end_date=date(2026, 5, 27),
        location="Hội trường Sở Nội vụ, phường Lào Cai",
    )


def test_a_conference_has_a_file_of_its_own(client, report, portal):
    (found,) = events(client, f"/lich/{report.pk}.ics")
    assert str(found["SUMMARY"]) == "Hội nghị sơ kết; sáu tháng"
    assert str(found["LOCATION"]) == "Hội trường Sở Nội vụ, phường Lào Cai"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 5, 26), date(2026, 5, 28))
    assert str(found["URL"]) == portal.site.root_url + report.url
    disposition = client.get(f"/lich/{report.pk}.ics")["Content-Disposition"]
    assert disposition == f'attachment; filename="{report.slug}.ics"'


def test_its_id_stays(client, report, publish, reporter, chief):
    before = events(client, f"/lich/{report.pk}.ics")[0]["UID"]
    report.event_name, report.slug = "Hội nghị tổng kết", "ten-khac"
    report.save_revision(user=reporter)
    publish(report, reporter, chief)
    (after,) = events(client, f"/lich/{report.pk}.ics")
    assert (str(after["UID"]), str(after["SUMMARY"])) == (str(before), "Hội nghị tổng kết")


def test_all_public_ones_stand_in_one_calendar_the_latest_first(client, published, report, hidden):
    published(conference=True, event_name="Hội nghị sau", start_date=date(2027, 1, 1))
    published(title="Tin không phải hội nghị")
    names = [str(one["SUMMARY"]) for one in events(client, "/lich/hoi-nghi.ics")]
    assert names == ["Hội nghị sau", "Hội nghị sơ kết; sáu tháng"]
    assert SECRET not in client.get("/lich/hoi-nghi.ics").content.decode()


def test_what_is_not_public_has_none(client, hidden, published):
    for story in [*hidden.values(), published(title="Không phải hội nghị")]:
        assert client.get(f"/lich/{story.pk}.ics").status_code == 404


def test_while_there_is_no_conference_there_is_no_calendar(client, published, hidden):
    """RFC 5545, 3.6: a calendar has at least one component."""
    published(title="Không phải hội nghị")
    assert client.get("/lich/hoi-nghi.ics").status_code == 404


def number_of(client, path: str) -> int:
    (found,) = events(client, path)
    return found["SEQUENCE"]


def test_programs_are_told_of_a_change(client, report, publish, reporter, chief):
    path = f"/lich/{report.pk}.ics"
    before = number_of(client, path)
    assert number_of(client, path) == before
    with time_machine.travel(report.last_published_at + timedelta(minutes=1), tick=False):
        report.location = "Nơi khác"
        report.save_revision(user=reporter)
        publish(report, reporter, chief)
    assert number_of(client, path) > before


def test_an_event_that_another_report_tells_is_never_older_than_it_was(client, published, chief):
    event = Event.objects.create(name="Hội nghị sơ kết", start_date=date(2026, 5, 26))
    fields = {"conference": True, "event": event, "start_date": event.start_date, "event_name": event.name}
    published(title="Tin một", location="Nơi cũ", **fields)
    began = number_of(client, "/lich/hoi-nghi.ics")
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        second = published(title="Tin hai", location="Nơi mới", **fields)
    told = number_of(client, "/lich/hoi-nghi.ics")
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        service.take_down(second.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm văn bản chưa ban hành.")
    assert events(client, "/lich/hoi-nghi.ics")[0]["LOCATION"] == "Nơi cũ"
    assert began < told < number_of(client, "/lich/hoi-nghi.ics")


@pytest.mark.parametrize("name", ["0", "99999999999", "9" * 400, "abc", "-1", "%00", "hoi-nghi.ics"])
def test_what_does_not_exist_is_not_found(client, portal, name):
    assert client.get(f"/lich/{name}.ics").status_code == 404


def test_queries_do_not_grow(client, published, django_assert_max_num_queries):
    client.get("/lich/hoi-nghi.ics")
    for number in range(5):
        published(conference=True, title=f"Hội nghị {number}")
    with django_assert_max_num_queries(6):
        client.get("/lich/hoi-nghi.ics")


def test_what_stands_behind_the_address_does_not_build_it_again(client, published, report, monkeypatch):
    """The page cache keeps no address with a query that it does not know: a stranger could ask for it all day."""
    # As outside of a transaction: the test's own does not count.
    monkeypatch.setattr(shared, "connection", SimpleNamespace(in_atomic_block=False))
    first = client.get("/lich/hoi-nghi.ics?la=0").content
    with mock.patch("news.sharing.calendars.calendar", side_effect=AssertionError):
        assert client.get("/lich/hoi-nghi.ics?la=1").content == first
    published(conference=True, event_name="Hội nghị sau", start_date=date(2027, 1, 1))
    assert len(events(client, "/lich/hoi-nghi.ics?la=2")) == 2
