"""Every list of the portal says in one sentence what it is, although nobody wrote one."""

import html
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from home.models import PortalSettings
from news.models import ConferenceReportPage, Speech
from news.sharing import descriptions
from news.tests.factories import CategoryFactory
from news.tests.sharing.test_meta import head, meta

# Long, and about what is shown, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

AGENCY = 'Sở "Nội vụ" & <b>'
NEWS = "/tin-tuc-su-kien/"
LISTS = {
    "year": f"{NEWS}2024/",
    "month": f"{NEWS}2024/5/",
    "category": f"{NEWS}chuyen-muc/tin-hoat-dong/",
    "category of a year": f"{NEWS}chuyen-muc/tin-hoat-dong/?nam=2024",
    "keyword": f"{NEWS}tu-khoa/cai-cach/",
    "event": f"{NEWS}su-kien/hoi-nghi-so-ket-1-5-2024/",
    "speaker": f"{NEWS}nguoi-phat-bieu/hoang-le-duy/",
    "site map": "/so-do-cong/",
    "feeds": "/kenh-rss/",
}


@pytest.fixture
def report(make_story, publish, reporter, chief, portal, time_machine):
    """A public report of May 2024 with two speeches of one man, who rose in between, and a keyword."""
    time_machine.move_to("2024-05-02 09:00 +0700")
    settings = PortalSettings.for_site(portal.site)
    settings.agency_name = AGENCY
    settings.save()
    story = make_story(
        reporter,
        conference=True,
        lead='Sáng 1/5, "hội nghị" <i>sơ kết</i>.',
        event_name="Hội nghị sơ kết",
        start_date=date(2024, 5, 1),
        category=CategoryFactory(name="Tin hoạt động", slug="tin-hoat-dong", description=""),
    )
    for order, position in enumerate(("Phó Giám đốc", "Giám đốc", "")):
        story.speeches.add(
            Speech(speaker="Hoàng Lê Duy", position=position, text="<p>Lời.</p>", sort_order=order)
        )
    story.tags.add("cải cách")
    story.save_revision(user=reporter, log_action=True)
    return publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)


def described(client, name: str) -> str:
    """Return the one description of a page, as a search engine reads it; its card says the same."""
    page = head(client, LISTS[name])
    assert page.count('name="description"') == 1, name
    said = meta(page)
    assert said["description"] == said["og:description"]
    return html.unescape(said["description"])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_described_and_what_was_typed_stays_text(client, report, name):
    page = head(client, LISTS[name])
    assert page.count('name="description"') == 1
    for typed in (AGENCY, report.lead, "<b>", "<i>"):
        assert typed not in page
    assert len(described(client, name)) > 20


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("year", ["2024", AGENCY]),
        ("month", ["5", "2024", AGENCY]),
        ("category", ["Tin hoạt động", AGENCY]),
        ("category of a year", ["Tin hoạt động", "2024", AGENCY]),
        ("keyword", ["cải cách", AGENCY]),
        ("event", ['Sáng 1/5, "hội nghị" <i>sơ kết</i>.']),
        ("speaker", ["Hoàng Lê Duy", "Giám đốc", "Phó Giám đốc", "3"]),
        ("site map", [AGENCY]),
    ],
)
def test_it_says_what_is_known(client, report, name, words):
    said = described(client, name)
    assert [word for word in words if word not in said] == []


def test_all_of_them_differ(client, report):
    assert len({described(client, name) for name in LISTS}) == len(LISTS)


def test_what_somebody_wrote_comes_first(client, report):
    report.category.description = "Chuyện của cơ quan."
    report.category.save()
    assert described(client, "category") == "Chuyện của cơ quan."


def test_a_long_text_is_cut(client, report):
    ConferenceReportPage.objects.filter(pk=report.pk).update(lead="Ậ" * 400)
    assert len(described(client, "event")) == 300


def test_a_report_without_a_lead_names_its_event(client, report):
    ConferenceReportPage.objects.filter(pk=report.pk).update(lead="")
    assert "Hội nghị sơ kết" in described(client, "event")


@pytest.mark.parametrize("name", LISTS)
def test_it_costs_no_query(client, report, monkeypatch, name):
    def cost() -> int:
        client.get(LISTS[name])
        with CaptureQueriesContext(connection) as captured:
            client.get(LISTS[name])
        return len(captured)

    with_words = cost()
    monkeypatch.setattr(descriptions, "sentence_about", lambda *args: "")
    assert with_words == cost()


def test_the_speaker_of_many_positions_is_said_with_the_latest():
    with override("vi"):
        said = descriptions.of_speaker("Hoàng Lê Duy", [f"Chức vụ {number}" for number in range(9)], 9)
        assert gettext("Speaker")
    assert said.startswith("Hoàng Lê Duy, Chức vụ 0; Chức vụ 1; Chức vụ 2: 9 ")
