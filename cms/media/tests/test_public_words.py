"""What the public reads and sees of a file changes with a signed page, and in no other way."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.media.intake import Rejected
from cms.media.models import PortalDocument, PortalImage
from cms.workflow import service
from cms.workflow.tests.desk import admin, as_user, form_of
from news.models import Attachment, StoryPage

from .test_public_use import attached, document_block, in_lead

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FOCUS = {f"focal_point_{name}": 9 for name in ("x", "y", "width", "height")}
KEPT, CUT = PortalDocument.public_sentence, PortalImage.public_sentence
WAITING, WAITING_CUT = PortalDocument.waiting_sentence, PortalImage.waiting_sentence
# By which the style hides Wagtail's instruction (templates/wagtailimages/images/edit.html).
HIDDEN = ":has(> .remove-focal-point)"


def read(story) -> str:
    return Client().get(StoryPage.objects.get(pk=story.pk).url).content.decode()


def rename(desk, document) -> str:
    """Post another title to the admin's form; return the form as it is shown next."""
    address = reverse("wagtaildocs:edit", args=[document.pk])
    answer = desk.post(address, {"title": "Tên lén đổi", "collection": document.collection_id, "tags": ""})
    assert answer.status_code == 302
    return desk.get(address).content.decode()


@pytest.fixture(params=["administrator", "uploader", "superuser"])
def anybody(request, client, administrator, reporter, superuser, document, picture) -> Client:
    """The admin as each of those sees it who may edit the files."""
    for file in (document, picture):
        type(file).objects.filter(pk=file.pk).update(uploaded_by_user=reporter)
    client.force_login({"administrator": administrator, "uploader": reporter}.get(request.param, superuser))
    return client


@pytest.mark.parametrize("place", [document_block, attached])
def test_a_public_document_is_not_renamed(anybody, published, picture, document, place):
    story = published(**place(picture, document))
    before = read(story)
    assert "Kế hoạch" in before
    form = rename(anybody, document)
    assert str(KEPT) in form
    assert read(story) == before
    assert "Tên lén đổi" not in Client().get("/").content.decode()
    assert PortalDocument.objects.get(pk=document.pk).title == "Kế hoạch"


def test_nor_in_the_uploaders_second_step_nor_behind_the_forms(desk, published, picture, document):
    published(**attached(picture, document))
    names = {"title": "Tên lén đổi", "collection": document.collection_id, "tags": ""}
    desk.post(
        reverse("wagtaildocs:edit_multiple", args=[document.pk]),
        {f"doc-{document.pk}-{name}": value for name, value in names.items()},
    )
    document.title = "Tên lén đổi"
    with pytest.raises(Rejected) as caught:
        document.save()
    assert str(KEPT) in caught.value.messages[0]
    assert PortalDocument.objects.get(pk=document.pk).title == "Kế hoạch"


def test_what_waits_for_its_hour_is_kept_too(desk, make_story, publish, reporter, chief, picture, document):
    fields = {**document_block(picture, document), **in_lead(picture, document)}
    publish(make_story(reporter, **fields, go_live_at=timezone.now() + timedelta(hours=1)), reporter, chief)
    assert str(KEPT) in rename(desk, document)
    assert str(CUT) in focus(desk, picture)
    assert PortalDocument.objects.get(pk=document.pk).title == "Kế hoạch"
    assert not PortalImage.objects.get(pk=picture.pk).has_focal_point()


def test_a_document_of_a_draft_is_renamed(desk, make_story, reporter, picture, document):
    make_story(reporter, **attached(picture, document))
    assert str(KEPT) not in rename(desk, document)
    assert PortalDocument.objects.get(pk=document.pk).title == "Tên lén đổi"


def test_what_waits_for_its_approval_is_kept_until_it_is_decided(
    desk, make_story, reporter, chief, token_for, picture, document
):
    """What the approvers have before them is what is published: the picture's cut and the document's title."""
    story = make_story(reporter, **document_block(picture, document), **in_lead(picture, document))
    task_state = service.submit(story, reporter)
    assert str(WAITING) in rename(desk, document)
    form = focus(desk, picture)
    assert str(WAITING_CUT) in form
    assert HIDDEN in form
    for file, name in ((document, "title"), (picture, "focal_point_x")):
        file.refresh_from_db()
        setattr(file, name, 9)
        with pytest.raises(Rejected) as caught:
            file.save()
        assert str(file.waiting_sentence) in caught.value.messages[0]
    service.return_page(task_state.pk, chief, token_for(story), "Thiếu số liệu.")
    assert str(WAITING) not in rename(desk, document)
    assert str(WAITING_CUT) not in focus(desk, picture)
    assert PortalImage.objects.get(pk=picture.pk).has_focal_point()


def test_so_is_what_an_approver_adds_until_the_reporter_confirms(
    desk, make_story, reporter, chief, token_for, picture, document
):
    story = make_story(reporter)
    task_state = service.submit(story, reporter)
    draft = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.lead_image, draft.lead_image_alt = picture, "Hội trường"
    draft.attachments = [Attachment(document=document, title="")]
    draft.save_revision(user=chief)
    service.sign(task_state.pk, chief, token_for(story))
    assert str(WAITING) in rename(desk, document)
    assert str(WAITING_CUT) in focus(desk, picture)
    service.confirm(task_state.pk, reporter, token_for(story))
    assert "Kế hoạch" in read(story)
    assert "Tên lén đổi" not in read(story)
    assert not PortalImage.objects.get(pk=picture.pk).has_focal_point()


def focus(desk, picture) -> str:
    """Post a focal point and a title to the admin's form; return the form as it is shown next."""
    address = reverse("wagtailimages:edit", args=[picture.pk])
    data = {"title": "Tên mới", "collection": picture.collection_id, "tags": "", **FOCUS}
    assert desk.post(address, data).status_code == 302
    return desk.get(address).content.decode()


def test_a_public_picture_is_not_cut_anew(anybody, published, picture, document):
    story = published(**in_lead(picture, document))
    page, front = read(story), Client().get("/").content.decode()
    form = focus(anybody, picture)
    assert str(CUT) in form
    assert HIDDEN in form
    assert not PortalImage.objects.get(pk=picture.pk).has_focal_point()
    # Its title is for the library alone; readers read the page's own words.
    assert PortalImage.objects.get(pk=picture.pk).title == "Tên mới"
    assert (read(story), Client().get("/").content.decode()) == (page, front)


def test_nor_behind_the_form(published, picture, document):
    published(**in_lead(picture, document))
    for name, value in FOCUS.items():
        setattr(picture, name, value)
    with pytest.raises(Rejected) as caught:
        picture.save()
    assert str(CUT) in caught.value.messages[0]
    assert not PortalImage.objects.get(pk=picture.pk).has_focal_point()


def test_a_picture_of_a_draft_is_cut_as_one_likes(desk, make_story, reporter, picture, document):
    make_story(reporter, **in_lead(picture, document))
    form = focus(desk, picture)
    assert str(CUT) not in form
    assert HIDDEN not in form
    # What the style hides elsewhere.
    beside = re.search(r'<div class="w-col-span-2">(.*?)</div>', form, re.DOTALL)[1]
    assert re.search(r'<button class="[^"]*\bremove-focal-point\b', beside)
    assert "<h2" in beside
    assert '<div\n                class="focal-point-chooser"' in form
    assert PortalImage.objects.get(pk=picture.pk).has_focal_point()


@pytest.mark.parametrize("place", ["body", "attachments"])
def test_what_is_saved_holds_the_words_that_are_printed(
    make_story, reporter, chief, token_for, document, place
):
    """Whatever the document is called by the hour of the second signature: these words were signed.

    Also in a correction, which an approver saves like a draft.
    """
    story = make_story(reporter)
    chosen = {"document": document.pk, "title": ""}
    value = streamfield([("document", chosen)]) if place == "body" else inline_formset([chosen])
    task_state = service.submit(story, reporter)
    as_user(chief).post(admin("edit", story.pk), form_of(story, **nested_form_data({place: value})))
    assert printed_titles(story) == ["Kế hoạch"]
    service.sign(task_state.pk, chief, token_for(story))
    PortalDocument.objects.filter(pk=document.pk).update(title="Tên lén đổi")
    service.confirm(task_state.pk, reporter, token_for(story))
    assert "Kế hoạch" in read(story)
    assert "Tên lén đổi" not in read(story)


def printed_titles(story) -> list[str]:
    latest = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    titles = [row.title for row in latest.attachments.all()]
    return titles + [block.value["title"] for block in latest.specific.body if block.block_type == "document"]
