"""What other stories say: public ones, and the reporter's own drafts for the title. The number of queries is fixed."""

import datetime

import pytest

from news.models import Contribution, RelatedStory, Speech
from news.proofing.page_text import text_of
from news.proofing.proofread import proofread

pytestmark = pytest.mark.django_db

QUERIES = 5  # speakers, authors, titles, linked pages, linked documents


def keys(page) -> list[str]:
    return [finding.check for finding in proofread(page) if not finding.blocking]


def report(make_story, owner, position, day, **fields):
    story = make_story(owner, conference=True, start_date=day, **fields)
    story.speeches = [Speech(speaker="Hoàng Lê Duy", position=position, text="<p>Lời.</p>", sort_order=0)]
    story.contributions = [Contribution(name="Lê Mai", position=f"{position} viết", wrote_news=True)]
    story.save_revision(user=owner)
    return story.get_latest_revision_as_object()


@pytest.fixture
def earlier(make_story, publish, reporter, chief):
    story = report(make_story, reporter, "Phó Bí thư", datetime.date(2022, 5, 26), title="Hội nghị năm trước")
    return publish(story, reporter, chief)


def test_a_position_is_compared_with_public_stories(earlier, make_story, reporter):
    now = report(make_story, reporter, "Bí thư", datetime.date(2023, 5, 26))
    assert keys(now).count("position_changed") == 2
    same = report(make_story, reporter, "phó bí thư", datetime.date(2023, 5, 26))
    assert "position_changed" not in keys(same)
    before = report(make_story, reporter, "Bí thư", datetime.date(2021, 5, 26))
    speakers = [
        one
        for one in proofread(before)
        if one.check == "position_changed" and one.place.path.startswith("speech")
    ]
    assert not speakers, "what came later says nothing of that day"


def test_what_is_not_public_says_nothing(make_story, reporter, other_reporter):
    report(make_story, other_reporter, "Phó Bí thư", datetime.date(2022, 5, 26))
    now = report(make_story, reporter, "Bí thư", datetime.date(2023, 5, 26))
    assert "position_changed" not in keys(now)


def test_titles_of_others_drafts_are_nobodys_business(earlier, make_story, reporter, other_reporter):
    assert "same_title" not in keys(earlier), "a story is not its own double"
    assert "same_title" in keys(make_story(reporter, title="hội nghị  năm trước"))
    assert "same_title" not in keys(make_story(reporter, title="Hội nghị năm trước đó"))
    make_story(other_reporter, title="Tin chưa đăng")
    assert "same_title" not in keys(make_story(reporter, title="Tin chưa đăng"))
    assert "same_title" in keys(make_story(reporter, title="Tin chưa đăng"))


def test_links_to_drafts_and_public_stories(earlier, make_story, reporter):
    draft = make_story(reporter, title="Bài nháp")
    links = "".join(f'<p>Xem <a linktype="page" id="{page.pk}">bài</a> này.</p>' for page in (earlier, draft))
    story = make_story(reporter, body=[("paragraph", links + '<p><a linktype="document" id="9">tệp</a></p>')])
    story.related = [RelatedStory(target=earlier), RelatedStory(target=draft)]
    places = [finding.place.path for finding in proofread(story) if finding.check == "link"]
    assert len(places) == 3
    assert places[-1] == "related.1.target"


def test_the_number_of_queries_does_not_grow(earlier, make_story, reporter, django_assert_max_num_queries):
    from news.proofing.known import known_of

    story = report(make_story, reporter, "Bí thư", datetime.date(2023, 5, 26))
    story.speeches = [Speech(speaker=f"Hoàng Lê {n}", position="Bí thư", sort_order=n) for n in range(30)]
    links = "".join(
        f'<p><a linktype="page" id="{n}">a</a><a linktype="document" id="{n}">b</a></p>' for n in range(40)
    )
    story.body = [("paragraph", links)]
    text = text_of(story)
    with django_assert_max_num_queries(QUERIES):
        known_of(story, text)


def test_every_page_of_the_portal_can_be_proofread(portal):
    from wagtail.models import Page

    pages = Page.objects.filter(depth__gt=1).specific()
    assert len(pages) > 3
    for page in pages:
        assert not [finding for finding in proofread(page) if finding.blocking]
