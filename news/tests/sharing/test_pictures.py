"""The lead picture where a story is shared: its largest public JPEG, if there is one."""

import pytest
from django.test import RequestFactory
from wagtail.images import get_image_model

from cms.media.specs import LARGEST_JPEG, formats
from news.models import StoryPage
from news.sharing.pictures import picture_of, with_picture
from news.tests.sharing.xml import IMAGE, MEDIA, texts, xml_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictured(published, make_picture):
    """A public story with a lead picture of 1600 × 900 pixels."""
    image = make_picture(1600, 900)
    return published(lead_image=image, lead_image_alt="Toàn cảnh hội nghị", lead_image_caption="Hội nghị")


@pytest.fixture
def make_picture(portal):
    """Make a picture of the library, through the gate."""
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    def make(width: int, height: int):
        data = BytesIO()
        Image.new("RGB", (width, height), "steelblue").save(data, "JPEG")
        file = SimpleUploadedFile("hoi-nghi.jpg", data.getvalue(), "image/jpeg")
        return get_image_model().objects.create(title="Hội nghị", file=file, collection=portal.collection)

    return make


def shared(story):
    request = RequestFactory().get("/", headers={"host": "localhost"})
    return picture_of(request, with_picture(StoryPage.objects.filter(pk=story.pk)).get())


def test_it_is_the_largest_jpeg_that_exists(pictured, portal):
    found = shared(pictured)
    largest = pictured.lead_image.renditions.get(filter_spec=LARGEST_JPEG)
    assert (found.address, found.width, found.height) == (portal.site.root_url + largest.url, 1200, 675)
    assert (found.alt, found.caption) == ("Toàn cảnh hội nghị", "Hội nghị")
    largest.delete()
    smaller = pictured.lead_image.renditions.get(filter_spec=formats("whole")["jpeg"][-2])
    assert shared(pictured).address == portal.site.root_url + smaller.url


def test_without_one_there_is_none(pictured, published):
    assert shared(published()) is None
    pictured.lead_image.renditions.all().delete()
    assert shared(pictured) is None


def test_it_stands_in_card_data_feed_sitemap_and_api(client, pictured, portal):
    address = shared(pictured).address
    page = client.get(pictured.url).content.decode()
    for name, value in (
        ("og:image", address),
        ("og:image:width", "1200"),
        ("og:image:height", "675"),
        ("og:image:alt", "Toàn cảnh hội nghị"),
    ):
        assert f'<meta property="{name}" content="{value}">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    # The caption as a caption: what the picture shows is said beside the card.
    assert f'"url":"{address}","width":1200,"height":675,"caption":"Hội nghị"' in page
    for feed in ("/rss/", "/atom/"):
        (media,) = xml_of(client.get(feed)).iter(f"{MEDIA}content")
        assert (media.get("url"), media.get("width"), media.get("type")) == (address, "1200", "image/jpeg")
    assert texts(xml_of(client.get("/sitemap-tin-bai.xml")), f"{IMAGE}loc") == [address]
    assert client.get("/api/v2/trang/").json()["items"][0]["picture"] == {
        "url": address,
        "width": 1200,
        "height": 675,
        "alt": "Toàn cảnh hội nghị",
    }
    path = address.removeprefix(portal.site.root_url)
    assert client.get(path).status_code == 200, "the address that is given out answers"
