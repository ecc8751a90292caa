"""What may be kept, as tables."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.caching import rules
from cms.caching.generation import REMEMBERED

KNOWN = {"trang": "[1-9]|[1-4][0-9]|50", "nam": "20[0-9]{2}"}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("trang=2", "trang=2"),
        ("trang=2&nam=2026", "nam=2026&trang=2"),
        ("nam=2026&trang=2", "nam=2026&trang=2"),
        ("utm_source=zalo&trang=2&fbclid=abc", "trang=2"),
        ("fbclid=abc", ""),
        ("trang=", None),
        ("trang=51", None),
        ("trang=abc", None),
        ("nam=1e3", None),
        ("q=nội+vụ", None),
        ("trang=1&trang=2", None),
        ("trang=2&x=1", None),
        ("trang=" + "9" * 300, None),
    ],
)
def test_the_query_of_a_key(query, kept):
    assert rules.kept_query(query, KNOWN) == kept


READ_BY = {"/tin/(?:muc/[^/]+/)?": ("trang", "nam"), r"/so-do-[^/]+\.xml": ("trang",)}


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/tin/", {"trang", "nam"}),
        ("/tin/muc/a/", {"trang", "nam"}),
        ("/so-do-a.xml", {"trang"}),
        ("/tin/muc/a/b/", set()),
        ("/tin", set()),
        ("/x/tin/", set()),
        ("/", set()),
        ("", set()),
    ],
)
def test_the_parameters_of_a_path(path, names):
    assert rules.parameters_of(path, READ_BY, KNOWN) == {name: KNOWN[name] for name in names}


@given(st.text(max_size=400))
def test_no_query_is_an_error(query):
    kept = rules.kept_query(query, KNOWN)
    assert kept is None or re.fullmatch(r"(nam=20\d\d)?&?(trang=\d{1,2})?", kept)


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
    ("headers", "more", "may"),
    [
        ({}, {}, True),
        ({"Vary": "Accept-Encoding"}, {}, True),
        ({"Vary": "Cookie"}, {}, False),
        ({"Vary": "accept-encoding, Cookie"}, {}, False),
        ({"Cache-Control": "public, max-age=60"}, {}, True),
        ({"Cache-Control": "private"}, {}, False),
        ({"Cache-Control": "max-age=0, no-cache, no-store"}, {}, False),
        ({}, {"sets_cookies": True}, False),
        ({}, {"streaming": True}, False),
    ],
)
def test_whose_answer_is_everybodys(headers, more, may):
    assert rules.may_be_shared(headers, **{"sets_cookies": False, **more}) is may


def test_what_was_not_found_takes_no_place():
    assert rules.KEPT_ANSWERS == (200, 410)


def test_a_page_that_was_taken_down_is_gone_within_ten_seconds():
    told = dict(word.partition("=")[::2] for word in rules.PUBLIC.split(", "))
    assert told.pop("public") == ""
    seconds = {name: int(value) for name, value in told.items()}
    # Both are counted from the end of max-age, so a page is old for as long as the longer one says.
    stale = max(seconds.pop("stale-while-revalidate"), seconds.pop("stale-if-error"))
    # Once in a proxy and once in the browser behind it.
    assert REMEMBERED + 2 * (seconds.pop("max-age") + stale) < 10
    assert seconds == {}
