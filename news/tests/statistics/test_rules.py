"""Months and bars, as tables."""

from datetime import date

import pytest

from news.statistics.chart import HEIGHT, chart, scale_end
from news.statistics.month import Month

TODAY = date(2026, 5, 26)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05", Month(2026, 5)),
        ("2025-12", Month(2025, 12)),
        ("2000-01", Month(2000, 1)),
        ("05/2025", Month(2025, 5)),
        (" 5/2025 ", Month(2025, 5)),
        ("12-2025", Month(2025, 12)),
        *(
            (text, Month(2026, 5))
            for text in (
                None,
                "",
                "abc",
                "2026-06",
                "2026-13",
                "2026-00",
                "1999-12",
                "9999-12",
                "0000-01",
                "2026-5",
                "13/2025",
                "0/2025",
                "5/25",
                "05/2025\n",
                "２０２６-05",
                "2026-05\x00",
                "9" * 20_000,
            )
        ),
    ],
)
def test_a_month_is_read_or_it_is_this_one(text, expected):
    assert Month.read(text, TODAY) == expected


def test_a_month_knows_its_days_and_its_moments():
    month = Month(2024, 2)
    assert (month.first, month.last, len(month.days)) == (date(2024, 2, 1), date(2024, 2, 29), 29)
    first, after = month.bounds
    assert (first.isoformat(), after.isoformat()) == (
        "2024-02-01T00:00:00+07:00",
        "2024-03-01T00:00:00+07:00",
    )
    assert (month.plus(-2), month.plus(11), str(month)) == (Month(2023, 12), Month(2025, 1), "2024-02")


@pytest.mark.parametrize(
    ("largest", "end"),
    [(0, 4), (3, 4), (4, 4), (5, 10), (11, 20), (47, 50), (51, 100), (201, 500), (9_999, 10_000)],
)
def test_the_scale_ends_at_a_round_number(largest, end):
    assert scale_end(largest) == end


def test_bars_are_as_high_as_their_numbers():
    drawn = chart([("1", 10), ("2", 5), ("3", 0), ("4", 1), ("5", -3)], every=2)
    assert [bar.height for bar in drawn.bars] == [HEIGHT, HEIGHT // 2, 0, HEIGHT // 10, 0]
    assert {bar.y + bar.height for bar in drawn.bars} == {drawn.bottom}
    assert [bar.named for bar in drawn.bars] == [True, False, True, False, True]
    assert [line.value for line in drawn.lines] == [0, 5, 10]
    assert chart([("1", 1), ("2", 9_999)]).bars[0].height == 1, "what was read at all is seen"


def test_a_chart_of_nothing_is_no_fault():
    assert chart([]).bars == []
