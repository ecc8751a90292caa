"""What ``{% picture %}`` prints: what has been made, in order and size; for a reader nothing is made."""

import logging
import re
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from wagtail.images import get_image_model

from cms.media import renditions
from cms.media.specs import PICTURE_SPECS, formats
from cms.media.tests.made import jpeg
from cms.templatetags.pictures import fetch_sizes, may_be_downloaded

pytestmark = [pytest.mark.django_db, pytest.mark.once]

READER = SimpleNamespace()
PREVIEW = SimpleNamespace(is_preview=True)


def stored(width: int = 1600, height: int = 1067, *, made: bool = True, **fields):
    """Store a picture and, unless told otherwise, what the public gets of it."""
    image = get_image_model()(title="Ảnh", **fields)
    image.file = ContentFile(jpeg(width, height), name="anh.jpg")
    image.save()
    if made:
        renditions.make(image)
    return type(image).objects.get(pk=image.pk)


def shown(image, options: str = "", request=READER) -> str:
    template = Template("{% load portal %}{% picture image alt='Hội trường' sizes='50vw' " + options + " %}")
    return template.render(Context({"image": image, "request": request}))


def attributes(html: str) -> dict[str, str]:
    return dict(re.findall(r'([a-z]+)="([^"]*)"', html.partition("<img")[2]))


def widths(html: str, tag: str) -> list[list[str]]:
    return [re.findall(r" ([0-9]+)w", found) for found in re.findall(rf"<{tag} [^>]*>", html)]


def test_avif_comes_before_webp_and_both_before_jpeg_at_three_widths():
    html = shown(stored())
    assert re.findall(r'type="image/([a-z]+)"', html) == ["avif", "webp"]
    assert widths(html, "source") == [["400", "800", "1200"]] * 2
    assert widths(html, "img") == [["400", "800", "1200"]]
    assert html.count('sizes="50vw"') == 3
    image = attributes(html)
    assert re.search(r"^/media/.+\.width-800.+\.jpg$", image["src"])
    assert (image["alt"], image["width"], image["height"]) == ("Hội trường", "800", "533")


@pytest.mark.parametrize(("shape", "found"), [("crop", ["400", "800"]), ("thumbnail", ["400"])])
def test_a_crop_has_one_shape(shape, found):
    html = shown(stored(900, 1600), f"shape='{shape}'")
    assert widths(html, "source") == [found] * 2
    image = attributes(html)
    assert (image["width"], image["height"]) in (("400", "267"), ("800", "533"))


def test_the_first_is_fetched_first_the_others_wait_and_the_lightboxs_do_neither():
    image = stored()
    assert 'fetchpriority="high"' in shown(image, "eager=True")
    assert "loading=" not in shown(image, "eager=True")
    assert 'loading="lazy"' in shown(image)
    assert "fetchpriority" not in shown(image)
    for attribute in ("loading=", "fetchpriority"):
        assert attribute not in shown(image, "waits=False")


def test_a_small_original_is_offered_once_a_width():
    assert widths(shown(stored(500, 400)), "source") == [["400", "500"]] * 2


def test_a_reader_makes_nothing(caplog):
    image = stored(made=False)
    with caplog.at_level(logging.ERROR):
        html = shown(image) + shown(image)
    assert image.renditions.count() == 0
    assert "<img" not in html
    assert html.count('<svg width="1600" height="1067" aria-hidden="true">') == 2
    assert html.count("Hội trường") == 2
    # Once a picture, not once a reader.
    assert [str(image.pk) in record.getMessage() for record in caplog.records] == [True]


def test_what_has_been_made_is_printed_and_the_rest_left_out():
    image = stored(made=False)
    renditions.make(image, [*formats("whole")["jpeg"], formats("whole")["webp"][0]])
    html = shown(image)
    assert widths(html, "source") == [["400"]]
    assert widths(html, "img") == [["400", "800", "1200"]]


def test_without_its_crop_the_whole_picture_stands_in():
    image = stored()
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 9, 9, 9, 9
    image.save()
    html = shown(image, "shape='crop'")
    assert ".width-" in html
    assert ".fill-" not in html


def test_a_preview_makes_one_jpeg_for_whatever_shape():
    image = stored(made=False)
    html = shown(image, request=PREVIEW) + shown(image, "shape='thumbnail'", request=PREVIEW)
    assert image.renditions.count() == 1
    assert html.count("<img") == 2
    assert "<source" not in html


def test_a_preview_of_a_lost_original_is_printed_all_the_same(caplog):
    image = stored(made=False)
    image.file.storage.delete(image.file.name)
    assert "picture-missing" in shown(image, request=PREVIEW)
    assert str(image.pk) in caplog.text


def test_all_pictures_of_a_page_are_one_query(django_assert_num_queries):
    images = [stored(60, 40) for _number in range(3)]
    with django_assert_num_queries(1):
        fetch_sizes([*images, None])
    with django_assert_num_queries(0):
        html = "".join(shown(image) for image in images)
    assert html.count("<img") == 3


def test_words_are_text_and_never_markup():
    image = stored(60, 40)
    template = Template("{% load portal %}{% picture image alt=alt %}")
    for made in (image, stored(60, 40, made=False)):
        html = template.render(Context({"image": made, "alt": '"><script>x</script>', "request": READER}))
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_the_address_is_that_of_the_largest_jpeg():
    template = Template("{% load portal %}{% picture_address image %}")
    assert re.search(
        r"\.width-1200\.[^/]+\.jpg$", template.render(Context({"image": stored(), "request": READER}))
    )
    assert template.render(Context({"image": stored(made=False), "request": READER})) == ""


@pytest.mark.parametrize(
    ("credit", "source", "offered"),
    [
        ("", "", True),
        ("Trần Văn Bình", "", True),
        ("Trần Văn Bình", "Báo Thanh Giang", False),
        ("© Trần Văn Bình", "", False),
        ("Bản quyền: Báo Thanh Giang", "", False),
    ],
)
def test_others_pictures_are_not_offered_as_files(credit, source, offered):
    assert may_be_downloaded(credit, source) is offered
    assert may_be_downloaded(None, None)


def test_nothing_else_is_printed_than_what_is_made():
    image = stored()
    html = "".join(shown(image, f"shape='{shape}'") for shape in ("whole", "crop", "thumbnail"))
    printed = set(re.findall(r"/media/([^ \"]+)", html))
    assert printed == {rendition.file.name for rendition in image.renditions.all()}
    assert len(printed) == len(PICTURE_SPECS)
