"""What the tests of the holes find on the desk: everybody, and a story in each state."""

import pytest
from django.utils import timezone

from cms.workflow import service

from .desk import HOUR


@pytest.fixture
def everybody(reporter, chief, deputy, administrator, superuser):
    """One account of each kind."""
    return [reporter, chief, deputy, administrator, superuser]


@pytest.fixture
def live(published):
    return published(title="Bài đã đăng", lead="Lời dẫn đã duyệt.")


@pytest.fixture
def waiting(make_story, reporter):
    story = make_story(reporter, title="Bài chờ duyệt")
    service.submit(story, reporter)
    return story


@pytest.fixture
def scheduled(make_story, publish, reporter, chief):
    return publish(
        make_story(reporter, title="Bài hẹn giờ", go_live_at=timezone.now() + HOUR), reporter, chief
    )


@pytest.fixture
def schedule_story(make_story, publish, reporter, chief):
    """Make a story that was signed with an hour: ``schedule_story(after=HOUR)``."""

    def make(after=HOUR, **fields):
        return publish(make_story(reporter, go_live_at=timezone.now() + after, **fields), reporter, chief)

    return make
