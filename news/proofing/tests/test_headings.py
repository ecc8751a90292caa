"""Headings that leave a level out, in stories and in the texts that stay."""

import pytest

from home.models import StandardPage
from news.proofing.proofread import proofread
from news.proofing.text import Heading, Place

from .texts import found, text_with

# Plain queries: what differs between databases is tested where it is asked.
pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("levels", "jumps"),
    [
        ((), []),
        ((2, 2, 3, 4, 2, 3), []),
        ((3, 3, 4), [0]),
        ((4,), [0]),
        ((2, 4, 4, 2, 3, 2, 4), [1, 6]),
    ],
)
def test_a_heading_that_leaves_a_level_out(levels, jumps):
    headings = tuple(
        Heading(Place(f"body.{number}.level", f"body-{number}"), f"Đề mục {number}", level)
        for number, level in enumerate(levels)
    )
    findings = found("heading_level", text_with(headings=headings))
    assert [finding.excerpt for finding in findings] == [f"Đề mục {number}" for number in jumps]
    assert [finding.place.path for finding in findings] == [f"body.{number}.level" for number in jumps]


def body(*levels: str) -> list:
    return [("heading", {"text": f"Đề mục {number}", "level": level}) for number, level in enumerate(levels)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("levels", "jumps"), [(("h2", "h3", "h4"), []), (("h3", "h2"), ["body-1"]), (("h2", "h4"), ["body-2"])]
)
def test_it_is_found_in_stories_and_standard_pages(make_story, reporter, levels, jumps):
    story = make_story(reporter, body=body(*levels))
    page = StandardPage(title="Giới thiệu", slug="gioi-thieu-2", body=story.body)
    for each in (story, page):
        findings = [finding for finding in proofread(each) if finding.check == "heading_level"]
        assert [finding.place.anchor for finding in findings] == jumps
        assert all(finding.place.path.endswith(".level") for finding in findings)


@pytest.mark.django_db
def test_one_without_words_is_not_printed(make_story, reporter):
    blocks = [("heading", {"text": "", "level": "h4"}), *body("h2")]
    assert "heading_level" not in [finding.check for finding in proofread(make_story(reporter, body=blocks))]
