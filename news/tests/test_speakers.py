"""Người phát biểu: grouping and order as tables, then the pages."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cms.workflow.reading.outline import outline
from news.models import ConferenceReportPage, Speech
from news.speakers import NameCount, Spoken, by_position, in_order, initial, under_initials
from news.tests.hidden import SECRET, hide_stories
from news.views import speakers as view

MAY, JUNE, JULY = date(2023, 5, 26), date(2024, 6, 1), date(2025, 7, 1)


def spoken(pk: int, position: str, day: date | None, speaker: str = "Hoàng Lê Duy") -> Spoken:
    return Spoken(pk, speaker, position, day)


def test_the_speeches_of_a_position_stand_together_and_the_latest_position_comes_first():
    groups = by_position([spoken(1, "Bí thư", MAY), spoken(2, "Giám đốc", JULY), spoken(3, "Bí thư", JUNE)])
    assert [(group.position, [row.pk for row in group.speeches]) for group in groups] == [
        ("Giám đốc", [2]),
        ("Bí thư", [3, 1]),
    ]
    assert groups[1].days == (MAY, JUNE)


def test_two_spellings_of_one_position_are_one():
    groups = by_position([spoken(1, "Phó Chủ tịch Uỷ ban", MAY), spoken(2, "Phó chủ tịch  Ủy ban", JUNE)])
    assert [group.position for group in groups] == ["Phó chủ tịch  Ủy ban"]


def test_names_that_share_an_address_stay_apart():
    groups = by_position([spoken(1, "", MAY, "Lê Thị Hoa"), spoken(2, "", JUNE, "Lê Thị Hòa")])
    assert [group.speaker for group in groups] == ["Lê Thị Hòa", "Lê Thị Hoa"]


def test_a_speech_without_a_day_comes_last():
    groups = by_position([spoken(1, "Bí thư", None), spoken(2, "Giám đốc", MAY)])
    assert [group.days for group in groups] == [(MAY, MAY), None]


def count(speaker: str, position: str = "", speeches: int = 1, latest: date | None = MAY) -> NameCount:
    return NameCount(speaker, "dia-chi", position, speeches, latest)


def test_people_stand_by_given_name_in_the_order_of_the_alphabet():
    rows = [
        count(name) for name in ("Lê Văn Đức", "Bùi Văn Dũng", "Trần Ấn", "An", "Lê An", "Vũ Ánh", "Đỗ Ân")
    ]
    assert [person.name for person in in_order(rows)] == [
        "An",
        "Lê An",
        "Vũ Ánh",
        "Đỗ Ân",
        "Trần Ấn",
        "Bùi Văn Dũng",
        "Lê Văn Đức",
    ]


def test_a_person_is_one_line_with_all_positions_the_latest_first():
    people = in_order(
        [
            count("Hoà", "Bí thư", 2, MAY),
            count("Hòa", "Giám đốc", 1, JULY),
            count("Hòa", "", 4, None),
        ]
    )
    assert [(one.name, one.positions, one.speeches, one.latest) for one in people] == [
        ("Hòa", ("Giám đốc", "Bí thư"), 7, JULY)
    ]


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Lê Văn An", "A"),
        ("Trần Ấn", "Â"),
        ("đinh", "Đ"),
        ("Vũ Ước", "Ư"),
        ("Ồ", "Ô"),
        ("Lê Ỷ", "Y"),
        ("", ""),
    ],
)
def test_the_letter_of_a_name_has_no_tone(name, letter):
    assert initial(name) == letter


def test_people_stand_under_their_letters():
    people = in_order([count("Lê An"), count("Đỗ Ân"), count("Vũ Ánh")])
    assert [(letter, [one.name for one in group]) for letter, group in under_initials(people)] == [
        ("A", ["Lê An", "Vũ Ánh"]),
        ("Â", ["Đỗ Ân"]),
    ]


@pytest.fixture
def report(db, make_story, publish, reporter, chief):
    """Make a public report: ``report(day, (speaker, position), …)``."""

    def make(day: date, *people: tuple[str, str], **fields):
        story = make_story(reporter, conference=True, start_date=day, **fields)
        for order, (speaker, position) in enumerate(people):
            story.speeches.add(
                Speech(
                    speaker=speaker,
                    position=position,
                    honorific="dong_chi",
                    topic=f"Chủ đề {order}",
                    text="<p>Lời.</p>",
                    sort_order=order,
                )
            )
        story.save_revision(user=reporter, log_action=True)
        return publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)

    return make


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_speaker_has_all_speeches_on_one_page(client, report):
    first = report(MAY, ("Lê Mai", "Chuyên viên"), ("Hoàng Lê Duy", "Bí thư Chi đoàn"), title="Một")
    second = report(JULY, ("Hoàng Lê Duy", "Phó Giám đốc Sở"), title="Hai")
    html = read(client, "/tin-tuc-su-kien/nguoi-phat-bieu/hoang-le-duy/")
    assert '<h1 class="page-head__title">Hoàng Lê Duy</h1>' in html
    assert html.index("Phó Giám đốc Sở") < html.index("Bí thư Chi đoàn")
    assert "Thứ Sáu, ngày 26/5/2023" in html
    assert f'href="{first.url}#phat-bieu-2"' in html
    assert f'href="{second.url}#phat-bieu-1"' in html
    assert "Lê Mai" not in html
    story = read(client, first.url)
    assert 'id="phat-bieu-2"' in story
    assert story.count('href="/tin-tuc-su-kien/nguoi-phat-bieu/hoang-le-duy/"') == 2


def test_two_of_one_address_are_both_named(client, report):
    report(MAY, ("Lê Thị Hoa", "Bí thư"))
    report(JUNE, ("Lê Thị Hòa", "Giám đốc"))
    html = read(client, "/tin-tuc-su-kien/nguoi-phat-bieu/le-thi-hoa/")
    assert '<h1 class="page-head__title">Lê Thị Hòa · Lê Thị Hoa</h1>' in html
    assert "Lê Thị Hoa – Bí thư" in html
    assert "Lê Thị Hòa – Giám đốc" in html


def test_many_speeches_go_on_further_pages(client, report, monkeypatch):
    monkeypatch.setattr(view, "SPEECHES_PER_PAGE", 1)
    report(MAY, ("Lê Mai", "Chuyên viên"))
    report(JULY, ("Lê Mai", "Trưởng phòng"))
    address = reverse("news:speaker", args=["le-mai"])
    first, second = read(client, address), read(client, f"{address}?trang=2")
    assert [html.count('class="said__speech"') for html in (first, second)] == [1, 1]
    assert "ngày 1/7/2025" in first
    assert "ngày 26/5/2023" not in first
    assert "ngày 26/5/2023" in second
    assert f'rel="next" href="{address}?trang=2"' in first


def test_the_list_of_speakers_counts(client, report):
    report(MAY, ("Lê Mai", "Chuyên viên"), ("Đỗ Ân", "Giám đốc"))
    report(JULY, ("Lê Mai", "Trưởng phòng"))
    html = read(client, reverse("news:speakers"))
    names = re.findall(r'class="people__name" href="[^"]*">([^<]+)<', html)
    assert names == ["Đỗ Ân", "Lê Mai"]
    counts = re.findall(r'class="people__count">([0-9]+)', html)
    assert counts == ["1", "2"]
    assert "Trưởng phòng" in html


def test_the_list_is_kind_before_anybody_spoke(client, portal):
    assert 'class="empty"' in read(client, reverse("news:speakers"))


def test_who_spoke_only_where_the_public_may_not_look_is_not_named(
    client, make_story, publish, report, reporter, chief, time_machine
):
    def with_speech(owner, **fields):
        story = make_story(owner, event_name="Hội nghị kín", start_date=MAY, **fields)
        story.speeches.add(Speech(speaker="Người Mật", position="Kín", text="<p>Lời.</p>"))
        story.speeches.add(Speech(speaker="Lê Mai", position="Kín", text="<p>Lời.</p>"))
        # In the database, too: what a draft's row says is no more public than its revision.
        story.save()
        story.save_revision(user=owner, log_action=True)
        return type(story).objects.get(pk=story.pk)

    report(MAY, ("Lê Mai", "Chuyên viên"), event_name="Hội nghị mở")
    hidden = hide_stories(with_speech, publish, reporter, chief, time_machine)
    assert Speech.objects.filter(speaker="Người Mật").exists()
    assert client.get(reverse("news:speaker", args=["nguoi-mat"])).status_code == 404
    assert client.get(reverse("news:event", args=[hidden["mistake"].event_slug])).status_code == 404
    for address in (reverse("news:speakers"), reverse("news:speaker", args=["le-mai"])):
        html = read(client, address)
        assert not re.findall(f"{SECRET}|Người Mật|Kín|kín", html)
    assert re.findall(r'class="people__count">([0-9]+)', read(client, reverse("news:speakers"))) == ["1"]


def test_the_address_of_a_speaker_follows_the_name_and_is_no_content(make_story, reporter):
    story = make_story(reporter, conference=True)
    story.speeches.add(Speech(speaker="Đặng Thị Ủy", text="<p>Lời.</p>"))
    story.save()
    speech = story.speeches.get()
    assert speech.speaker_slug == "dang-thi-uy"
    data = story.serializable_data()
    assert "event_slug" not in data
    assert "speaker_slug" not in data["speeches"][0]
    shown = repr(outline(story))
    assert "Đặng Thị Ủy" in shown
    assert "dang-thi-uy" not in shown
    assert story.event_slug not in shown
