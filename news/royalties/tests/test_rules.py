"""The rules as tables: what is paid for, how much, when it is late, who may."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from news.royalties import rules
from news.royalties.rules import Age
from news.royalties.templatetags.royalties import figure, money

DAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("roles", "genre", "found"),
    [
        (("tin",), "tin", [("text", "tin")]),
        (("tin", "bài"), "bai", [("text", "bai")]),
        (("ảnh",), "tin", [("photographs", "anh")]),
        (("bài", "ảnh"), "phong_van", [("text", "phong_van"), ("photographs", "anh")]),
        (("bài", "ảnh"), "phong_su_anh", [("text", "phong_su_anh"), ("photographs", "phong_su_anh")]),
        ((), "tin", []),
    ],
)
def test_works(roles, genre, found):
    assert rules.works(roles, genre) == found


@pytest.mark.parametrize(
    ("coefficient", "base_salary", "factor", "money"),
    [
        ("10", 2_340_000, "1", 2_340_000),
        ("1", 2_340_000, "1", 234_000),
        ("7.5", 2_340_000, "1", 1_755_000),
        ("0", 2_340_000, "1", 0),
        ("0.01", 1_000_050, "1", 1_000),  # 1000.05
        ("0.05", 1_000_100, "1", 5_001),  # 5000.5: half a đồng is rounded up
        ("1", 2_340_000, "1.25", 292_500),
        ("30", 2_340_000, "0.5", 3_510_000),
    ],
)
def test_amount(coefficient, base_salary, factor, money):
    assert rules.amount(Decimal(coefficient), base_salary, Decimal(factor)) == money


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, Age.FRESH), (44, Age.FRESH), (45, Age.SOON), (59, Age.SOON), (60, Age.DUE), (400, Age.DUE)],
)
def test_age(days, age):
    assert rules.age(DAY - timedelta(days=days), DAY) is age


def test_the_last_day_is_the_sixtieth():
    assert rules.pay_by(date(2026, 1, 1)) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 6, 30), date(2024, 7, 1)),
        (date(2026, 7, 1), date(2026, 7, 1)),
        (date(2024, 6, 30), None),
    ],
)
def test_the_rate_of_the_day_holds(day, start):
    assert rules.valid_on(day, [date(2026, 7, 1), date(2024, 7, 1)]) == start


def test_spellings_of_one_name():
    assert rules.person_key("NGUYỄN  THỊ HOÀ") == rules.person_key("Nguyễn Thị Hòa")
    assert rules.person_key("Nguyễn Văn An") != rules.person_key("Nguyễn Văn Ân")


@pytest.mark.parametrize(
    ("approver", "own", "paid", "may"),
    [
        (True, False, False, True),
        (False, False, False, False),
        (True, True, False, False),
        (True, False, True, False),
    ],
)
def test_who_may_set(approver, own, paid, may):
    assert bool(rules.refusal_to_set(approver=approver, own=own, paid=paid)) is not may


@pytest.mark.parametrize(
    ("own", "set_before", "priced", "may"),
    [
        (False, True, True, True),
        (True, True, True, False),
        (False, False, True, False),
        (False, True, False, False),
    ],
)
def test_what_may_be_paid(own, set_before, priced, may):
    assert bool(rules.refusal_to_pay(own=own, set_before=set_before, priced=priced)) is not may


@pytest.mark.parametrize(
    ("coefficient", "maximum", "right"),
    [("0", "10", True), ("10", "10", True), ("10.01", "10", False), ("-1", "10", False)],
)
def test_coefficients_between_nothing_and_the_ceiling(coefficient, maximum, right):
    assert bool(rules.problem_of(Decimal(coefficient), Decimal(maximum))) is not right


def test_figures_as_vietnamese_writes_them():
    assert [figure(Decimal(text)) for text in ("7.50", "10.00", "0.05", "100")] == [
        "7,5",
        "10",
        "0,05",
        "100",
    ]
    assert money(1_755_000) == "1.755.000 đồng"
    assert (figure(None), money(None)) == ("", "")
