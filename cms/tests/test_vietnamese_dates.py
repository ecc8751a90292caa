"""Dates as an office writes them."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.vietnamese import (
    date_range,
    document_date,
    long_date,
    long_datetime,
    parse_date,
    short_date,
    weekday_name,
)

properties = settings(deadline=None, database=None)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 5, 22), "Thứ Hai"),
        (date(2023, 5, 23), "Thứ Ba"),
        (date(2023, 5, 24), "Thứ Tư"),
        (date(2023, 5, 25), "Thứ Năm"),
        (date(2023, 5, 26), "Thứ Sáu"),
        (date(2023, 5, 27), "Thứ Bảy"),
        (date(2023, 5, 28), "Chủ nhật"),
    ],
)
def test_weekday_name(day, name):
    assert weekday_name(day) == name


def test_dates_have_no_leading_zeros():
    assert short_date(date(2023, 5, 26)) == "26/5/2023"
    assert short_date(date(2024, 1, 2)) == "2/1/2024"
    assert long_date(date(2023, 5, 26)) == "Thứ Sáu, ngày 26/5/2023"
    assert long_date(date(2023, 5, 28)) == "Chủ nhật, ngày 28/5/2023"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_the_date_of_a_document_has_the_zeros_of_decree_30(day, written):
    assert document_date(day) == written


def test_a_moment_is_told_in_the_time_of_vietnam():
    assert long_datetime(datetime(2023, 5, 26, 1, 5, tzinfo=UTC)) == "Thứ Sáu, ngày 26/5/2023, 08:05"
    assert long_datetime(datetime(2023, 5, 26, 17, 0, tzinfo=UTC)) == "Thứ Bảy, ngày 27/5/2023, 00:00"
    west = timezone(-timedelta(hours=8))
    assert long_datetime(datetime(2023, 12, 31, 23, 59, tzinfo=west)) == "Thứ Hai, ngày 1/1/2024, 14:59"
    assert short_date(datetime(2023, 5, 26, 17, 0, tzinfo=UTC)) == "27/5/2023"
    assert short_date(datetime(2023, 5, 26, 17, 0)) == "26/5/2023"
    with pytest.raises(ValueError, match="time zone"):
        long_datetime(datetime(2023, 5, 26))


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2023, 5, 26), None, "ngày 26/5/2023"),
        (date(2023, 5, 26), date(2023, 5, 26), "ngày 26/5/2023"),
        (date(2023, 5, 26), date(2023, 5, 28), "từ ngày 26 đến ngày 28/5/2023"),
        (date(2023, 5, 30), date(2023, 6, 2), "từ ngày 30/5 đến ngày 2/6/2023"),
        (date(2023, 12, 30), date(2024, 1, 2), "từ ngày 30/12/2023 đến ngày 2/1/2024"),
        (date(2023, 5, 26), date(2024, 5, 26), "từ ngày 26/5/2023 đến ngày 26/5/2024"),
        (date(2023, 5, 28), date(2023, 5, 26), "từ ngày 26 đến ngày 28/5/2023"),
    ],
)
def test_date_range(start, end, written):
    assert date_range(start, end) == written


MAY_26 = date(2023, 5, 26)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("26/5/2023", MAY_26),
        ("tổ chức ngày 26/05/2023, đồng chí", MAY_26),
        ("26-5-2023", MAY_26),
        ("26.5.2023.", MAY_26),
        ("26 / 5 / 2023", MAY_26),
        ("(26/5/2023)", MAY_26),
        ("ngày 26 tháng 5 năm 2023", MAY_26),
        ("Ngày 26\u00a0tháng 05 năm 2023", MAY_26),
        (unicodedata.normalize("NFD", "ngày 26 tháng 5 năm 2023"), MAY_26),
        ("26/5/2023-28/5/2023", MAY_26),
        ("Nghị định số 42/2022/NĐ-CP ngày 24 tháng 6 năm 2022; 1/1/2023", date(2022, 6, 24)),
        ("từ ngày 24 đến ngày 26/5/2023", MAY_26),
        ("29/2/2024", date(2024, 2, 29)),
        ("29/2/2023", None),
        ("31/2/2023", None),
        ("31/2/2023 rồi 1/3/2023", None),
        ("0/5/2023", None),
        ("26/13/2023", None),
        ("ngày 31 tháng 4 năm 2023", None),
        ("1/1/0000", None),
        ("26/5-2023", None),
        ("26/5/23", None),
        ("126/5/2023", None),
        ("26/5/20231", None),
        ("1.26.5.2023", None),
        ("12/5/2022/NĐ-CP", None),
        ("tháng 5 năm 2023", None),
        ("2023-05-26", None),
        ("", None),
    ],
)
def test_parse_date(text, found):
    assert parse_date(text) == found


@given(st.dates(min_value=date(1000, 1, 1)))
@properties
def test_what_is_written_can_be_read(day):
    assert parse_date(long_date(day)) == day
    assert parse_date(f"ngày {day.day} tháng {day.month} năm {day.year}") == day
    assert parse_date(date_range(day, None)) == day


@given(st.text() | st.text(st.sampled_from("0123456789/.- thángnăm")))
@properties
def test_any_text_can_be_looked_through(text):
    assert parse_date(text) is None or any(character.isdigit() for character in text)
