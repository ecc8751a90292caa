"""What is stored: the cleaned file, once, under a name that nobody guesses, whatever the way in."""

import errno
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from wagtail.models import Collection

from cms.media.intake import Rejected, store_document, store_picture
from cms.media.models import PortalDocument, PortalImage

from . import made

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def stored_files(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_picture_is_stored_with_its_facts(reporter, settings):
    taken = "2026:05:26 08:30:00"
    data = made.camera_jpeg(6, artist="Trần Thị Bình", caption="Quang cảnh hội nghị", taken=taken)
    image = store_picture(data, "DSC_0001.JPG", title="", user=reporter)
    image.refresh_from_db()
    assert (image.title, image.credit) == ("Quang cảnh hội nghị", "Trần Thị Bình")
    assert (image.width, image.height) == (48, 64)
    assert image.taken_at.year == 2026
    assert image.uploaded_by_user == reporter
    with image.open_file() as file:
        content = file.read()
    assert b"Exif" not in content
    assert image.file_size == len(content)
    assert len(stored_files(settings)) == 1


def test_what_is_said_wins_over_the_file(reporter):
    image = store_picture(
        made.camera_jpeg(artist="Máy ảnh số 3", caption="Chú thích trong tệp"),
        "a.jpg",
        title="Toàn cảnh",
        user=reporter,
        credit="Lê Văn Cường",
        description="Hội trường",
    )
    assert (image.title, image.credit, image.description) == ("Toàn cảnh", "Lê Văn Cường", "Hội trường")


@pytest.mark.parametrize(
    ("store", "data", "name"), [(store_picture, made.jpeg(), "a.jpg"), (store_document, made.pdf(), "a.pdf")]
)
def test_the_same_file_again_is_the_stored_one(store, data, name, settings):
    first = store(data, name, title="Một", user=None)
    again = store(data, "khac-" + name, title="Hai", user=None)
    assert again == first
    assert len(stored_files(settings)) == 1
    first.file.storage.delete(first.file.name)
    assert store(data, name, title="Ba", user=None) != first  # the stored one is lost: it is no answer


def test_collection_and_title(portal):
    collection = Collection.objects.get(name="Tin bài")
    document = store_document(made.pdf(), "Quyết định 42.pdf", title="", user=None, collection=collection)
    assert document.collection == collection
    assert document.title == "Quyết định 42.pdf"
    assert len(store_document(made.pdf("2"), "b.pdf", title="ă" * 400, user=None).title) == 255


def test_names_are_safe_and_unguessable():
    image = store_picture(made.jpeg(), "../Hội nghị ngày 26/5.jpg", title="a", user=None)
    document = store_document(made.pdf(), "Kế hoạch.pdf", title="a", user=None)
    assert re.fullmatch(r"original_images/[0-9a-f]{32}/[0-9a-f]{16}-5\.jpg", image.file.name)
    assert re.fullmatch(r"documents/[0-9a-f]{32}/ke-hoach-[0-9a-f]{16}\.pdf", document.file.name)
    long = store_picture(made.jpeg(80, 80), "a" * 300 + ".jpg", title="a", user=None)
    rendition = long.get_rendition("fill-1200x675-c100|format-webp|webpquality-80")
    # The rendition's public name keeps the token that makes it unguessable, and not the original's folder.
    assert Path(long.file.name).stem[:16] in rendition.file.name
    assert long.file.name.split("/")[1] not in rendition.file.name


def test_renditions_carry_nothing_of_the_camera():
    image = store_picture(made.camera_jpeg(6, artist="Trần Thị Bình"), "a.jpg", title="a", user=None)
    for spec in ("max-20x20", "original", "fill-10x10|format-webp"):
        content = image.get_rendition(spec).file.read()
        for trace in (b"Exif", b"OWNER", b"SECRET-COMMENT", "Bình".encode()):
            assert trace not in content
    assert image.get_rendition("original").width == 48


def test_a_script_that_goes_past_the_gate_is_led_through_it():
    image = PortalImage(title="a", file=ContentFile(made.camera_jpeg() + b"<script>", name="x.php"))
    image.save()
    with image.open_file() as file:
        content = file.read()
    assert image.file.name.endswith(".jpg")
    assert b"<script>" not in content
    assert b"Exif" not in content
    # The hash is that of what is stored, so that the picture is found again.
    assert store_picture(made.camera_jpeg(), "b.jpg", title="b", user=None) == image


@pytest.mark.parametrize("model", [PortalDocument, PortalImage])
def test_and_what_the_gate_refuses_is_not_stored(model, settings):
    file = model(title="a")
    with pytest.raises(Rejected):
        file.file.save("a.pdf", ContentFile(b"<html>"))
    assert model.objects.count() == 0
    assert stored_files(settings) == []


@pytest.mark.parametrize(
    ("store", "data", "name"), [(store_picture, made.jpeg(), "a.jpg"), (store_document, made.pdf(), "a.pdf")]
)
def test_a_full_disk_leaves_nothing_behind(store, data, name, settings, monkeypatch):
    write = FileSystemStorage._save

    def fills_up(self, path, content):
        write(self, path, ContentFile(b"half of it"))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", fills_up)
    with pytest.raises(Rejected) as caught, transaction.atomic():
        store(data, name, title="a", user=None)
    assert caught.value.code == "not_stored"
    assert stored_files(settings) == []
    assert PortalImage.objects.count() == PortalDocument.objects.count() == 0
