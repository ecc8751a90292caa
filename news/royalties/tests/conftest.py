"""A month with two stories, the office's rate and table, and whoever has to do with them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from news.models import Contribution
from news.royalties.models import GenreRate, Rate


@pytest.fixture
def may(time_machine):
    """The day on which these tests stand."""
    time_machine.move_to(datetime(2026, 5, 20, 10, tzinfo=timezone.get_default_timezone()))


@pytest.fixture
def rate(may, portal):
    """The base salary, and a proposal for news items."""
    GenreRate.objects.filter(genre="tin").update(proposed=Decimal("7.5"))
    return Rate.objects.create(valid_from=date(2026, 1, 1), base_salary=2_340_000)


@pytest.fixture
def make_paid_for(make_story, publish, reporter, chief):
    """Make a public story by people: ``make_paid_for("Tiêu đề", ("Trần Thị Bình", "tin ảnh"))``."""

    def make(title: str, *people, public: bool = True, **fields):
        story = make_story(reporter, title=title, **fields)
        story.contributions = [
            Contribution(
                name=name,
                wrote_news="tin" in roles,
                wrote_article="bài" in roles,
                took_photos="ảnh" in roles,
            )
            for name, roles in people
        ]
        story.save_revision(user=reporter)
        return publish(story, reporter, chief) if public else story

    return make
