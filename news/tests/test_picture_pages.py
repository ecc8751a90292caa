"""Every picture of a gallery has a page of its own, while its story is public, and in previews."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model

from cms.media.tests.made import jpeg
from cms.workflow import service
from cms.workflow.models import TakeDown
from news.models import GalleryImage, NewsArticlePage

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def stored(number: int):
    return get_image_model().objects.create(
        title=f"Ảnh {number}", file=ContentFile(jpeg(900 + number, 600), name=f"anh-{number}.jpg")
    )


@pytest.fixture
def draft(make_story, reporter):
    """A draft with three pictures: with caption and credit, decorative, with others' rights."""
    story = make_story(reporter, title="Hội nghị sơ kết")
    story.gallery_images.add(
        GalleryImage(image=stored(1), alt="Cảnh một", caption="Khai mạc", credit="Lê Mai", sort_order=0),
        GalleryImage(image=stored(2), decorative=True, caption="Hoa", sort_order=1),
        GalleryImage(image=stored(3), alt="Cảnh ba", credit="© Báo Thanh Giang", sort_order=2),
    )
    story.save_revision(user=reporter, log_action=True)
    return NewsArticlePage.objects.get(pk=story.pk)


@pytest.fixture
def story(draft, publish, reporter, chief):
    return publish(draft, reporter, chief)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def links(html: str, rel: str) -> list[str]:
    return re.findall(rf'rel="{rel}" href="([^"]*)"', html)


def test_a_picture_has_its_page_with_all_that_belongs_to_it(client, story):
    html = read(client, f"{story.url}anh/1/")
    assert "1 / 3" in html
    assert 'alt="Cảnh một"' in html
    assert "Khai mạc" in html
    assert "Lê Mai" in html
    assert 'fetchpriority="high"' in html
    assert f'href="{story.url}#anh-1"' in html
    assert (links(html, "prev"), links(html, "next")) == ([], [f"{story.url}anh/2/"])


def test_the_pages_lead_from_one_to_the_next(client, story):
    middle = read(client, f"{story.url}anh/2/")
    assert (links(middle, "prev"), links(middle, "next")) == ([f"{story.url}anh/1/"], [f"{story.url}anh/3/"])
    last = read(client, f"{story.url}anh/3/")
    assert (links(last, "prev"), links(last, "next")) == ([f"{story.url}anh/2/"], [])


def test_search_engines_do_not_keep_it_and_are_not_told_that_it_is_the_story(client, story):
    """``noindex`` beside another page's canonical address could be taken for that page's."""
    html = read(client, f"{story.url}anh/2/?utm_source=zalo")
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{story.full_url}anh/2/">' in html


@pytest.mark.parametrize(
    "rest",
    ["anh/0/", "anh/4/", "anh/99999999999/", "anh/abc/", "anh/-1/", "anh/01/", "anh/1/2/", "anh/", "anhs/1/"],
)
def test_there_is_no_other_picture(client, story, rest):
    assert client.get(story.url + rest).status_code == 404


def test_another_alphabets_digit_is_no_number(client, story):
    assert client.get(f"{story.url}anh/%D9%A1/").status_code == 404


def test_a_story_without_a_gallery_has_no_pictures_pages(client, published):
    assert client.get(f"{published().url}anh/1/").status_code == 404


def test_a_draft_and_a_withdrawn_story_show_no_picture(client, draft, publish, reporter, chief, token_for):
    assert client.get(f"{draft.url}anh/1/").status_code == 404
    story = publish(draft, reporter, chief)
    address = f"{story.url}anh/1/"
    assert "Khai mạc" in read(client, address)
    service.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, "Cơ quan đã rút bài này.")
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Khai mạc" not in answer.content.decode()


def test_a_preview_shows_the_picture_too_and_stays_a_preview(client, draft, reporter):
    client.force_login(reporter)
    revision = draft.latest_revision
    address = f"/quan-tri/pages/{draft.pk}/revisions/{revision.pk}/view/"
    html = read(client, address)
    assert 'href="?mode=anh-2"' in html
    assert f'href="{draft.url}anh/' not in html
    html = read(client, f"{address}?mode=anh-2")
    assert "2 / 3" in html
    assert (links(html, "prev"), links(html, "next")) == (["?mode=anh-1"], ["?mode=anh-3"])
    assert 'href="?#anh-2"' in html
    assert "canonical" not in html


def test_the_gallery_links_to_the_pages_and_keeps_the_large_pictures_back(client, story):
    html = read(client, story.url)
    for number in (1, 2, 3):
        assert f'id="anh-{number}"' in html
        assert f'href="{story.url}anh/{number}/"' in html
    templates = re.findall(r"<template data-large>(.*?)</template>", html, flags=re.DOTALL)
    assert len(templates) == 3
    outside = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    assert "width-1200" not in outside
    assert outside.count(".fill-400x267.") == 3 * 3  # AVIF, WebP, JPEG
    assert html.count("js/lightbox.js") == 1


def test_the_file_is_offered_where_it_is_the_portals_own(client, story):
    assert 'download="hoi-nghi-so-ket-1.jpg"' in read(client, f"{story.url}anh/1/")
    assert "download=" not in read(client, f"{story.url}anh/3/")
    templates = re.findall(r"<template data-large>(.*?)</template>", read(client, story.url), flags=re.DOTALL)
    assert ["download=" in template for template in templates] == [True, True, False]


def test_the_file_is_saved_under_the_name_that_the_page_says(client, story):
    address = re.search(r'href="(/media/[^"]+)" download=', read(client, f"{story.url}anh/1/"))[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "Content-Disposition" not in answer


def test_a_picture_without_words_is_a_link_with_a_name(client, story):
    outside = re.sub(r"<template.*?</template>", "", read(client, story.url), flags=re.DOTALL)
    assert ["aria-label" in link for link in re.findall(r"<a class=\"enlarge\"[^>]*>", outside)] == [
        False,
        True,
        False,
    ]


def test_a_story_without_pictures_loads_no_lightbox(client, published):
    assert "lightbox" not in read(client, published().url)


def test_a_row_of_pictures_is_enlarged_too(client, make_story, publish, reporter, chief):
    shown = [{"image": stored(number), "alt": f"Đại biểu hàng {number}", "credit": ""} for number in (1, 2)]
    story = publish(make_story(reporter, body=[("picture_row", {"pictures": shown})]), reporter, chief)
    html = read(client, story.url)
    assert html.count("data-enlarge") == 2
    assert html.count("<template data-large>") == 2
    assert html.count("js/lightbox.js") == 1
    # Without a script the link leads to the picture itself.
    assert (
        len(re.findall(r'<a class="enlarge" data-enlarge href="/media/[^"]+\.width-1200[^"]+\.jpg"', html))
        == 2
    )


def test_a_pictures_page_costs_the_same_whatever_the_gallery(client, draft, publish, reporter, chief):
    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(client, address)
        return len(queries)

    story = publish(draft, reporter, chief)
    few = cost(f"{story.url}anh/2/")
    more = story.get_latest_revision_as_object()
    more.gallery_images.add(
        *(GalleryImage(image=stored(n), alt=f"Cảnh {n}", sort_order=n) for n in range(4, 12))
    )
    more.save_revision(user=reporter, log_action=True)
    story = publish(NewsArticlePage.objects.get(pk=story.pk), reporter, chief)
    assert cost(f"{story.url}anh/2/") <= few
    assert few <= 20
