"""Report a mistake, write to the office: what is stored, what is refused, and that nothing typed is lost."""

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as CacheGone

from cms.workflow import service
from home.feedback import rules
from home.feedback.models import Letter
from news.counting import reader as readers

pytestmark = pytest.mark.django_db

CONTACT = "/lien-he/gui/"


def words(response) -> str:
    return response.content.decode()


def test_a_mistake_is_reported_without_a_script(reader, published, filled):
    story = published(title="Hội nghị sơ kết")
    address = reverse("report_error", args=[story.pk])
    assert f'href="{address}"' in words(reader.get(story.url))
    page = words(reader.get(address))
    assert "Hội nghị sơ kết" in page
    assert 'name="csrfmiddlewaretoken"' in page

    answer = reader.post(
        address, filled(quotation="có  102 đại biểu", name="Nguyễn  Văn A", email="a@example.com")
    )

    assert answer.status_code == 302
    assert answer.url == f"{reverse('report_error_thanks')}?bai={story.pk}"
    assert f'<a class="button" href="{story.url}">' in reader.get(answer.url).content.decode()
    letter = Letter.objects.get()
    assert (letter.kind, letter.state, letter.story_id) == ("correction", "new", story.pk)
    assert (letter.story_title, letter.quotation) == ("Hội nghị sơ kết", "có 102 đại biểu")
    assert (letter.text, letter.name, letter.email) == (
        "Số đại biểu là 120.",
        "Nguyễn Văn A",
        "a@example.com",
    )
    assert reader.get(answer.url).status_code == 200


def test_a_letter_to_the_office_needs_no_name(reader, portal, filled):
    assert reader.post(CONTACT, filled(subject="Hỏi giờ làm việc")).url == reverse("contact_thanks")
    letter = Letter.objects.get()
    assert (letter.kind, letter.subject, letter.story, letter.name) == (
        "contact",
        "Hỏi giờ làm việc",
        None,
        "",
    )
    assert mail.outbox == []  # a worker sends it, not the request


def test_of_a_reader_only_what_was_typed_is_stored(reader, portal, filled):
    reader.post(CONTACT, filled(subject="Hỏi"), REMOTE_ADDR="203.0.113.77")
    stored = " ".join(str(value) for value in Letter.objects.values_list().get())
    assert "203.0.113.77" not in stored
    assert "Mozilla" not in stored


def test_the_forms_are_kept_by_no_cache(reader, published, settings):
    settings.PAGE_CACHE_SECONDS = 60
    story = published()
    for address in (CONTACT, reverse("report_error", args=[story.pk]), reverse("contact_thanks")):
        answer = reader.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert "private" in answer["Cache-Control"], address
        assert address.startswith(tuple(settings.PAGE_CACHE_NEVER))
    tokens = {Client().get(CONTACT).cookies["csrftoken"].value for _time in range(2)}
    assert len(tokens) == 2


def test_the_story_page_stays_everybodys(reader, published):
    answer = reader.get(published().url)
    assert not answer.cookies
    assert "csrf" not in words(answer)
    assert "private" not in answer["Cache-Control"]


def test_a_form_of_another_site_is_refused(portal, filled):
    assert Client(enforce_csrf_checks=True).post(CONTACT, filled(subject="Hỏi")).status_code == 403
    assert not Letter.objects.exists()


def test_unknown_stories_and_drafts_are_the_same(reader, make_story, reporter, published, chief, filled):
    draft = make_story(reporter, title="Chưa ai biết")
    withdrawn = published(title="Đã gỡ xuống")
    service.take_down(withdrawn.pk, chief, "mistake", "Sai số liệu.")
    answers = []
    for number in (draft.pk, withdrawn.pk, 999_999, 0, 99_999_999_999_999_999_999):
        for answer in (
            reader.get(f"/bao-loi/{number}/"),
            reader.post(f"/bao-loi/{number}/", filled()),
            reader.post(f"/huu-ich/{number}/", {"useful": "yes"}),
        ):
            assert answer.status_code == 404
            assert "Chưa ai biết" not in words(answer)
            assert "Đã gỡ xuống" not in words(answer)
            answers.append(words(answer).replace(f"/{number}/", "/"))
    assert len(set(answers)) == 1
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"text": ""},
        {"text": "   \n "},
        {"text": "x" * 10_000},
        {"subject": ""},
        {"subject": "x" * 10_000},
        {"name": "x" * 10_000},
        {"email": "khong-phai-thu"},
        {"email": "a@example.com\r\nBcc: all@example.com"},
        {"email": "x" * 10_000 + "@example.com"},
    ],
)
def test_what_is_refused_is_shown_as_it_was_typed(reader, portal, filled, changed):
    typed = (
        filled(subject="Chủ đề của tôi", name="Tên của tôi", **changed)
        if not changed.keys() & {"subject", "name"}
        else filled(**{"subject": "Chủ đề của tôi", "name": "Tên của tôi", **changed})
    )
    answer = reader.post(CONTACT, typed)
    assert answer.status_code == 200
    assert not Letter.objects.exists()
    page = words(answer)
    assert 'role="alert"' in page
    for field in ("subject", "name", "text"):
        assert typed[field].strip() in page
    (field,) = changed
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}_error"' in page


def test_line_ends_nul_and_markup_in_what_is_typed(reader, portal, filled):
    answer = reader.post(
        CONTACT,
        filled(
            subject="Hỏi\r\nBcc: all@example.com\x00",
            name="<script>alert(1)</script>\r\nX: y",
            text="Dòng một\r\n\x00<img src=x onerror=alert(1)>",
        ),
    )
    assert answer.status_code == 302
    letter = Letter.objects.get()
    for line in (letter.subject, letter.name):
        assert not {"\r", "\n", "\x00"} & set(line)
    assert "\x00" not in letter.text
    refused = words(reader.post(CONTACT, filled(text="<script>alert(1)</script>", subject="")))
    assert "<script>alert(1)" not in refused
    assert "&lt;script&gt;alert(1)" in refused


def test_programs_are_asked_again_and_people_get_through(reader, portal, filled):
    for typed in (
        filled(subject="Hỏi", website="https://spam.example"),
        filled(subject="Hỏi", seconds=1),
        filled(subject="Hỏi") | {"shown": ""},
        filled(subject="Hỏi") | {"shown": "forged:abc"},
    ):
        answer = reader.post(CONTACT, typed)
        assert answer.status_code == 200
        assert not Letter.objects.exists()
        assert "Số đại biểu là 120." in words(answer)
        assert "spam.example" not in words(answer)
        # What comes back has an empty trap and a valid time: after a moment it can be sent.
        assert answer.context["form"]["shown"].value()


def test_a_flood_is_told_to_wait_and_loses_nothing(reader, portal, filled):
    for number in range(rules.LETTERS_OF_A_READER.most):
        assert reader.post(CONTACT, filled(subject=f"Thư {number}")).status_code == 302
    answer = reader.post(CONTACT, filled(subject="Một thư nữa"))
    assert answer.status_code == 429
    assert answer["Retry-After"] == str(rules.LETTERS_OF_A_READER.seconds)
    assert "Một thư nữa" in words(answer)
    assert Letter.objects.count() == rules.LETTERS_OF_A_READER.most
    # Somebody else is not kept waiting.
    assert reader.post(CONTACT, filled(subject="Thư khác"), REMOTE_ADDR="198.51.100.4").status_code == 302


def test_another_browsers_name_is_no_way_around_the_limit(reader, portal, filled):
    for number in range(rules.LETTERS_OF_AN_ADDRESS.most):
        reader.post(CONTACT, filled(subject="Thư"), HTTP_USER_AGENT=f"Mozilla/5.0 {number}")
    answer = reader.post(CONTACT, filled(subject="Thư"), HTTP_USER_AGENT="Mozilla/5.0 another")
    assert answer.status_code == 429
    assert Letter.objects.count() == rules.LETTERS_OF_AN_ADDRESS.most


def test_a_browser_without_a_name_may_write_as_often_as_any_other(reader, portal, filled):
    for _number in range(rules.LETTERS_OF_A_READER.most):
        answer = reader.post(CONTACT, filled(subject="Thư"), HTTP_USER_AGENT="")
        assert answer.status_code == 302
    assert reader.post(CONTACT, filled(subject="Thư"), HTTP_USER_AGENT="").status_code == 429


def test_no_address_stands_in_the_cache(reader, portal, filled):
    reader.post(CONTACT, filled(subject="Thư"), REMOTE_ADDR="203.0.113.77")
    kept = caches["readers"]._cache
    assert kept
    assert not any("203.0.113.77" in name for name in kept)


def test_a_letter_arrives_without_the_cache(reader, portal, filled, monkeypatch):
    def gone(*args, **kwargs):
        raise CacheGone("no redis")

    monkeypatch.setattr(readers, "reader_hash", gone)
    assert reader.post(CONTACT, filled(subject="Thư")).status_code == 302
    assert Letter.objects.count() == 1


def test_a_letter_that_cannot_be_stored_is_shown_again(reader, portal, filled, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("locked")

    monkeypatch.setattr(Letter.objects, "create", fail)
    answer = reader.post(CONTACT, filled(subject="Thư quan trọng"))
    assert answer.status_code == 503
    assert "Thư quan trọng" in words(answer)
