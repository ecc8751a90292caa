"""Sự kiện: all reports of one name and day on one page, with their speeches and pictures."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from taggit.models import Tag

from news.models import ConferenceReportPage, GalleryImage, Speech
from news.models.conference import event_slug
from news.tests.test_story_page import picture

pytestmark = pytest.mark.django_db
DAY = date(2023, 5, 26)


@pytest.mark.parametrize(
    ("name", "day", "slug"),
    [
        ("Hội nghị sơ kết", DAY, "hoi-nghi-so-ket-26-5-2023"),
        ("  HỘI NGHỊ  sơ kết ", DAY, "hoi-nghi-so-ket-26-5-2023"),
        ("Hội nghị sơ kết", None, ""),
        ("", DAY, ""),
        ("😀", DAY, ""),
        ("Hội nghị " * 40, DAY, "-".join(["hoi-nghi"] * 13) + "-26-5-2023"),
    ],
)
def test_the_address_of_an_event(name, day, slug):
    assert event_slug(name, day) == slug
    assert len(slug) <= ConferenceReportPage._meta.get_field("event_slug").max_length


@pytest.fixture
def two_reports(make_story, publish, reporter, chief):
    """Two public reports of one event and one of the next year's."""
    reports = []
    for title, day in (("Khai mạc", DAY), ("Bế mạc", DAY), ("Năm sau", date(2024, 5, 26))):
        story = make_story(
            reporter, conference=True, title=title, event_name="Hội nghị sơ kết", start_date=day
        )
        story.speeches.add(Speech(speaker=f"Người {title}", topic="Chủ đề", text="<p>Lời.</p>"))
        story.gallery_images.add(GalleryImage(image=picture(), alt=f"Cảnh {title}", caption=f"Ảnh {title}"))
        story.save_revision(user=reporter, log_action=True)
        reports.append(publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief))
    return reports


def test_an_event_has_its_reports_speeches_and_pictures_and_no_others(client, two_reports):
    address = reverse("news:event", args=["hoi-nghi-so-ket-26-5-2023"])
    assert address == "/tin-tuc-su-kien/su-kien/hoi-nghi-so-ket-26-5-2023/"
    response = client.get(address)
    html = response.content.decode()
    assert [story.title for story in response.context["stories"]] == ["Bế mạc", "Khai mạc"]
    for title in ("Khai mạc", "Bế mạc"):
        assert f"Người {title}" in html
        assert f"Ảnh {title}" in html
    assert "Năm sau" not in html
    assert f'href="{two_reports[0].url}#phat-bieu-1"' in html
    assert f'href="{two_reports[0].url}#anh-1"' in html


def test_a_report_leads_to_its_event(client, two_reports):
    html = client.get(two_reports[2].url).content.decode()
    assert 'href="/tin-tuc-su-kien/su-kien/hoi-nghi-so-ket-26-5-2024/"' in html


def test_an_event_whose_reports_are_gone_is_gone(client, two_reports):
    ConferenceReportPage.objects.filter(pk=two_reports[2].pk).update(live=False)
    assert client.get("/tin-tuc-su-kien/su-kien/hoi-nghi-so-ket-26-5-2024/").status_code == 404


def test_a_report_that_is_renamed_in_a_draft_stays_with_its_event(client, two_reports, reporter):
    draft = two_reports[2].get_latest_revision_as_object()
    draft.event_name = "Hội nghị khác"
    draft.save_revision(user=reporter)
    assert client.get("/tin-tuc-su-kien/su-kien/hoi-nghi-so-ket-26-5-2024/").status_code == 200
    assert client.get("/tin-tuc-su-kien/su-kien/hoi-nghi-khac-26-5-2024/").status_code == 404


def test_rows_that_were_stored_before_get_their_addresses(two_reports):
    Speech.objects.update(speaker_slug="")
    ConferenceReportPage.objects.update(event_slug="")
    # As taggit made them: with Vietnamese letters, and one that sits on another's address.
    for name, slug in (("Cải cách", "cải-cách"), ("cải cách", "cai-cach"), ("Hòa", "hòa")):
        Tag.objects.bulk_create([Tag(name=name, slug=slug)])
    migration = import_module("news.migrations.0005_addresses_of_older_rows")
    migration.give_addresses(apps, None)
    assert set(Speech.objects.values_list("speaker_slug", flat=True)) == {
        "nguoi-khai-mac",
        "nguoi-be-mac",
        "nguoi-nam-sau",
    }
    assert list(ConferenceReportPage.objects.order_by("pk").values_list("event_slug", flat=True)) == [
        "hoi-nghi-so-ket-26-5-2023",
        "hoi-nghi-so-ket-26-5-2023",
        "hoi-nghi-so-ket-26-5-2024",
    ]
    assert list(Tag.objects.order_by("pk").values_list("slug", flat=True)) == [
        "cai-cach",
        "cai-cach-2",
        "hoa",
    ]
