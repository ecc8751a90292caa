"""What the public search keeps of a conference report: all that its page prints as text, the days included."""

from datetime import date

import pytest

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2023, 5, 6), date(2023, 5, 8)


@pytest.mark.parametrize(
    ("days", "lines"),
    [
        ((FIRST, None), ["Hội nghị sơ kết", "ngày 6/5/2023", "Hội trường"]),
        ((FIRST, FIRST), ["Hội nghị sơ kết", "ngày 6/5/2023", "Hội trường"]),
        ((FIRST, LAST), ["Hội nghị sơ kết", "ngày 6/5/2023", "ngày 8/5/2023", "Hội trường"]),
        ((None, None), ["Hội nghị sơ kết", "Hội trường"]),
    ],
)
def test_the_days_of_the_event_are_found_as_people_write_them(make_story, reporter, days, lines):
    report = make_story(
        reporter, conference=True, event_name="Hội nghị sơ kết", location="Hội trường", organiser=""
    )
    report.start_date, report.end_date = days
    text = report.search_document().body_text
    assert text.split("\n")[: len(lines)] == lines
    assert "None" not in text
