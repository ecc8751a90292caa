"""Tin hội nghị: an event is entered once; the draft carries a copy, and no later change of the event reaches it."""

from datetime import date

import pytest
from django.urls import reverse

from cms.workflow.verification import findings
from news.events import composing, suggestions
from news.events.forms import Kind
from news.models import ConferenceReportPage, Event, NewsArticlePage, Speech, StoryPage

pytestmark = pytest.mark.django_db
EVENT = {
    "name": "Hội nghị sơ kết sáu tháng",
    "event_type": "hoi_nghi",
    "start_date": date(2023, 5, 26),
    "location": "Hội trường Sở",
    "organiser": "Sở Nội vụ",
    "chair": "Bà Lê Thị Hoa, Giám đốc Sở",
}
NO_ROWS = {"speakers-TOTAL_FORMS": "0", "speakers-INITIAL_FORMS": "0"}


@pytest.fixture
def event(portal) -> Event:
    return Event.objects.create(**EVENT)


@pytest.mark.parametrize(
    ("changes", "lead"),
    [
        (
            {},
            "Ngày 26/5/2023, tại Hội trường Sở, Sở Nội vụ tổ chức Hội nghị sơ kết sáu tháng. "
            "Bà Lê Thị Hoa, Giám đốc Sở, chủ trì hội nghị.",
        ),
        (
            {"end_date": date(2023, 5, 27), "chair": "ông A", "location": "tại Hà Nội."},
            "Từ ngày 26 đến ngày 27/5/2023, tại Hà Nội, Sở Nội vụ tổ chức Hội nghị sơ kết sáu tháng. "
            "Ông A chủ trì hội nghị.",
        ),
        (
            {"organiser": "", "chair": "", "location": ""},
            "Ngày 26/5/2023, diễn ra Hội nghị sơ kết sáu tháng.",
        ),
        (
            {"event_type": "kiem_tra", "name": "kiểm tra công vụ", "start_date": None, "location": ""},
            "Sở Nội vụ tiến hành kiểm tra công vụ. Bà Lê Thị Hoa, Giám đốc Sở, chủ trì buổi kiểm tra.",
        ),
        ({"name": " "}, ""),
    ],
)
def test_the_lead_that_follows_from_an_event(changes, lead):
    assert composing.lead(composing.Facts(**{**EVENT, **changes})) == lead


def test_a_title_never_exceeds_its_field():
    long = composing.Facts(name="Hội nghị " * 40, organiser="Sở Nội vụ")
    assert len(composing.title(long)) <= StoryPage._meta.get_field("title").max_length


def test_from_a_new_event_to_a_draft_with_little_typing(client, reporter, portal):
    """The reporter types two needed fields of the event, and none of the story's."""
    client.force_login(reporter)
    page = client.get(reverse("new_from_event"))
    needed = [field.name for field in page.context["form"] if field.field.required]
    assert needed == ["name", "event_type", "start_date"]  # the type is chosen already
    answer = client.post(
        reverse("new_from_event"), {**EVENT, "end_date": "", "story": "conference"}, follow=True
    )
    (event,) = Event.objects.all()
    form = answer.context["form"]
    assert all(form[name].value() for name in ("title", "lead", "author"))
    rows = {
        "speakers-TOTAL_FORMS": "2",
        "speakers-INITIAL_FORMS": "0",
        "speakers-0-honorific": "ong",
        "speakers-0-speaker": "Bùi Văn Tuấn",
        "speakers-0-position": "Chánh Văn phòng",
        "speakers-0-kind": "tham_luan",
        "speakers-1-kind": "tham_luan",
    }
    typed = {name: form[name].value() or "" for name in form.fields if name not in form.ROLES}
    client.post(
        reverse("new_story_of_event", args=[event.pk, "conference"]), {**typed, "wrote_news": "on", **rows}
    )
    draft = ConferenceReportPage.objects.get().get_latest_revision_as_object()
    assert (draft.live, draft.owner, draft.event) == (False, reporter, event)
    assert {name: getattr(draft, name) for name in event.as_story_fields()} == event.as_story_fields()
    assert draft.lead.startswith("Ngày 26/5/2023, tại Hội trường Sở, Sở Nội vụ tổ chức")
    assert [(row.speaker, row.position, row.honorific) for row in draft.speeches.all()] == [
        ("Bùi Văn Tuấn", "Chánh Văn phòng", "ong")
    ]
    assert draft.byline == [("Tin", "Trần Thị Bình, Chuyên viên")]
    assert draft.slug == "so-noi-vu-to-chuc-hoi-nghi-so-ket-sau-thang"


def test_what_is_typed_stays_when_something_is_missing(client, reporter, event):
    client.force_login(reporter)
    address = reverse("new_story_of_event", args=[event.pk, "conference"])
    answer = client.post(address, {"title": "", "lead": "Lời đã gõ", "author": "A", **NO_ROWS})
    assert (answer.status_code, StoryPage.objects.count()) == (200, 0)
    assert "Lời đã gõ" in answer.content.decode()


def test_its_days_are_written_as_in_the_editor_whatever_the_browser_speaks(client, reporter, portal):
    client.force_login(reporter)
    page = client.get(reverse("new_from_event")).content.decode()
    assert 'type="date"' not in page
    for name in ("start_date", "end_date"):
        assert f'initDateChooser("id_{name}", {{"dayOfWeekStart": 1, "format": "d/m/Y"}})' in page
    assert page.index("wagtailadmin/js/date-time-chooser") < page.index("initDateChooser(")
    typed = {**EVENT, "start_date": "26/5/2023", "end_date": "31/02/2023"}
    refused = client.post(reverse("new_from_event"), typed)
    assert "end_date" in refused.context["form"].errors
    assert 'value="26/5/2023"' in refused.content.decode()
    assert not Event.objects.exists()
    client.post(reverse("new_from_event"), {**typed, "end_date": "27/05/2023"})
    event = Event.objects.get()
    assert (event.start_date, event.end_date) == (date(2023, 5, 26), date(2023, 5, 27))


def test_an_event_is_entered_once(client, reporter, event):
    client.force_login(reporter)
    again = {**EVENT, "name": " HỘI NGHỊ  sơ kết sáu tháng", "end_date": "", "chair": "Người chủ trì đã gõ"}
    answer = client.post(reverse("new_from_event"), again)
    assert [shown for shown, _addresses in answer.context["events"]] == [event]
    assert "Người chủ trì đã gõ" in answer.content.decode()
    client.post(reverse("new_from_event"), {**again, "start_date": "2024-05-26"})
    assert Event.objects.count() == 2  # the next year's is another one


@pytest.mark.parametrize(("kind", "genre"), [("article", "bai"), ("photos", "phong_su_anh")])
def test_other_stories_of_the_event_refer_to_it(client, reporter, event, kind, genre):
    client.force_login(reporter)
    address = reverse("new_story_of_event", args=[event.pk, kind])
    form = client.get(address).context["form"]
    client.post(address, {"title": form["title"].value(), "lead": "Lời dẫn", "author": "A"})
    draft = NewsArticlePage.objects.get().get_latest_revision_as_object()
    assert (draft.event, draft.genre) == (event, genre)


def test_changing_an_event_changes_nothing_public(client, event, make_story, publish, reporter, chief):
    report = make_story(reporter, conference=True, event=event, **event.as_story_fields())
    report = publish(report, reporter, chief)
    addresses = [
        report.url,
        reverse("news:event", args=[report.event_slug]),
        f"/lich/{report.pk}.ics",
        "/lich/hoi-nghi.ics",
    ]
    before = [_without_stamp(client.get(address)) for address in addresses]
    client.force_login(reporter)
    changed = {
        **EVENT,
        "name": "TÊN KHÁC HẲN",
        "location": "NƠI KHÁC",
        "start_date": "2024-01-02",
        "end_date": "",
    }
    client.post(reverse("wagtailsnippets_news_event:edit", args=[event.pk]), changed)
    event.refresh_from_db()
    assert event.name == "TÊN KHÁC HẲN"
    client.logout()
    assert [_without_stamp(client.get(address)) for address in addresses] == before
    assert not list(findings())
    client.force_login(reporter)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[report.pk])).content.decode()
    assert 'data-take-over="id_location" data-value="NƠI KHÁC"' in editor
    assert 'data-take-over="id_start_date" data-value="02/01/2024"' in editor
    assert 'data-take-over="id_organiser"' not in editor


def _without_stamp(response) -> str:
    return "\n".join(
        line for line in response.content.decode().splitlines() if not line.startswith("DTSTAMP")
    )


def test_stories_of_one_event_find_each_other(client, event, make_story, publish, reporter, chief):
    """By the reference; two reports that name the event a little differently, too."""
    fields = event.as_story_fields()
    first = publish(
        make_story(reporter, conference=True, title="Tin một", event=event, **fields), reporter, chief
    )
    second = make_story(
        reporter,
        conference=True,
        title="Tin hai",
        event=event,
        **{**fields, "event_name": "Hội nghị sơ kết 6 tháng"},
    )
    second = publish(second, reporter, chief)
    publish(make_story(reporter, title="Phóng sự", event=event), reporter, chief)
    make_story(reporter, title="Còn là nháp", event=event)
    publish(make_story(reporter, title="Không liên quan"), reporter, chief)
    for report in (first, second):
        page = client.get(reverse("news:event", args=[report.event_slug]))
        assert [story.title for story in page.context["stories"]] == ["Phóng sự", "Tin hai", "Tin một"]
        assert page.context["heading"] == report.event_name
    calendar = client.get("/lich/hoi-nghi.ics").content.decode()
    assert calendar.count("BEGIN:VEVENT") == 1
    assert str(first.translation_key) in calendar.replace("\r\n ", "")


def test_suggestions_are_of_public_stories_and_of_ones_own_drafts(
    client, make_story, publish, reporter, other_reporter, chief
):
    def report(owner, name: str, position: str, day: date) -> ConferenceReportPage:
        story = make_story(owner, conference=True, title=f"{name} {day}", start_date=day)
        story.speeches.add(Speech(speaker=name, position=position, honorific="ong"))
        story.save()
        story.save_revision(user=owner, log_action=True)
        return ConferenceReportPage.objects.get(pk=story.pk)

    publish(report(reporter, "Bùi Văn Tuấn", "Phó Chánh Văn phòng", date(2021, 3, 1)), reporter, chief)
    publish(report(reporter, "Bùi Văn Tuấn", "Chánh Văn phòng", date(2023, 5, 26)), reporter, chief)
    report(reporter, "Bùi Tuấn Kiệt", "Giám đốc", date(2024, 1, 1))
    report(other_reporter, "Bùi Tuấn Mật", "Bí mật", date(2024, 1, 2))
    client.force_login(reporter)
    offers = client.get(reverse("speaker_suggestions"), {"q": "tuan"}).json()["offers"]
    assert [(offer["speaker"], offer["position"], offer["day"]) for offer in offers] == [
        ("Bùi Tuấn Kiệt", "Giám đốc", "1/1/2024"),
        ("Bùi Văn Tuấn", "Chánh Văn phòng", "26/5/2023"),
        ("Bùi Văn Tuấn", "Phó Chánh Văn phòng", "1/3/2021"),
    ]
    assert not client.get(reverse("speaker_suggestions"), {"q": "u"}).json()["offers"]
    assert suggestions.suggest(chief, "bui tuan kiet") == []
    assert client.get(reverse("speaker_suggestions"), {"q": "\x00" * 5000}).json() == {"offers": []}


def test_who_may_enter_and_change_events(
    client, event, make_user, reporter, collaborator, chief, administrator, superuser
):
    edit = reverse("wagtailsnippets_news_event:edit", args=[event.pk])
    delete = reverse("wagtailsnippets_news_event:delete", args=[event.pk])
    in_bulk = reverse("wagtail_bulk_action", args=["news", "event", "delete"]) + f"?id={event.pk}"
    may_change = {}
    for person in (reporter, collaborator, chief, administrator, superuser):
        client.force_login(person)
        may_change[person.username] = client.get(edit).status_code == 200
        client.post(delete)
        client.post(in_bulk)
    assert may_change == {
        "phongvien": True,
        "congtacvien": False,
        "chanhvanphong": True,
        "quantri": False,
        "sieuquantri": True,
    }
    assert Event.objects.filter(pk=event.pk).exists()
    # A collaborator writes of an event that is there, and enters none.
    client.force_login(collaborator)
    assert client.get(reverse("new_story_of_event", args=[event.pk, Kind.CONFERENCE])).status_code == 200
    client.post(reverse("new_from_event"), {**EVENT, "end_date": ""})
    assert Event.objects.count() == 1


def test_the_editor_composes_from_its_fields(client, reporter):
    client.force_login(reporter)
    answer = client.get(
        reverse("composed_words"), {"name": "Hội nghị A", "start_date": "26/5/2023", "location": "Huế"}
    )
    assert answer.json() == {"lead": "Ngày 26/5/2023, tại Huế, diễn ra Hội nghị A."}
    nonsense = {"name": "\x00", "start_date": "31/2/2023" * 99, "event_type": "khong-co"}
    assert client.get(reverse("composed_words"), nonsense).json() == {"lead": ""}
