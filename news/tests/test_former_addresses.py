"""Addresses stay: those of events, speakers and categories that were public lead to the new ones."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cms.workflow.acts import public_life
from cms.workflow.models import TakeDown
from news.models import Category, ConferenceReportPage, Speech

pytestmark = pytest.mark.django_db
DAY = date(2023, 5, 26)


@pytest.fixture
def report(make_story, publish, reporter, chief):
    """Publish reports: ``report("Hội nghị sơ kết", "Lê Mai")``."""

    def make(event, *speakers):
        story = make_story(reporter, conference=True, event_name=event, start_date=DAY)
        story.speeches.add(*(Speech(speaker=name, text="<p>Lời.</p>") for name in speakers))
        story.save()
        story.save_revision(user=reporter, log_action=True)
        return publish(story, reporter, chief)

    return make


@pytest.fixture
def correct(publish, reporter, chief):
    """Correct a public report, through a draft and its two signatures; ``drafted`` leaves it at the draft."""

    def change(story, *, event=None, day=None, speaker=None, drafted=False):
        draft = ConferenceReportPage.objects.get(pk=story.pk).get_latest_revision_as_object()
        draft.event_name = event or draft.event_name
        draft.start_date = day or draft.start_date
        if speaker:
            speech = draft.speeches.all()[0]
            speech.speaker = speaker
            draft.speeches.add(speech)
        draft.save_revision(user=reporter, log_action=True)
        return draft if drafted else publish(draft, reporter, chief)

    return change


def event(words, day="26-5-2023"):
    return reverse("news:event", args=[f"{words}-{day}"])


def person(slug):
    return reverse("news:speaker", args=[slug])


def leads(client, old):
    """Return the status of an address and where it leads."""
    answer = client.get(old)
    return answer.status_code, answer.headers.get("Location")


def test_a_corrected_event_keeps_its_old_addresses_in_one_step_each(client, report, correct):
    story = report("Hội nghị sơ két")
    correct(story, event="Hội nghị sơ kết nhầm")
    correct(story, event="Hội nghị sơ kết", day=date(2023, 5, 27))
    new = event("hoi-nghi-so-ket", "27-5-2023")
    assert leads(client, new) == (200, None)
    assert leads(client, event("hoi-nghi-so-ket")) == (301, new)  # "két" and "kết" had one address
    assert leads(client, event("hoi-nghi-so-ket-nham")) == (301, new)


def test_an_old_name_is_taken_back(client, report, correct):
    story = report("Hội nghị sơ kết")
    correct(story, event="Hội nghị tổng kết")
    correct(story, event="Hội nghị sơ kết")
    old, back = event("hoi-nghi-tong-ket"), event("hoi-nghi-so-ket")
    assert leads(client, back) == (200, None)
    assert leads(client, old) == (301, back)
    # A browser that kept the first redirect for ever would go in a circle.
    assert client.get(old).headers["Cache-Control"] == "public, max-age=2"
    assert Redirect.objects.count() == 1


def test_an_address_that_another_report_still_has_leads_nowhere(client, report, correct):
    first, second = report("Hội nghị sơ kết"), report("Hội nghị sơ kết")
    correct(first, event="Hội nghị khác")
    assert leads(client, event("hoi-nghi-so-ket")) == (200, None)
    assert not Redirect.objects.exists()
    # The last of them takes the address along.
    correct(second, event="Hội nghị tổng kết")
    assert leads(client, event("hoi-nghi-so-ket")) == (301, event("hoi-nghi-tong-ket"))


def test_a_corrected_speaker_keeps_the_old_address(client, report, correct):
    story = report("Hội nghị", "Lê Mại", "Trần Văn An")
    correct(story, speaker="Lê Thị Mai")
    assert leads(client, person("le-mai")) == (301, person("le-thi-mai"))
    assert leads(client, person("tran-van-an")) == (200, None)
    assert Redirect.objects.count() == 1


def test_a_speaker_of_another_report_is_led_nowhere(client, report, correct):
    story = report("Hội nghị", "Lê Mai")
    report("Hội nghị khác", "Lê Mai")
    correct(story, speaker="Lê Thị Mai")
    assert leads(client, person("le-mai")) == (200, None)
    assert not Redirect.objects.exists()


def test_a_speaker_who_was_added_to_a_public_report_is_followed_too(
    client, report, correct, publish, reporter, chief
):
    story = report("Hội nghị")
    draft = ConferenceReportPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.speeches.add(Speech(speaker="Lê Mai", text="<p>Lời.</p>"))
    draft.save_revision(user=reporter, log_action=True)
    publish(draft, reporter, chief)
    correct(story, speaker="Lê Thị Mai")
    assert leads(client, person("le-mai")) == (301, person("le-thi-mai"))


def test_drafts_leave_no_trace(client, report, correct, make_story, reporter):
    never = make_story(reporter, conference=True, event_name="Bí mật một", start_date=DAY)
    never.speeches.add(Speech(speaker="Người Kín", text="<p>Lời.</p>"))
    never.save()
    never.event_name = "Bí mật hai"
    never.save()
    public = report("Hội nghị sơ kết", "Lê Mai")
    correct(public, event="Bí mật ba", speaker="Người Kín Khác", drafted=True)
    assert not Redirect.objects.exists()
    for address in (event("bi-mat-mot"), event("bi-mat-ba"), person("nguoi-kin"), person("nguoi-kin-khac")):
        assert leads(client, address) == (404, None)
    assert leads(client, event("hoi-nghi-so-ket")) == (200, None)


def test_a_withdrawn_report_changed_in_hiding_leaves_no_trace(client, report, chief):
    story = report("Hội nghị sơ kết", "Lê Mai")
    public_life.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, "Sai số liệu.")
    story = ConferenceReportPage.objects.get(pk=story.pk)
    story.event_name = "Bí mật"
    story.save()
    assert not Redirect.objects.exists()
    for words in ("hoi-nghi-so-ket", "bi-mat"):
        assert leads(client, event(words)) == (404, None)


ADDRESSES = ["news:category", "feeds:category_rss", "feeds:category_atom"]


def test_a_category_keeps_every_old_address(client, portal):
    category = Category.objects.create(name="Đổi mới")
    for slug in ("doi-moi-tt", "doi-moi-toan-dien"):
        category.slug = slug
        category.save()
    for name in ADDRESSES:
        new = reverse(name, args=["doi-moi-toan-dien"])
        assert leads(client, new) == (200, None)
        for old in ("doi-moi", "doi-moi-tt"):
            assert leads(client, reverse(name, args=[old])) == (301, new)
    archive = reverse("news:category", args=["doi-moi"]) + "?nam=2023"
    assert leads(client, archive) == (301, "/tin-tuc-su-kien/chuyen-muc/doi-moi-toan-dien/?nam=2023")


def test_two_categories_change_their_addresses(client, portal):
    one, two = Category.objects.create(name="Một"), Category.objects.create(name="Hai")
    for category, slug in ((one, "tam"), (two, "mot"), (one, "hai")):
        category.slug = slug
        category.save()
    for slug in ("mot", "hai"):
        assert leads(client, reverse("news:category", args=[slug])) == (200, None)
    assert leads(client, reverse("news:category", args=["tam"])) == (
        301,
        reverse("news:category", args=["hai"]),
    )


def test_a_redirect_entered_by_hand_stays(client, portal):
    category = Category.objects.create(name="Đổi mới")
    old = reverse("news:category", args=["doi-moi"])
    Redirect.add_redirect(old, "/gioi-thieu/")
    category.slug = "moi"
    category.save()
    assert leads(client, old) == (301, "/gioi-thieu/")
