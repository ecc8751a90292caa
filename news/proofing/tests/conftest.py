"""Fixtures of the proofreading's tests."""

from pathlib import Path

import pytest
from django.core.management import call_command

from news.models import ConferenceReportPage

REAL_PAGE = Path(__file__).parents[2] / "tests" / "data" / "bai-tham-luan-so-noi-vu.txt"


@pytest.fixture
def imported(reporter) -> ConferenceReportPage:
    """The real page, as ``import_story`` makes a draft of it."""
    call_command("import_story", REAL_PAGE, owner=reporter.username)
    return ConferenceReportPage.objects.get()
