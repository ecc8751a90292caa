"""Rows that are read table by table are the rows that each page has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelcluster.models import get_all_child_relations

from cms.child_rows import read_child_rows
from news.models import ConferenceReportPage
from tests.filled import fill, new_files

pytestmark = pytest.mark.django_db


def rows_of(page) -> dict[str, list]:
    return {
        relation.get_accessor_name(): list(getattr(page, relation.get_accessor_name()).all())
        for relation in get_all_child_relations(type(page))
    }


@pytest.fixture
def filled(make_story, reporter):
    """Two stories with a row of every kind, and one with none."""

    def make(number: int, text: str):
        story = fill(make_story(reporter, conference=True), text, files=new_files(text, number))
        story.save()
        return story.pk

    return [make(1, "Một"), make(2, "Hai"), make_story(reporter, conference=True).pk]


def test_each_page_has_its_own_rows(filled):
    expected = [rows_of(page) for page in ConferenceReportPage.objects.filter(pk__in=filled).order_by("pk")]
    assert [
        name
        for name in ("gallery_images", "speeches", "tagged_items", "attachments")
        if not expected[0][name]
    ] == []
    pages = list(ConferenceReportPage.objects.filter(pk__in=filled).order_by("pk"))
    with CaptureQueriesContext(connection) as captured:
        read_child_rows(pages)
    assert len(captured) == len(expected[0])
    with CaptureQueriesContext(connection) as captured:
        assert [rows_of(page) for page in pages] == expected
        # What the search asks for besides is there, too.
        assert [tag.name for tag in pages[0].tags.all()] == ["Một tag"]
        assert [row.document.title for row in pages[0].attachments.select_related("document")]
    assert len(captured) == 0


def test_no_pages_no_queries(db):
    with CaptureQueriesContext(connection) as captured:
        read_child_rows([])
    assert len(captured) == 0
