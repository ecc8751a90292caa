"""When a letter is taken, as tables."""

import pytest

from home.feedback.rules import OLDEST, QUICKEST, came_from_here, sent_by_hand


@pytest.mark.parametrize(
    ("trap", "age", "taken"),
    [
        ("", 10, True),
        ("", QUICKEST, True),
        ("", QUICKEST - 0.1, False),
        ("", -5, False),
        ("", OLDEST + 1, False),
        ("", None, False),
        ("https://spam.example", 10, False),
    ],
)
def test_who_fills_in_a_form(trap, age, taken):
    assert sent_by_hand(trap, age) is taken


@pytest.mark.parametrize(
    ("fetch_site", "origin", "ours"),
    [
        ("same-origin", "https://portal.example", True),
        ("same-origin", None, True),
        ("cross-site", "https://evil.example", False),
        ("cross-site", "https://portal.example", False),
        ("same-site", None, False),
        ("none", None, False),
        (None, "https://portal.example", True),
        (None, "https://portal.example:8443", False),
        (None, "https://evil.example", False),
        (None, "null", False),
        (None, "", False),
        (None, None, True),
    ],
)
def test_where_a_rating_comes_from(fetch_site, origin, ours):
    assert came_from_here("portal.example", fetch_site, origin) is ours
