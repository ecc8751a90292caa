"""The picture of a list where it is shared, what an event's page says of it, and its calendar: only what is public."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from cms.media.renditions import make_for_settings
from home.models import PortalSettings
from news.models import ConferenceReportPage, GalleryImage
from news.tests.sharing.test_meta import canonical, data, head, meta
from news.tests.test_albums import stored

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

EVENT = "/tin-tuc-su-kien/su-kien/hoi-nghi-so-ket-1-5-2024/"
CALENDAR = "event__calendar"


@pytest.fixture
def report(make_story, publish, reporter, chief):
    """A public report with a lead picture, a gallery, a speech and a keyword."""
    story = make_story(
        reporter,
        conference=True,
        event_name="Hội nghị sơ kết",
        start_date=date(2024, 5, 1),
        location="Hội trường lớn",
        lead_image=stored(800, 600),
        lead_image_alt="Toàn cảnh hội nghị",
    )
    story.gallery_images.add(GalleryImage(image=stored(), alt="Cảnh"))
    story.speeches.add(story.speeches.model(speaker="Hoàng Lê Duy", text="<p>Lời.</p>"))
    story.tags.add("cải cách")
    story.save_revision(user=reporter, log_action=True)
    return publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)


@pytest.fixture
def logo(portal):
    settings = PortalSettings.for_site(portal.site)
    settings.agency_name, settings.logo = "Sở Nội vụ", stored(480, 256)
    make_for_settings(settings.logo)
    settings.save()
    return settings.logo


def lists(report) -> list[str]:
    return [
        *("/", "/tin-tuc-su-kien/", "/thu-vien-anh/", EVENT),
        f"/tin-tuc-su-kien/{report.first_published_at.year}/",
        f"/tin-tuc-su-kien/chuyen-muc/{report.category.slug}/",
        "/tin-tuc-su-kien/tu-khoa/cai-cach/",
    ]


def test_a_list_is_shared_with_the_picture_of_its_first_story(client, report, logo):
    token = report.lead_image.file.name.rpartition("/")[2][:16]
    for address in lists(report):
        said = meta(head(client, address))
        assert token in said["og:image"], address
        assert said["og:image"].startswith("http")
        assert said["og:image:type"] == "image/jpeg"
        assert said["og:image:alt"] == "Toàn cảnh hội nghị"
        assert said["twitter:card"] == "summary_large_image"


def test_what_lists_no_picture_is_shared_with_the_logo(client, report, logo):
    for address in ("/tin-tuc-su-kien/nguoi-phat-bieu/", "/so-do-cong/"):
        said = meta(head(client, address))
        assert "max-240x128" in said["og:image"]
        assert (said["og:image:width"], said["og:image:alt"]) == ("240", "Sở Nội vụ")
        assert said["twitter:card"] == "summary"
    assert "max-240x128" in data(head(client, "/"))["GovernmentOrganization"]["logo"]


def test_without_either_there_is_none(client, published):
    published()
    for address in ("/", "/tin-tuc-su-kien/", "/so-do-cong/"):
        assert "og:image" not in meta(head(client, address))


def test_a_lists_picture_costs_no_query(client, published, report):
    """The same number as a list whose stories have none."""

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len([query for query in captured if "rendition" in query["sql"]])

    assert cost("/tin-tuc-su-kien/") == 1
    assert cost("/tin-tuc-su-kien/nguoi-phat-bieu/") == 0


def test_the_pictures_of_hidden_stories_are_not_shared(client, hidden, portal):
    for address in ("/", "/tin-tuc-su-kien/", "/thu-vien-anh/"):
        assert "og:image" not in meta(head(client, address))


def test_an_events_page_is_an_event(client, report, portal):
    html = head(client, EVENT)
    event = data(html)["Event"]
    assert (event["name"], event["startDate"]) == ("Hội nghị sơ kết", "2024-05-01")
    assert event["location"]["name"] == "Hội trường lớn"
    assert [event["url"]] == canonical(html) == [portal.site.root_url + EVENT]
    assert event["image"][0]["url"] == meta(html)["og:image"]
    assert f'type="text/calendar" title="Hội nghị sơ kết" href="/lich/{report.pk}.ics"' in html


def test_a_category_and_a_keyword_bring_both_feeds(client, report):
    for kind, slug in (("category", report.category.slug), ("tag", "cai-cach")):
        html = head(client, reverse(f"news:{kind}", args=[slug]))
        for format in ("rss", "atom"):
            address = reverse(f"feeds:{kind}_{format}", args=[slug])
            assert re.search(rf'type="application/{format}\+xml" title="[^"]+: [^"]+" href="{address}"', html)
            assert client.get(address).status_code == 200


def test_the_calendar_of_a_conference_is_linked_where_it_is_told(client, report):
    with override("vi"):
        words = gettext("Add to a calendar (iCal)")
    link = f'<a class="{CALENDAR}" href="/lich/{report.pk}.ics">{words}</a>'
    for address in (report.url, EVENT):
        assert client.get(address).content.decode().count(link) == 1
    assert client.get(f"/lich/{report.pk}.ics")["Content-Type"].startswith("text/calendar")


def test_a_preview_links_no_calendar(report):
    html = report.make_preview_request(preview_mode=report.default_preview_mode).content.decode()
    assert "Hội trường lớn" in html
    assert CALENDAR not in html
