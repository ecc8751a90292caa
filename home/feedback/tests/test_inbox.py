"""Hộp thư bạn đọc: who reads it, what can be changed, files that are no formulas, markup that stays words."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from home.feedback.inbox import LetterEditView
from home.feedback.models import Letter, Usefulness
from home.feedback.templatetags.letters import corrections_tab

pytestmark = pytest.mark.django_db

INDEX = "/quan-tri/thu-ban-doc/"


@pytest.fixture
def letter(published):
    """A reported mistake with markup and a formula."""
    story = published(title="Hội nghị sơ kết")
    return Letter.objects.create(
        kind="correction",
        story=story,
        story_title=story.title,
        quotation="<img src=x onerror=alert(1)>",
        text="=cmd|' /C calc'!A0",
        name="<script>alert(2)</script>",
        email="a@example.com",
    )


def edit(letter) -> str:
    return reverse("letters:edit", args=[letter.pk])


def words(response) -> str:
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


@pytest.mark.parametrize("person", ["reporter", "chief", "deputy", "superuser"])
def test_those_who_can_correct_read_letters(client, letter, person, request):
    client.force_login(request.getfixturevalue(person))
    assert edit(letter) in words(client.get(INDEX))
    assert "a@example.com" in words(client.get(edit(letter)))


@pytest.mark.parametrize("person", ["collaborator", "administrator"])
def test_others_do_not(client, letter, person, request):
    client.force_login(request.getfixturevalue(person))
    for address in (INDEX, edit(letter), f"{INDEX}?export=csv", reverse("letters:delete", args=[letter.pk])):
        answer = client.get(address, follow=True)
        assert "a@example.com" not in words(answer)
        assert "calc" not in words(answer)
    client.post(edit(letter), {"state": "left", "note": ""})
    letter.refresh_from_db()
    assert letter.state == Letter.State.NEW
    assert "readers-inbox" not in words(client.get("/quan-tri/"))


def test_the_public_does_not(client, letter):
    for address in (INDEX, edit(letter)):
        assert client.get(address).status_code == 302


def test_opening_a_letter_marks_it_as_seen_once(client, letter, chief):
    client.force_login(chief)
    client.get(edit(letter))
    letter.refresh_from_db()
    assert letter.state == Letter.State.SEEN
    Letter.objects.update(state=Letter.State.LEFT)
    client.get(edit(letter))
    letter.refresh_from_db()
    assert letter.state == Letter.State.LEFT


def test_what_was_done_is_noted_and_what_was_written_stays(client, letter, reporter):
    client.force_login(reporter)
    answer = client.post(
        edit(letter),
        {"state": "corrected", "note": "Đã đính chính", "text": "khác", "name": "khác", "story": ""},
    )
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.note, letter.handled_by) == ("corrected", "Đã đính chính", reporter)
    assert letter.handled_at
    assert letter.text.startswith("=cmd")
    assert letter.story_id
    client.post(edit(letter), {"state": "seen", "note": ""})
    letter.refresh_from_db()
    assert (letter.handled_by, letter.handled_at) == (None, None)


def test_a_letter_that_is_mailed_while_it_is_saved_stays_mailed(client, letter, reporter, monkeypatch):
    """A worker mails it between the view's reading and its saving; else the office would get it twice."""
    read = LetterEditView.get_object
    mailed = timezone.now()

    def then_mailed(view, *args, **kwargs):
        found = read(view, *args, **kwargs)
        Letter.objects.filter(pk=found.pk).update(mailed_at=mailed, mail_attempts=1)
        return found

    monkeypatch.setattr(LetterEditView, "get_object", then_mailed)
    client.force_login(reporter)
    client.post(edit(letter), {"state": "corrected", "note": "Đã trả lời"})
    letter.refresh_from_db()
    assert (letter.state, letter.note, letter.handled_by) == ("corrected", "Đã trả lời", reporter)
    assert (letter.mailed_at, letter.mail_attempts) == (mailed, 1)


def test_what_is_saved_is_logged(client, letter, reporter):
    client.force_login(reporter)
    client.post(edit(letter), {"state": "seen", "note": "Chờ trả lời"})
    entry = ModelLogEntry.objects.for_instance(letter).get()
    assert (entry.action, entry.user, entry.content_changed) == ("wagtail.edit", reporter, True)


def test_nobody_adds_or_copies_a_letter_and_only_approvers_delete(client, letter, superuser, reporter, chief):
    client.force_login(superuser)
    client.post(reverse("letters:add"), {"state": "new", "note": ""})
    assert Letter.objects.count() == 1
    assert reverse("letters:add") not in words(client.get(INDEX))
    delete = reverse("letters:delete", args=[letter.pk])
    client.force_login(reporter)
    client.post(delete)
    assert Letter.objects.count() == 1
    client.force_login(chief)
    client.post(delete)
    assert Letter.objects.count() == 0


def test_markup_of_a_reader_stays_words(client, letter, chief):
    Letter.objects.update(story_title="<b onclick=x>tiêu đề</b>")
    client.force_login(chief)
    for address in ("/quan-tri/", INDEX, edit(letter), reverse("letters:delete", args=[letter.pk])):
        Letter.objects.update(state=Letter.State.NEW)
        page = words(client.get(address))
        assert "<script>alert(2)" not in page
        assert "<img src=x" not in page
        assert "<b onclick" not in page
        assert "tiêu đề" in page


def test_a_letter_leads_to_the_corrections_in_the_editor(client, letter, chief, other_reporter):
    client.force_login(chief)
    address = reverse("wagtailadmin_pages:edit", args=[letter.story_id])
    assert f'href="{address}{corrections_tab()}"' in words(client.get(edit(letter)))
    # The panel is where the link says: this notices when Wagtail or the editor names it otherwise.
    assert f'id="{corrections_tab()[1:]}"' in words(client.get(address))
    client.force_login(other_reporter)
    page = words(client.get(edit(letter)))
    assert f'href="{address}{corrections_tab()}"' not in page


def test_a_letter_outlives_its_story(client, letter, chief):
    Letter.objects.update(story=None)
    client.force_login(chief)
    assert "Hội nghị sơ kết" in words(client.get(edit(letter)))


def test_no_cell_of_a_file_is_a_formula(client, letter, chief):
    Letter.objects.update(name="+1", quotation="\x00@SUM(1)".replace("\x00", "\x0b"))
    client.force_login(chief)
    sheet = words(client.get(f"{INDEX}?export=csv"))
    rows = list(csv.reader(StringIO(sheet)))
    cells = [cell for row in rows for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert "'+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
    book = load_workbook(BytesIO(b"".join(client.get(f"{INDEX}?export=xlsx").streaming_content)))
    found = {cell.value: cell.data_type for row in book.active for cell in row}
    assert found["=cmd|' /C calc'!A0"] == "s"


def test_the_menu_and_the_home_page_say_how_many_are_new(
    client, letter, reporter, django_assert_max_num_queries
):
    client.force_login(reporter)
    page = words(client.get("/quan-tri/"))
    assert "(1)" in page
    assert f'href="{edit(letter)}"' in page
    client.get(edit(letter))
    page = words(client.get("/quan-tri/"))
    assert "readers-inbox" in page
    assert "new-letters" not in page


def test_filters_and_search_bear_anything(client, letter, chief):
    client.force_login(chief)
    for query in (
        "state=x",
        "kind=%00",
        "p=abc",
        "p=0",
        "q=%00",
        "q=calc",
        "received_at_after=abc",
        "ordering=x",
    ):
        assert client.get(f"{INDEX}?{query}").status_code in (200, 404), query


def test_the_ratings_of_a_month_name_public_stories_only(
    client, published, make_story, reporter, collaborator
):
    story, draft = published(title="Tin được đánh giá"), make_story(reporter, title="Bản nháp bí mật")
    for page, yes, no in ((story, 3, 1), (draft, 9, 9)):
        Usefulness.objects.create(story_id=page.pk, month="2026-10-01", yes=yes, no=no)
    client.force_login(collaborator)
    page = words(client.get("/quan-tri/danh-gia-ban-doc/?thang=2026-10"))
    assert "Tin được đánh giá" in page
    assert "75%" in page
    assert "Bản nháp bí mật" not in page
    for wrong in ("abc", "2026-13", "%00", "9999-01"):
        assert client.get(f"/quan-tri/danh-gia-ban-doc/?thang={wrong}").status_code == 200


def test_the_ratings_are_not_public(client, published):
    story = published()
    Usefulness.objects.create(story=story, month="2026-10-01", yes=987_654, no=1)
    assert client.get("/quan-tri/danh-gia-ban-doc/").status_code == 302
    assert "987" not in client.get(story.url).content.decode()


@pytest.mark.parametrize("page", ["danh-gia-ban-doc", "thong-ke"])
def test_both_pages_of_a_month_lead_to_the_others(client, reporter, time_machine, page):
    time_machine.move_to(timezone.datetime(2026, 11, 24, 9, tzinfo=timezone.get_default_timezone()))
    client.force_login(reporter)
    shown = words(client.get(f"/quan-tri/{page}/?thang=2026-10"))
    assert 'value="10/2026" placeholder="11/2026"' in shown
    assert 'href="?thang=2026-09"' in shown
    assert 'href="?thang=2026-11"' in shown
    assert f'href="/quan-tri/{page}/"' in shown, "the last of the breadcrumbs"
    for asked, none in (("", "2026-12"), ("?thang=2000-01", "1999-12")):
        answer = words(client.get(f"/quan-tri/{page}/{asked}"))
        ways = answer[answer.index("statistics__ways") :]
        assert f"?thang={none}" not in ways[: ways.index("</nav>")]
