"""Fixtures of the stories' tests."""

import pytest

from news.tests.hidden import hide_stories
from news.tests.many import publish_many


@pytest.fixture
def hidden(make_story, publish, reporter, chief, time_machine) -> dict:
    """Conference reports that the public may not see, by the name of their state (hidden.py)."""
    return hide_stories(make_story, publish, reporter, chief, time_machine)


@pytest.fixture
def many_stories(portal, reporter):
    """Store so many public stories more, and return the addresses of the lists they stand in (many.py)."""
    return lambda number: publish_many(portal.news_index, reporter, number)
