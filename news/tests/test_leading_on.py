"""What a story leads on to: the stories before and after it, its category, sharing – and old addresses of it."""

import re
from base64 import b64decode
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.vietnamese.dates import VIETNAM
from news.models import Category, RelatedStory
from news.neighbours import SAME_CATEGORY
from news.tests.hidden import SECRET

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def read(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def neighbours(html: str) -> dict[str, str]:
    """Return the titles of the previous and of the next story, by the link's rel."""
    found = re.findall(
        r'class="neighbours__link[^"]*" rel="(\w+)" href="[^"]+">.*?neighbours__title">([^<]*)<', html
    )
    return dict(found)


def beside(html: str, heading: str) -> list[str]:
    part = re.search(rf'id="{heading}".*?</section>', html, re.DOTALL)
    return re.findall(r'story-card__title"><a href="[^"]+">([^<]+)<', part[0]) if part else []


def test_the_stories_before_and_after_are_linked(client, published):
    first, middle, last = (published(title=title) for title in ("Một", "Hai", "Ba"))
    assert neighbours(read(client, first)) == {"next": "Hai"}
    assert neighbours(read(client, middle)) == {"prev": "Một", "next": "Ba"}
    assert neighbours(read(client, last)) == {"prev": "Hai"}


def test_stories_of_one_moment_follow_each_other_and_none_is_left_out(client, published):
    stories = [published(title=title) for title in ("Một", "Hai", "Ba")]
    Page.objects.filter(pk__in=[story.pk for story in stories]).update(
        first_published_at=datetime(2024, 5, 1, tzinfo=VIETNAM)
    )
    assert neighbours(read(client, stories[1])) == {"prev": "Một", "next": "Ba"}


def test_a_short_title_is_what_a_neighbour_is_called(client, published):
    published(title="Tên rất dài của tin trước", short_title="Tin trước")
    assert neighbours(read(client, published())) == {"prev": "Tin trước"}


def test_the_newest_of_the_category_without_those_that_stand_there_already(
    client, make_story, publish, published, reporter, chief
):
    category, other = Category.objects.all()[:2]
    old = [published(title=f"Tin {number}", category=category) for number in range(7)]
    published(title="Chuyên mục khác", category=other)
    story = make_story(reporter, title="Tin này", category=category)
    story.related.add(RelatedStory(target=old[5].storypage_ptr))
    story.save_revision(user=reporter, log_action=True)
    html = read(client, publish(type(story).objects.get(pk=story.pk), reporter, chief))
    assert beside(html, "tin-lien-quan") == ["Tin 5"]
    assert beside(html, "cung-chuyen-muc") == ["Tin 6", "Tin 4", "Tin 3", "Tin 2", "Tin 1"]
    assert SAME_CATEGORY == 5


def test_a_story_never_leads_to_what_is_not_public(client, published, hidden):
    story = published(title="Tin này", category=hidden["draft"].category)
    html = read(client, story)
    assert SECRET not in html
    assert neighbours(html) == {}
    assert beside(html, "cung-chuyen-muc") == []


@pytest.fixture
def recommending(make_story, publish, reporter, chief):
    """Publish a story that recommends those: ``recommending([first, second])``."""

    def make(targets: list):
        story = make_story(reporter, title="Tin này")
        for number, target in enumerate(targets):
            story.related.add(RelatedStory(target_id=target.pk, sort_order=number))
        story.save_revision(user=reporter, log_action=True)
        return publish(type(story).objects.get(pk=story.pk), reporter, chief)

    return make


def test_only_what_is_public_is_recommended_in_the_reporters_order(client, published, hidden, recommending):
    first, second = published(title="Một"), published(title="Hai")
    html = read(client, recommending([second, *hidden.values(), first]))
    assert beside(html, "tin-lien-quan") == ["Hai", "Một"]
    assert SECRET not in html


def test_recommended_stories_are_read_without_their_texts(client, published, recommending):
    story = recommending([published(title=f"Tin {number}") for number in range(3)])
    with CaptureQueriesContext(connection) as queries:
        assert len(beside(read(client, story), "tin-lien-quan")) == 3
    (text,) = [said for query in queries if re.search(r'"body"', said := query["sql"])]
    assert f"= {story.pk}" in text, "the one text that is read is the story's own"


def test_a_preview_leads_nowhere_and_is_not_shared(make_story, published, reporter):
    published(title="Tin khác")
    draft = make_story(reporter, title="Bản nháp")
    response = draft.make_preview_request()
    response.render()
    html = response.content.decode()
    assert neighbours(html) == {}
    assert "facebook.com" not in html


def test_sharing_is_plain_links_with_the_full_address(client, published):
    story = published(title="Đảng bộ Sở Nội vụ")
    html = read(client, story)
    facebook = re.search(r'href="(https://www\.facebook\.com/[^"]+)"', html)
    zalo = re.search(r'href="(https://button-share\.zalo\.me/[^"]+)"', html)
    assert facebook
    assert zalo
    assert parse_qs(urlsplit(facebook[1]).query) == {"u": [story.full_url]}
    said = parse_qs(urlsplit(zalo[1].replace("&amp;", "&")).query)["d"][0]
    assert b64decode(said).decode() == f'{{"url": "{story.full_url}"}}'
    assert f'data-copy="{story.full_url}"' in html


def test_without_a_script_no_button_waits_for_one(client, published):
    html = read(client, published())
    for button in ("data-copy", "data-print"):
        assert re.search(rf"<li hidden data-needs-script><button[^>]*{button}\b", html)
    assert re.search(r'<div class="listen" hidden data-listen', html)


def test_the_address_stays_when_the_title_changes_and_an_old_one_leads_on(
    client, published, publish, reporter, chief, django_capture_on_commit_callbacks
):
    story = published(title="Tên đầu tiên")
    address = story.url
    draft = story.get_latest_revision_as_object()
    draft.title = "Tên thứ hai"
    draft.save_revision(user=reporter)
    story = publish(draft, reporter, chief)
    assert story.url == address
    assert "Tên thứ hai" in read(client, story)
    draft = story.get_latest_revision_as_object()
    draft.slug = "ten-thu-ba"
    draft.save_revision(user=reporter)
    with django_capture_on_commit_callbacks(execute=True):
        story = publish(draft, reporter, chief)
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, "/tin-tuc-su-kien/ten-thu-ba/")


@pytest.mark.parametrize("slug", ["2026", "nguoi-phat-bieu", "chuyen-muc"])
def test_a_story_cannot_take_an_address_of_the_archive(make_story, reporter, slug):
    story = make_story(reporter, slug=slug)
    assert "slug" in [field for field, _sentence in story.problems()]
    assert "slug" not in [field for field, _sentence in make_story(reporter, slug=f"tin-{slug}").problems()]
