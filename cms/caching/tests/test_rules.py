"""What may be kept, as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.caching import rules

KNOWN = {"trang", "nam"}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("trang=2", "trang=2"),
        ("trang=2&nam=2026", "nam=2026&trang=2"),
        ("nam=2026&trang=2", "nam=2026&trang=2"),
        ("utm_source=zalo&trang=2&fbclid=abc", "trang=2"),
        ("fbclid=abc", ""),
        ("trang=", "trang="),
        ("q=nội+vụ", None),
        ("trang=1&trang=2", None),
        ("trang=2&x=1", None),
        ("trang=" + "9" * 300, None),
    ],
)
def test_the_query_of_a_key(query, kept):
    assert rules.kept_query(query, KNOWN) == kept


@given(st.text(max_size=400))
def test_no_query_is_an_error(query):
    kept = rules.kept_query(query, KNOWN)
    assert kept is None or len(kept) <= 3 * rules.LONGEST_QUERY * 4


@pytest.mark.parametrize(
    ("method", "cookies", "may"),
    [
        ("GET", [], True),
        ("HEAD", ["seen_notice"], True),
        ("GET", ["sessionid"], False),
        ("GET", ["other", "messages"], False),
        ("POST", [], False),
        ("OPTIONS", [], False),
    ],
)
def test_whose_request_may_be_answered_from_the_cache(method, cookies, may):
    assert rules.may_be_asked(method, cookies, {"sessionid", "messages"}) is may


@pytest.mark.parametrize(
    ("status", "headers", "more", "may"),
    [
        (200, {}, {}, True),
        (404, {}, {}, True),
        (410, {}, {}, True),
        (301, {}, {}, False),
        (500, {}, {}, False),
        (200, {"Vary": "Accept-Encoding"}, {}, True),
        (200, {"Vary": "Cookie"}, {}, False),
        (200, {"Vary": "accept-encoding, Cookie"}, {}, False),
        (200, {"Cache-Control": "public, max-age=60"}, {}, True),
        (200, {"Cache-Control": "private"}, {}, False),
        (200, {"Cache-Control": "max-age=0, no-cache, no-store"}, {}, False),
        (200, {}, {"sets_cookies": True}, False),
        (200, {}, {"streaming": True}, False),
    ],
)
def test_whose_answer_may_be_kept(status, headers, more, may):
    assert rules.may_be_kept(status, headers, **{"sets_cookies": False, **more}) is may


def test_a_page_that_was_taken_down_is_gone_within_ten_seconds():
    from cms.caching.generation import REMEMBERED

    assert REMEMBERED + rules.MAX_AGE + rules.STALE < 10
