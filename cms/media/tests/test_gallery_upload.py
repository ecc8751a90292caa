"""One picture at a time into a gallery, and what its row says of it."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import Collection, ReferenceIndex

from cms.media.intake import store_picture
from cms.media.models import PortalImage
from cms.media.picture_facts import picture_facts, size_warning
from news.models import GalleryImage

from . import made

pytestmark = [pytest.mark.django_db, pytest.mark.once]

XHR = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def send(client: Client, reporter):
    """Upload as the reporter: ``send(data, "a.jpg")``."""
    client.force_login(reporter)

    def post(data: bytes | None, name: str = "a.jpg", by: Client = client):
        file = io.BytesIO(data or b"")
        file.name = name
        return by.post(reverse("gallery_upload"), {"file": file} if data is not None else {}, headers=XHR)

    return post


def stored_files() -> list[str]:
    return [str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_picture_is_stored_and_described(send, reporter, collection):
    answer = send(
        made.camera_jpeg(artist="Lê Thị Mai", caption="Phiên khai mạc", taken="2026:05:11 08:15:00")
    )
    picture = PortalImage.objects.get()
    assert answer.status_code == 200
    assert (picture.uploaded_by_user, picture.collection) == (reporter, collection)
    assert answer.json()["known"] is False
    chosen, facts = answer.json()["picture"], answer.json()["facts"]
    # What Wagtail's chooser takes: setStateFromModalData().
    assert set(chosen) >= {"id", "title", "edit_url", "preview"}
    assert (chosen["id"], chosen["title"]) == (picture.pk, "Phiên khai mạc")
    assert set(chosen["preview"]) >= {"url", "width", "height"}
    assert (facts["caption"], facts["credit"]) == ("Phiên khai mạc", "Lê Thị Mai")
    assert "11/5/2026" in facts["taken_words"]
    assert len(facts["notes"]) == 1  # the place that was removed
    assert picture.removed_gps
    assert facts["edit_url"] == reverse("wagtailimages:edit", args=[picture.pk])


def test_the_same_picture_again_is_the_stored_one(send, other_reporter):
    first = send(made.jpeg()).json()
    files = stored_files()
    again = send(made.jpeg(), "ten-khac.jpg").json()
    other = Client()
    other.force_login(other_reporter)
    theirs = send(made.jpeg(), by=other).json()
    assert (again["known"], theirs["known"]) == (True, True)
    assert {answer["picture"]["id"] for answer in (first, again, theirs)} == {PortalImage.objects.get().pk}
    assert stored_files() == files
    assert theirs["facts"]["edit_url"] == ""  # it is not theirs to edit


@pytest.mark.parametrize("data", [b"", b"<html></html>", made.jpeg()[:200], None])
def test_what_the_gate_refuses_is_named_and_nothing_is_stored(send, data):
    answer = send(data, "<b>anh</b>.jpg")
    assert answer.status_code == 422
    assert len(answer.json()["error"]) > 20
    assert not PortalImage.objects.exists()
    assert not stored_files()


def test_a_full_disk_is_a_sentence(send, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    answer = send(made.jpeg())
    assert answer.status_code == 422
    assert not PortalImage.objects.exists()


def test_only_who_may_add_pictures_may_upload(send, client, make_user):
    visitor = make_user("khach")
    visitor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    stranger = Client()
    stranger.force_login(visitor)
    answers = [send(made.jpeg(), by=stranger), send(made.jpeg(), by=Client())]
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert not PortalImage.objects.exists()
    assert not stored_files()


def test_another_site_cannot_upload(reporter):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reporter)
    browser.post(reverse("gallery_upload"), {"file": io.BytesIO(made.jpeg())}, headers=XHR)
    assert not PortalImage.objects.exists()


def test_a_picture_from_where_one_may_not_choose_is_not_handed_out(send):
    secret = Collection.get_first_root_node().add_child(name="Hồ sơ")
    store_picture(made.jpeg(), "a.jpg", title="Hồ sơ mật", user=None, collection=secret)
    answer = send(made.jpeg())
    assert answer.status_code == 422
    assert "Hồ sơ mật" not in answer.content.decode()
    assert PortalImage.objects.count() == 1


def test_the_database_is_not_locked_while_a_picture_is_decoded():
    view = resolve(reverse("gallery_upload")).func
    assert "default" in view._non_atomic_requests


def test_facts_are_told_of_pictures_one_may_choose(client, reporter, picture, django_assert_max_num_queries):
    hidden = store_picture(
        made.jpeg(80), "b.jpg", title="Mật", user=None, collection=Collection.get_first_root_node()
    )
    client.force_login(reporter)
    answer = client.get(
        reverse("gallery_facts"), {"id": [picture.pk, hidden.pk, "abc", "9" * 30, "-1"], "page": "x"}
    )
    assert list(answer.json()["facts"]) == [str(picture.pk)]


@pytest.mark.parametrize(
    ("width", "height", "warned"),
    [
        (4000, 3000, ""),
        (1200, 800, ""),
        (800, 1200, ""),
        (1199, 900, "soft"),
        (800, 600, "soft"),
        (799, 600, "blur"),
    ],
)
def test_sizes(width, height, warned):
    sentence = size_warning(width, height)
    kinds = {size_warning(799, 1): "blur", size_warning(800, 1): "soft", "": ""}
    assert kinds[sentence] == warned
    assert len(kinds) == 3


def test_other_uses_are_named_as_far_as_one_may_read(
    make_story, published, reporter, other_reporter, chief, picture, django_assert_num_queries
):
    own = make_story(reporter, title="Bản nháp của tôi")
    theirs = make_story(other_reporter, title="Bản nháp của người khác")
    here = make_story(reporter, title="Bài đang viết")
    for story in (own, theirs, here):
        story.gallery_images = [GalleryImage(image=picture, alt="Hai người")]
        story.save()
    published(title="Bài đã đăng", lead_image=picture, lead_image_alt="Hai người bắt tay")

    told = picture_facts([picture], reporter, here.pk)[picture.pk]["notes"][0]
    assert "Bản nháp của tôi" in told
    assert "Bài đã đăng" in told
    assert "người khác" not in told
    assert "Bài đang viết" not in told
    assert "người khác" in picture_facts([picture], chief, here.pk)[picture.pk]["notes"][0]

    more = [store_picture(made.jpeg(60 + n), f"{n}.jpg", title="", user=reporter) for n in range(5)]
    picture_facts([picture], reporter)  # what the process keeps is read
    with django_assert_num_queries(3):
        picture_facts([picture, *more], reporter, here.pk)
    assert ReferenceIndex.objects.filter(to_object_id=str(picture.pk)).count() >= 4


def test_what_the_file_said_is_kept_whatever_way_it_came(desk, collection, upload):
    data = made.agency_jpeg("Lễ phát động thi đua " + "x" * 400, "Thanh Hà")
    desk.post(
        reverse("wagtailimages:add"),
        {"title": "Phát động", "file": upload(data), "collection": collection.pk, "tags": "", "credit": ""},
    )
    picture = PortalImage.objects.get()
    assert picture.file_caption.startswith("Lễ phát động thi đua")
    assert len(picture.file_caption) == 300
    assert not picture.removed_gps
    picture.full_clean(exclude=["file"])
    with pytest.raises(ValidationError):
        store_picture(b"no picture", "a.jpg", title="", user=None)
