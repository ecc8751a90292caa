"""Case m of the review: a stored file never changes, and is not lost while a page stands on it."""

import json

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from cms.media.fields import CleanFile
from cms.media.intake import FileInUse, Rejected, clean_picture, store_document, store_picture
from cms.media.models import PortalDocument, PortalImage
from cms.media.usage import uses

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(request, picture, document):
    return {"picture": picture, "document": document}[request.param]


both = pytest.mark.parametrize("file", ["picture", "document"], indirect=True)


def _replaced(file, replace) -> None:
    replace()
    file.save()


@both
def test_the_file_cannot_be_replaced(file):
    name = file.file.name
    data, other = (made.jpeg(90, 90), "b.jpg") if isinstance(file, PortalImage) else (made.pdf("2"), "b.pdf")
    store = store_picture if isinstance(file, PortalImage) else store_document
    another = store(data, other, title="Khác", user=None)
    replacements = [
        lambda: setattr(file, "file", ContentFile(data, name=other)),
        lambda: setattr(file, "file", another.file.name),
        lambda: file.file.save(other, ContentFile(data)),
        lambda: file.file.delete(),
        lambda: type(file).objects.filter(pk=file.pk).update(file="other"),
    ]
    if isinstance(file, PortalImage):
        replacements.append(lambda: setattr(file, "file", CleanFile(clean_picture(data, other))))
    for replace in replacements:
        with pytest.raises(Rejected) as caught:
            _replaced(file, replace)
        assert caught.value.code == "immutable"
        file = type(file).objects.get(pk=file.pk)
        assert file.file.name == name
        assert file.file.storage.exists(name)


@both
def test_everything_else_may_be_edited(file):
    file.title = "Tên mới"
    if isinstance(file, PortalImage):
        file.focal_point_x = file.focal_point_y = file.focal_point_width = file.focal_point_height = 9
    file.save()
    file.save(update_fields=["title"])
    type(file).objects.filter(pk=file.pk).update(title="Tên khác")
    assert type(file).objects.get(pk=file.pk).title == "Tên khác"


@both
def test_an_unused_file_may_be_deleted(file, django_capture_on_commit_callbacks):
    name, storage = file.file.name, file.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
    assert not storage.exists(name)


def _is_kept(file) -> bool:
    for delete in (file.delete, type(file).objects.filter(pk=file.pk).delete):
        with pytest.raises(FileInUse) as caught:
            delete()
        assert str(file) in caught.value.messages[0]
    return type(file).objects.filter(pk=file.pk).exists() and file.file.storage.exists(file.file.name)


@pytest.mark.parametrize(
    "place",
    [
        lambda picture, document: {"lead_image": picture, "lead_image_alt": "Hội trường"},
        lambda picture, document: {
            "body": [("picture", {"image": picture, "caption": "", "alt": "Hội trường", "decorative": False})]
        },
    ],
    ids=["lead picture", "body"],
)
def test_a_picture_of_a_draft_is_kept(make_story, reporter, picture, document, place):
    story = make_story(reporter, **place(picture, document))
    assert story.title in [use.name for use in uses(picture)]
    assert _is_kept(picture)


@pytest.mark.parametrize(
    "body",
    [
        lambda document: [("document", {"document": document, "title": "Kế hoạch"})],
        lambda document: [("paragraph", f'<p><a linktype="document" id="{document.pk}">Kế hoạch</a></p>')],
    ],
    ids=["block", "rich text"],
)
def test_a_document_of_a_draft_is_kept(make_story, reporter, document, body):
    make_story(reporter, body=body(document))
    assert _is_kept(document)


def test_a_picture_that_only_the_newest_draft_shows_is_kept(published, reporter, picture):
    story = published(title="Tin đã đăng")
    story.lead_image, story.lead_image_alt = picture, "Hội trường"
    story.save_revision(user=reporter)
    assert _is_kept(picture)
    # Taken out again before anybody signed it: nothing stands on it any more.
    story.lead_image = None
    story.save_revision(user=reporter)
    picture.delete()


def test_a_picture_is_kept_while_a_signed_text_shows_it(published, publish, reporter, chief, picture):
    story = published(title="Tin đã đăng", lead_image=picture, lead_image_alt="Hội trường")
    story.lead_image = None
    story.save_revision(user=reporter)
    story = publish(story, reporter, chief)
    assert story.lead_image is None
    assert _is_kept(picture)


def test_numbers_are_not_mistaken(make_story, reporter, picture, document):
    # Text that holds the picture's number, in every clothing, is no use of the picture.
    number = picture.pk
    make_story(
        reporter,
        title=f"{number}",
        lead=f'"image": {number}, id="{number}"',
        body=[("paragraph", f'<p>[{number}] "image": {number},</p>')],
    )
    # Nor is a document that happens to have the same number.
    PortalDocument.objects.filter(pk=document.pk).update(id=number)
    document = PortalDocument.objects.get(pk=number)
    make_story(reporter, body=[("document", {"document": document, "title": ""})])
    assert list(uses(document))
    assert list(uses(picture)) == []
    picture.delete()


@both
def test_the_admin_refuses_with_a_sentence(file, make_story, reporter, client, superuser):
    kind = "document" if isinstance(file, PortalDocument) else "image"
    app = "wagtaildocs" if kind == "document" else "wagtailimages"
    body = {"document": ("document", {"document": file, "title": ""})}.get(
        kind, ("picture", {"image": file, "caption": "", "alt": "a", "decorative": False})
    )
    make_story(reporter, title="Tin đang dùng tệp", body=[body])
    client.force_login(superuser)
    urls = [
        reverse(f"{app}:delete", args=[file.pk]),
        reverse("wagtail_bulk_action", args=["media", f"portal{kind}", "delete"]) + f"?id={file.pk}",
    ]
    for url in urls:
        answer = client.post(url, follow=True)
        assert answer.status_code == 200
        assert any("Tin đang dùng tệp" in str(message) for message in answer.context["messages"])
        assert type(file).objects.filter(pk=file.pk).exists()
    answer = client.post(reverse(f"{app}:delete_multiple", args=[file.pk])).json()
    assert answer["success"] is False
    assert "Tin đang dùng tệp" in answer["error_message"]
    assert type(file).objects.filter(pk=file.pk).exists()


HEADLINE = "Chuyện chưa ai được biết"


def _told(client, picture) -> str:
    """Try to delete the picture by each of the admin's ways; return all that is said about it."""
    urls = [
        reverse("wagtailimages:delete", args=[picture.pk]),
        reverse("wagtail_bulk_action", args=["media", "portalimage", "delete"]) + f"?id={picture.pk}",
        reverse("wagtailimages:delete_multiple", args=[picture.pk]),
        reverse("wagtailimages:image_usage", args=[picture.pk]),
    ]
    said = [client.get(urls[-1]).content.decode()]
    for url in urls[:-1]:
        answer = client.post(url)
        said.append(str([str(message) for message in get_messages(answer.wsgi_request)]))
        said.append(json.loads(answer.content)["error_message"] if "multiple" in url else "")
        client.cookies.pop("messages", None)
    assert PortalImage.objects.filter(pk=picture.pk).exists()
    return " ".join(said)


@pytest.fixture
def theirs(picture, other_reporter):
    """The picture as another reporter's, who may therefore delete it, and that reporter's browser."""
    picture.uploaded_by_user = other_reporter
    picture.save()
    client = Client()
    client.force_login(other_reporter)
    return client


def test_a_draft_of_others_is_not_named(make_story, reporter, theirs, picture, client):
    make_story(reporter, title=HEADLINE, lead_image=picture, lead_image_alt="Hội trường")
    said = _told(theirs, picture)
    assert picture.title in said, "why it is kept is said all the same"
    assert HEADLINE not in said
    client.force_login(reporter)
    with pytest.raises(FileInUse) as caught:
        picture.delete()
    assert HEADLINE in caught.value.messages[0], "a command, which nobody reads in the newsroom, names it"


@pytest.mark.parametrize("shown_live", [True, False], ids=["also live", "only in the draft"])
def test_a_public_page_is_named_as_the_public_knows_it(
    published, reporter, theirs, picture, chief, client, shown_live
):
    story = published(
        title="Tin đã đăng", **({"lead_image": picture, "lead_image_alt": "a"} if shown_live else {})
    )
    story.title, story.lead_image, story.lead_image_alt = HEADLINE, picture, "Hội trường"
    story.save_revision(user=reporter)
    said = _told(theirs, picture)
    assert HEADLINE not in said
    assert "Tin đã đăng" in said


def test_whom_the_draft_concerns_reads_its_name(make_story, other_reporter, theirs, picture):
    make_story(other_reporter, title=HEADLINE, lead_image=picture, lead_image_alt="Hội trường")
    assert HEADLINE in _told(theirs, picture)


def test_the_uploaders_answer_is_inert(make_story, reporter, client, superuser, picture):
    make_story(reporter, title="<img src=x onerror=alert(1)>", lead_image=picture, lead_image_alt="a")
    client.force_login(superuser)
    answer = client.post(reverse("wagtailimages:delete_multiple", args=[picture.pk])).json()
    assert "<img" not in answer["error_message"]


def test_a_collection_does_not_take_its_pictures_along(make_story, reporter, picture):
    collection = Collection.get_first_root_node().add_child(name="Ảnh cũ")
    picture.collection = collection
    picture.save()
    make_story(reporter, lead_image=picture, lead_image_alt="a")
    with pytest.raises((FileInUse, ProtectedError)):
        Collection.objects.get(pk=collection.pk).delete()
    assert PortalImage.objects.filter(pk=picture.pk).exists()
