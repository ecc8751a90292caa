"""The files that the public gets of a picture: all of them in one go, the same that Wagtail would make."""

import pytest
from django.core.files.base import ContentFile
from PIL import Image, features
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

from cms.media import encoding
from cms.media.encoding import rendition_files
from cms.media.renditions import preview_rendition
from cms.media.specs import (
    CROPPED_SIZES,
    LARGEST_JPEG,
    PICTURE_SPECS,
    PICTURE_WIDTHS,
    PREVIEW_SPEC,
    SHAPES,
    formats,
)

from . import made

# Plain queries: what differs between databases is tested where it is asked.
pytestmark = pytest.mark.once


@pytest.fixture
def make_image(db):
    """Store a picture as the gate leaves it: ``make_image(data, "a.png", focal_point_x=…)``."""

    def make(data: bytes, name: str = "anh.jpg", **fields):
        image = get_image_model()(title="Ảnh", **fields)
        image.file = ContentFile(data, name=name)
        image.save()
        return image

    return make


def opened(file) -> Image.Image:
    file.seek(0)
    picture = Image.open(file)
    picture.load()
    return picture


def test_this_machine_writes_all_three_formats():
    assert all(features.check(name) for name in ("avif", "webp", "jpg"))


def test_three_widths_and_two_crops_in_three_formats_are_all_there_is():
    assert (
        len(set(PICTURE_SPECS)) == len(PICTURE_SPECS) == 3 * (len(PICTURE_WIDTHS) + len(CROPPED_SIZES)) == 15
    )
    printed = {spec for shape in SHAPES for specs in formats(shape).values() for spec in specs}
    assert printed == set(PICTURE_SPECS)
    assert {LARGEST_JPEG, PREVIEW_SPEC} < set(PICTURE_SPECS)
    for shape in SHAPES:
        assert list(formats(shape)) == ["avif", "webp", "jpeg"]
    with pytest.raises(KeyError):
        formats("round")


def test_jpeg_is_made_first_for_it_alone_is_enough():
    assert all("jpeg" in spec for spec in PICTURE_SPECS[:5])


def test_every_spec_becomes_a_file_of_its_format_and_size(make_image):
    image = make_image(made.jpeg(1600, 1067))
    sizes = {}
    for wanted, file in rendition_files(image, PICTURE_SPECS):
        picture = opened(file)
        assert picture.format.lower() in wanted.spec
        assert made.is_near(made.corner(picture, "upper left"), (255, 0, 0), 40)
        assert made.is_near(made.corner(picture, "lower right"), (255, 255, 255), 40)
        sizes[wanted.spec] = picture.size
    assert set(sizes) == set(PICTURE_SPECS)
    assert {size for spec, size in sizes.items() if "width" in spec} == {(400, 266), (800, 533), (1200, 800)}
    assert {size for spec, size in sizes.items() if "fill" in spec} == {(400, 267), (800, 533)}


def test_sizes_names_and_pixels_are_those_of_wagtail(make_image):
    image = make_image(
        made.jpeg(1600, 900),
        focal_point_x=1400,
        focal_point_y=800,
        focal_point_width=80,
        focal_point_height=80,
    )
    ours = {wanted.spec: file for wanted, file in rendition_files(image, PICTURE_SPECS)}
    for spec in PICTURE_SPECS:
        theirs = image.generate_rendition_file(Filter(spec))
        assert ours[spec].name == theirs.name
        one, other = opened(ours[spec]), opened(theirs)
        assert one.size == other.size, spec
        for where in ("upper left", "upper right", "lower left", "lower right"):
            assert made.is_near(made.corner(one, where), made.corner(other, where)), (spec, where)


def test_a_crop_keeps_what_the_editor_pointed_at(make_image):
    crop = formats("thumbnail")["jpeg"]
    wide = made.jpeg(1800, 400)
    around = {"focal_point_y": 200, "focal_point_width": 50, "focal_point_height": 50}
    ((_filter, left),) = rendition_files(make_image(wide, focal_point_x=100, **around), crop)
    ((_filter, right),) = rendition_files(make_image(wide, focal_point_x=1700, **around), crop)
    assert made.is_near(made.corner(opened(left), "upper right"), (255, 0, 0), 40)
    assert made.is_near(made.corner(opened(right), "upper left"), (0, 255, 0), 40)


def test_a_small_picture_is_never_enlarged(make_image):
    files = list(rendition_files(make_image(made.jpeg(300, 200)), PICTURE_SPECS))
    assert len(files) == len(PICTURE_SPECS)
    for _filter, file in files:
        picture = opened(file)
        assert (picture.width, picture.height) in ((300, 200), (300, 199), (299, 200))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L"])
def test_pictures_with_transparency_palette_or_without_colour_come_out(make_image, mode):
    image = make_image(made.encoded(made.scene(900, 600, mode), "PNG"), "anh.png")
    kinds = {opened(file).format for _filter, file in rendition_files(image, PICTURE_SPECS)}
    assert kinds == {"AVIF", "WEBP", "JPEG"}


def test_what_is_transparent_is_white_in_jpeg_and_stays_transparent_elsewhere(make_image):
    clear = Image.new("RGBA", (900, 600), (255, 0, 0, 0))
    image = make_image(made.encoded(clear, "PNG"), "anh.png")
    files = list(rendition_files(image, [specs[0] for specs in formats("whole").values()]))
    assert len(files) == len(formats("whole")) > 1
    for wanted, file in files:
        picture = opened(file)
        if "jpeg" in wanted.spec:
            assert made.is_near(picture.getpixel((200, 100)), (255, 255, 255))
        else:
            assert picture.convert("RGBA").getpixel((200, 100))[3] < 8


def test_nothing_of_the_original_but_its_pixels_goes_along(make_image):
    image = get_image_model()(title="Ảnh")
    image.file = ContentFile(made.camera_jpeg(artist="Nguyễn Văn An"), name="anh.jpg")
    image.save()
    files = list(rendition_files(image, PICTURE_SPECS))
    assert len(files) == len(PICTURE_SPECS)
    for _filter, file in files:
        file.seek(0)
        data = file.read()
        assert b"OWNER" not in data
        assert b"Exif" not in data


def test_a_lost_original_is_said_to_be_lost(make_image):
    image = make_image(made.jpeg())
    image.file.storage.delete(image.file.name)
    lost = get_image_model().objects.get(pk=image.pk)
    with pytest.raises(SourceImageIOError):
        list(rendition_files(lost, PICTURE_SPECS))


def test_the_original_is_decoded_once_whatever_is_wanted_of_it(make_image, monkeypatch):
    image = make_image(made.jpeg(1600, 1067))
    decoded = []
    open_picture = encoding.Image.open
    monkeypatch.setattr(encoding.Image, "open", lambda *given: decoded.append(given) or open_picture(*given))
    assert len(list(rendition_files(image, PICTURE_SPECS))) == len(PICTURE_SPECS)
    assert len(decoded) == 1


def test_a_preview_makes_one_jpeg_once(make_image, django_assert_num_queries):
    image = make_image(made.jpeg(1600, 1067))
    first = preview_rendition(image)
    assert (first.width, first.height) == (800, 533)
    assert preview_rendition(image) == first
    assert image.renditions.count() == 1
    fetched = type(image).objects.prefetch_related("renditions").get()
    with django_assert_num_queries(0):
        preview_rendition(fetched)
