"""Every place of the admin that takes a file: library, chooser, multiple uploader, and their edit forms."""

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from wagtail.models import UploadedFile

from cms.media.intake import store_picture
from cms.media.models import PortalDocument, PortalImage

from . import made

CAMERA = made.camera_jpeg(artist="Trần Thị Bình", caption="Quang cảnh hội nghị")
KINDS = [
    pytest.param("wagtailimages", PortalImage, CAMERA, "DSC_0001.JPG", id="picture"),
    pytest.param("wagtaildocs", PortalDocument, made.pdf(), "Kế hoạch.pdf", id="document"),
]


def content_of(item) -> bytes:
    with item.open_file() as file:
        return file.read()


def test_the_settings_name_the_gate():
    assert django_settings.WAGTAILIMAGES_IMAGE_FORM_BASE == "cms.media.forms.PictureForm"
    assert django_settings.WAGTAILDOCS_DOCUMENT_FORM_BASE == "cms.media.forms.DocumentForm"
    assert "cms.media.middleware.RefusalMiddleware" in django_settings.MIDDLEWARE


@pytest.mark.parametrize(("app", "model", "data", "name"), KINDS)
def test_library(desk, collection, upload, app, model, data, name):
    response = desk.post(
        reverse(f"{app}:add"),
        {"title": "Tên tôi đặt", "file": upload(data, name), "collection": collection.pk},
    )
    assert response.status_code == 302
    stored = model.objects.get()
    assert stored.title == "Tên tôi đặt"
    assert b"Exif" not in content_of(stored)


@pytest.mark.parametrize(("app", "model", "data", "name"), KINDS)
def test_multiple_uploader(desk, collection, upload, app, model, data, name):
    response = desk.post(
        reverse(f"{app}:add_multiple"),
        {"title": Path(name).stem, "files[]": upload(data, name), "collection": collection.pk},
    )
    assert response.json()["success"] is True
    stored = model.objects.get()
    assert b"Exif" not in content_of(stored)
    assert stored.file_hash
    if model is PortalImage:
        # The script proposes the file's name; the camera's caption says more.
        assert (stored.title, stored.credit) == ("Quang cảnh hội nghị", "Trần Thị Bình")


@pytest.mark.parametrize(("app", "model", "data", "name"), KINDS)
def test_chooser(desk, collection, upload, app, model, data, name):
    prefix = "image-chooser-upload" if model is PortalImage else "document-chooser-upload"
    response = desk.post(
        reverse(f"{app}_chooser:create"),
        {
            f"{prefix}-title": "DSC 0001",
            f"{prefix}-file": upload(data, name),
            f"{prefix}-collection": collection.pk,
        },
    )
    assert response.json()["step"] == "chosen"
    stored = model.objects.get()
    assert b"Exif" not in content_of(stored)
    assert stored.title == ("Quang cảnh hội nghị" if model is PortalImage else "DSC 0001")


HOSTILE = [
    pytest.param("wagtailimages", b"<svg onload=alert(1)>", "a.jpg", id="svg"),
    pytest.param("wagtailimages", b"", "a.jpg", id="empty picture"),
    pytest.param("wagtailimages", made.jpeg(800, 600)[:9000], "a.jpg", id="truncated"),
    pytest.param("wagtailimages", made.png_bomb(30_000, 30_000), "a.png", id="bomb"),
    pytest.param("wagtailimages", b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 99, "a.jpg", id="header"),
    pytest.param("wagtaildocs", b"<html>", "a.pdf", id="html"),
    pytest.param("wagtaildocs", b"", "a.pdf", id="empty document"),
    pytest.param("wagtaildocs", made.office("docx", {"word/vbaProject.bin": "x"}), "a.docx", id="macros"),
]


@pytest.mark.parametrize(("app", "data", "name"), HOSTILE)
def test_what_is_refused_is_refused_everywhere(desk, collection, upload, settings, app, data, name):
    prefix = "image-chooser-upload" if app == "wagtailimages" else "document-chooser-upload"
    fields = {"title": "Tên tôi đặt", "collection": collection.pk}
    library = desk.post(reverse(f"{app}:add"), {**fields, "file": upload(data, name)})
    assert library.status_code == 200
    (sentence,) = library.context["form"].errors["file"]
    # What was typed is not lost.
    assert "Tên tôi đặt" in library.content.decode()
    many = desk.post(reverse(f"{app}:add_multiple"), {**fields, "files[]": upload(data, name)}).json()
    assert many == {"success": False, "error_message": sentence}
    chosen = desk.post(
        reverse(f"{app}_chooser:create"),
        {**{f"{prefix}-{key}": value for key, value in fields.items()}, f"{prefix}-file": upload(data, name)},
    ).json()
    assert chosen["step"] == "reshow_creation_form"
    assert PortalImage.objects.count() == PortalDocument.objects.count() == UploadedFile.objects.count() == 0
    assert not any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


def test_no_file_at_all(desk, collection):
    for app in ("wagtailimages", "wagtaildocs"):
        response = desk.post(reverse(f"{app}:add"), {"title": "a", "collection": collection.pk})
        assert "file" in response.context["form"].errors


def test_a_title_that_does_not_fit_keeps_no_file_from_being_cleaned(desk, collection, upload):
    for number, title in enumerate(["ă" * 400, "", "\u202e \u200b"]):
        response = desk.post(
            reverse("wagtailimages:add_multiple"),
            {
                "title": title,
                "files[]": upload(made.jpeg(64 + number), "x" * 300 + ".jpg"),
                "collection": collection.pk,
            },
        )
        assert response.json()["success"] is True
    titles = PortalImage.objects.values_list("title", flat=True)
    assert len(titles) == 3
    assert all(0 < len(title) <= 255 for title in titles)
    assert UploadedFile.objects.count() == 0


@pytest.mark.parametrize(("app", "model", "data", "name"), KINDS)
def test_what_wagtail_puts_aside_is_cleaned_too(desk, superuser, collection, upload, app, model, data, name):
    # A collection that is no choice, by somebody who has a choice: Wagtail keeps the file for a second form.
    desk.force_login(superuser)
    response = desk.post(
        reverse(f"{app}:add_multiple"), {"title": "a", "files[]": upload(data, name), "collection": "99999"}
    )
    assert response.json()["success"] is True
    aside = UploadedFile.objects.get()
    assert b"Exif" not in aside.file.read()
    url = (
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[aside.pk])
        if model is PortalImage
        else reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[aside.pk])
    )
    prefix = f"uploaded-{'image' if model is PortalImage else 'document'}-{aside.pk}"
    fields = {f"{prefix}-title": "Tên", f"{prefix}-collection": collection.pk, f"{prefix}-tags": ""}
    response = desk.post(url, fields)
    assert response.json()["success"] is True
    stored = model.objects.get()
    assert stored.title == "Tên"
    assert b"Exif" not in content_of(stored)


def test_a_picture_sent_twice_is_offered(desk, collection, upload):
    first = store_picture(CAMERA, "a.jpg", title="Ảnh đầu", user=None, collection=collection)
    many = desk.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "b", "files[]": upload(CAMERA, "b.jpg"), "collection": collection.pk},
    ).json()
    assert many["duplicate"] is True
    assert "Ảnh đầu" in many["confirm_duplicate_upload"]
    chosen = desk.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "c",
            "image-chooser-upload-file": upload(CAMERA, "c.jpg"),
            "image-chooser-upload-collection": collection.pk,
        },
    ).json()
    assert chosen["step"] == "duplicate_found"
    # "Use existing and delete new" takes the new one away again.
    new = PortalImage.objects.latest("pk")
    use_existing = reverse("wagtailimages_chooser:chosen", args=[first.pk])
    response = desk.post(reverse("wagtailimages:delete", args=[new.pk]) + f"?next={use_existing}")
    assert response.headers["Location"] == use_existing
    assert not PortalImage.objects.filter(pk=new.pk).exists()


@pytest.mark.parametrize(("kind", "app"), [("picture", "wagtailimages"), ("document", "wagtaildocs")])
def test_the_edit_form_changes_everything_but_the_file(request, desk, upload, kind, app):
    item = request.getfixturevalue(kind)
    before = (item.file.name, item.file_hash, content_of(item))
    url = reverse(f"{app}:edit", args=[item.pk])
    page = desk.get(url)
    assert page.status_code == 200
    assert 'type="file"' not in page.content.decode()
    other = (made.jpeg(90, 90), "khac.jpg") if kind == "picture" else (made.pdf("other"), "khac.pdf")
    fields = {"title": "Tên mới", "collection": item.collection_id, "file": upload(*other)}
    if kind == "picture":
        fields |= {"credit": "Lê Văn Cường", "description": "Hội trường"}
        fields |= {"focal_point_x": 20, "focal_point_y": 20, "focal_point_width": 8, "focal_point_height": 8}
    assert desk.post(url, fields).status_code == 302
    item = type(item).objects.get(pk=item.pk)
    assert item.title == "Tên mới"
    assert (item.file.name, item.file_hash, content_of(item)) == before
    if kind == "picture":
        assert item.credit == "Lê Văn Cường"
        assert item.has_focal_point()


@pytest.mark.parametrize(("kind", "app"), [("picture", "wagtailimages"), ("document", "wagtaildocs")])
def test_the_multiple_uploaders_second_step_cannot_replace_the_file_either(request, desk, upload, kind, app):
    item = request.getfixturevalue(kind)
    prefix = f"{'image' if kind == 'picture' else 'doc'}-{item.pk}"
    response = desk.post(
        reverse(f"{app}:edit_multiple", args=[item.pk]),
        {
            f"{prefix}-title": "Tên mới",
            f"{prefix}-collection": item.collection_id,
            f"{prefix}-tags": "",
            f"{prefix}-file": upload(made.jpeg(90, 90)),
        },
    )
    assert json.loads(response.content)["success"] is True
    changed = type(item).objects.get(pk=item.pk)
    assert (changed.title, changed.file.name) == ("Tên mới", item.file.name)
