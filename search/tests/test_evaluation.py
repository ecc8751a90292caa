"""The development set: every answer is found, whichever article is the newest."""

from pathlib import Path

import pytest

from search.evaluation import evaluate

SET = Path(__file__).parent / "data"


@pytest.mark.django_db
@pytest.mark.parametrize("newest_last", [True, False])
def test_every_query_of_the_development_set_is_answered(newest_last):
    report = evaluate(SET, newest_last)
    assert report.misses == []
    assert report.errors == []
    assert report.passed
