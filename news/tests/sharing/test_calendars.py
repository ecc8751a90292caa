"""Lịch hội nghị: public conferences only, read by an independent reader."""

from datetime import date

import icalendar
import pytest

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


@pytest.mark.parametrize("name", ["0", "99999999999", "9" * 400, "abc", "-1", "%00", "hoi-nghi.ics"])
def test_what_does_not_exist_is_not_found(client, portal, name):
    assert client.get(f"/lich/{name}.ics").status_code == 404


def test_queries_do_not_grow(client, published, django_assert_max_num_queries):
    client.get("/lich/hoi-nghi.ics")
    for number in range(5):
        published(conference=True, title=f"Hội nghị {number}")
    with django_assert_max_num_queries(6):
        client.get("/lich/hoi-nghi.ics")
