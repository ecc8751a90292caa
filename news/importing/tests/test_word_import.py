"""Nhập từ Word in the admin: preview, corrections, the draft; nothing stored before, nothing of others' readable."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cms.accounts.roles import ADMINISTRATOR
from cms.media.models import PortalImage
from news.importing.models import KEPT, MOST, PendingImport, PendingPicture
from news.importing.paragraph import inline_html
from news.importing.stored import from_json, to_json
from news.importing.tests import made
from news.importing.word.story import story_from_file
from news.models import ConferenceReportPage, NewsArticlePage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.once]
UPLOAD = "word_import:upload"
SPEECH = "Một nội dung phát biểu rất quan trọng đối với công tác của toàn ngành trong thời gian tới. " * 4


@cache
def document() -> bytes:
    story = made.story(
        "Lời dẫn: Ngày 26/5/2023, tại Hội trường Sở Nội vụ, Sở Nội vụ tổ chức Hội nghị sơ kết công tác năm.",
        "Phát biểu tại Hội nghị, đồng chí Nguyễn Văn An, Giám đốc Sở nhấn mạnh:",
        f"“{SPEECH.strip()}”",
    )
    made.add_photograph(story, 1, "Ảnh: Quang cảnh Hội nghị")
    made.add_photograph(story, 2, "Ảnh: Đại biểu dự Hội nghị")
    made.add_photograph(story, 3)
    story.add_paragraph("Tin, bài: Lê Thị Mai")
    return made.saved(story)


@pytest.fixture
def desk(client, reporter):
    client.force_login(reporter)
    return client


def send(client, data=None, name="bai.docx"):
    data = document() if data is None else data
    return client.post(reverse(UPLOAD), {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def pending(desk):
    response = send(desk)
    assert response.status_code == 302
    return PendingImport.objects.get()


def fields_of(client, pending) -> dict:
    """What the form of the preview would send as it stands."""
    preview = client.get(reverse("word_import:preview", args=[pending.pk])).context["preview"]
    data = {}
    for form in preview.forms:
        for bound in form:
            value = bound.value()
            if value is True:
                data[bound.html_name] = "on"
            elif value not in (None, False, ""):
                data[bound.html_name] = str(value)
    return data


def accept(client, pending, **changes):
    data = {**fields_of(client, pending), "decision": "accept"}
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(reverse("word_import:preview", args=[pending.pk]), data)


def test_nothing_is_stored_before_acceptance(pending):
    assert not StoryPage.objects.exists()
    assert not PortalImage.objects.exists()
    assert pending.pictures.count() == 3


def test_the_preview_shows_every_field_and_the_notes(desk, pending):
    response = desk.get(reverse("word_import:preview", args=[pending.pk]))
    page = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    for words in (
        made.TITLE,
        "Nguyễn Văn An",
        "Giám đốc Sở",
        "Quang cảnh Hội nghị",
        "Lê Thị Mai",
        "26/5/2023",
    ):
        assert words in page
    assert SPEECH.strip() in page
    assert response.context["preview"].story["title"].value() == made.TITLE
    assert "style=" not in page.partition('class="word-import"')[2].partition("</main>")[0]


def test_what_waits_comes_back_as_it_was():
    recognised, _pictures = story_from_file(document(), "bai.docx")
    again = from_json(json.loads(json.dumps(to_json(recognised))))
    assert again == replace(recognised, notes=again.notes)
    assert [(one.kind, one.field, one.text) for one in again.notes] == [
        (one.kind, one.field, one.text) for one in recognised.notes
    ]
    for now, before in zip(again.speeches, recognised.speeches, strict=True):
        assert list(map(inline_html, now.paragraphs)) == list(map(inline_html, before.paragraphs))


def test_accepting_makes_the_reporters_draft_with_its_pictures(desk, pending, reporter):
    response = accept(desk, pending, story__title="Tiêu đề đã sửa", picture__3__place="left_out")
    draft = ConferenceReportPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.live, draft.owner, draft.title) == (False, reporter, "Tiêu đề đã sửa")
    assert draft.lead_image_caption == "Quang cảnh Hội nghị"
    assert [row.caption for row in draft.gallery_images.all()] == ["Đại biểu dự Hội nghị"]
    assert draft.speeches.get().speaker == "Nguyễn Văn An"
    assert str(draft.start_date) == "2023-05-26"
    assert PortalImage.objects.count() == 2
    assert not PendingImport.objects.exists()
    assert not PendingPicture.objects.exists()
    assert desk.get(response.url).status_code == 200


def test_a_picture_may_stay_where_it_stood(desk, pending):
    accept(desk, pending, picture__2__place="body", picture__2__alt="Các đại biểu ngồi trong hội trường")
    draft = ConferenceReportPage.objects.get()
    (shown,) = (block.value for block in draft.body if block.block_type == "picture")
    assert (shown["caption"], shown["alt"]) == ("Đại biểu dự Hội nghị", "Các đại biểu ngồi trong hội trường")


def test_as_an_article_its_speeches_are_quotations(desk, pending):
    accept(desk, pending, story__kind="article")
    article = NewsArticlePage.objects.get()
    (quotation,) = (block.value for block in article.body if block.block_type == "quotation")
    assert (quotation["speaker"], quotation["position"]) == ("Nguyễn Văn An", "Giám đốc Sở")
    # The form left the picture's own description open; the body lacks nothing.
    assert [at for at, _sentence in article.specific.problems()] == ["lead_image_alt"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("story__title", ""),
        ("story__title", "x" * 300),
        ("story__start_date", "31/2/2023"),
        ("story__kind", "khac"),
        ("picture__2__place", "lead"),
        ("speech__1__speaker", " "),
    ],
)
def test_a_wrong_field_stores_nothing_and_loses_nothing(desk, pending, field, value):
    response = accept(desk, pending, story__lead="Lời dẫn đã sửa kỹ", **{field: value})
    assert response.status_code == 422
    assert response.context["faults"]
    assert "Lời dẫn đã sửa kỹ" in response.content.decode()
    assert not StoryPage.objects.exists()
    assert not PortalImage.objects.exists()
    again = desk.get(reverse("word_import:preview", args=[pending.pk])).content.decode()
    assert "Lời dẫn đã sửa kỹ" in again


def test_corrections_can_wait(desk, pending):
    data = {**fields_of(desk, pending), "story-title": "Làm tiếp sau", "decision": "keep"}
    assert desk.post(reverse("word_import:preview", args=[pending.pk]), data).status_code == 302
    assert fields_of(desk, pending)["story-title"] == "Làm tiếp sau"


def test_a_refused_picture_is_named_and_nothing_is_half_stored(desk, pending, settings, tmp_path):
    PendingPicture.objects.filter(number=2).update(data=b"<svg onload=alert(1)>")
    response = accept(desk, pending)
    assert response.status_code == 422
    ((_field, _label, fault),) = response.context["faults"]
    assert "2" in fault
    assert not StoryPage.objects.exists()
    assert not PortalImage.objects.exists()
    assert desk.get(reverse("word_import:picture", args=[pending.pk, 2])).status_code == 404
    accept(desk, pending, picture__2__place="left_out")
    assert PortalImage.objects.count() == 2


def test_a_fault_while_storing_leaves_no_file(desk, pending, monkeypatch, settings):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("news.importing.accepting.make_draft", fail)
    with pytest.raises(RuntimeError):
        accept(desk, pending)
    assert not PortalImage.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert PendingImport.objects.exists()


def test_pressed_twice_it_makes_one_draft(desk, pending):
    data = {**fields_of(desk, pending), "decision": "accept"}
    address = reverse("word_import:preview", args=[pending.pk])
    assert desk.post(address, data).status_code == 302
    assert desk.post(address, data).status_code == 404
    assert StoryPage.objects.count() == 1


def test_others_imports_are_not_there(desk, pending, client, other_reporter, superuser):
    for stranger in (other_reporter, superuser):
        client.force_login(stranger)
        for name, args in (("preview", [pending.pk]), ("picture", [pending.pk, 1])):
            assert client.get(reverse(f"word_import:{name}", args=args)).status_code == 404
        for name in ("preview", "discard"):
            assert client.post(reverse(f"word_import:{name}", args=[pending.pk])).status_code == 404
        assert made.TITLE not in client.get(reverse(UPLOAD)).content.decode()
    assert PendingImport.objects.count() == 1


def test_only_who_may_write_stories_comes_in(client, make_user, portal):
    assert client.get(reverse(UPLOAD)).status_code == 302  # to the login
    administrator = make_user("quantri", ADMINISTRATOR)
    may = portal.news_index.permissions_for_user(administrator).can_add_subpage()
    client.force_login(administrator)
    assert (client.get(reverse(UPLOAD)).status_code == 200) == may


def test_the_thumbnail_is_small_and_encoded_anew(desk, pending):
    response = desk.get(reverse("word_import:picture", args=[pending.pk, 1]))
    assert response["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(response.content)).width <= 480
    assert desk.get(reverse("word_import:picture", args=[pending.pk, 9])).status_code == 404


def test_an_import_ends_by_age(desk, pending):
    PendingImport.objects.update(created_at=timezone.now() - KEPT - timedelta(minutes=1))
    assert desk.get(reverse("word_import:preview", args=[pending.pk])).status_code == 404
    send(desk)
    assert PendingImport.objects.count() == 1
    assert not PendingImport.objects.filter(pk=pending.pk).exists()


def test_the_command_deletes_what_is_over(desk, pending):
    call_command("delete_old_imports")
    assert PendingImport.objects.exists()
    PendingImport.objects.update(created_at=timezone.now() - KEPT - timedelta(minutes=1))
    call_command("delete_old_imports")
    assert not PendingPicture.objects.exists()


def test_the_reporter_can_delete_it(desk, pending):
    desk.post(reverse("word_import:discard", args=[pending.pk]))
    assert not PendingPicture.objects.exists()


def test_so_many_may_wait(desk, reporter):
    for number in range(MOST):
        PendingImport.objects.create(owner=reporter, name=f"{number}.docx", content={})
    assert send(desk).status_code == 422


def test_a_bad_document_is_said_and_pasted_text_is_kept(desk):
    assert send(desk, b"khong phai Word").context["refusal"]
    response = desk.post(reverse(UPLOAD), {"text": "12 / 5 / 7"})
    assert response.status_code == 422
    assert "12 / 5 / 7" in response.content.decode()
    assert not PendingImport.objects.exists()


def test_pasted_text_and_text_files_take_the_same_way(desk):
    text = f"{made.TITLE}\n\nLời dẫn: Đây là lời dẫn.\n\nĐoạn văn.\n\nTin: Lê Thị Mai"
    desk.post(reverse(UPLOAD), {"text": text})
    send(desk, text.encode(), "bai.txt")
    one, other = PendingImport.objects.all()
    assert one.content == other.content
    accept(desk, one)
    assert NewsArticlePage.objects.get().byline == [("Tin", "Lê Thị Mai")]


def test_reading_and_accepting_ask_the_database_little(desk, pending, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        desk.get(reverse("word_import:preview", args=[pending.pk]))
    data = {**fields_of(desk, pending), "decision": "accept"}
    with django_assert_max_num_queries(250):
        desk.post(reverse("word_import:preview", args=[pending.pk]), data)
