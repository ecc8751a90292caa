"""The filters of the search page stand closed above results, say what is chosen, and stand open where they help."""

import re
from html import unescape

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from search.tests.test_views import get

pytestmark = pytest.mark.django_db

NAME = '<b>An\'s & "em"'


def filters(client, **values) -> tuple[bool, str]:
    """Return whether the filters are open, and their summary as it is read."""
    page = get(client, **values).content.decode()
    (attributes, summary) = re.search(
        r'<details class="search__filters"([^>]*)>\s*<summary>(.*?)</summary>', page, re.DOTALL
    ).groups()
    assert "<" not in summary.replace('<span class="search__chosen">', "").replace("</span>", "")
    return "open" in attributes, " ".join(unescape(re.sub("<[^>]+>", "", summary)).split())


def test_results_stand_right_below_the_words(client, publish):
    publish("Cải cách hành chính")
    year = timezone.localdate().year
    for values in ({}, {"nam": year}, {"nam": year, "loai": "page"}):
        assert filters(client, q="cải cách", **values)[0] is False, values


def test_before_a_search_there_is_something_to_choose(client, publish):
    publish("Cải cách hành chính")
    assert filters(client)[0] is True


def test_limits_that_leave_nothing_stand_open_and_say_so_above_them(client, publish):
    publish("Cải cách hành chính")
    is_open, summary = filters(client, q="tuyển dụng", loai="page")
    assert is_open
    with override("vi"):
        assert summary.startswith(gettext("Nothing was found. Change the limits") + ": ")
    # Without any, no limit is at fault: that nothing was found is in sight.
    assert filters(client, q="tuyển dụng")[0] is False


def test_a_month_that_counts_for_nothing_is_shown(client, publish):
    publish("Cải cách hành chính")
    assert filters(client, q="cải cách", thang="5")[0] is True


def test_the_summary_says_what_is_chosen(client, publish):
    publish("Cải cách hành chính")
    today = timezone.localdate()
    nothing = filters(client, q="cải cách")[1]
    assert ":" not in nothing
    chosen = filters(client, q="cải cách", nam=today.year, loai="page")[1]
    assert chosen.startswith(f"{nothing}: ")
    first, second = chosen.removeprefix(f"{nothing}: ").split(", ")
    assert str(today.year) in first
    assert second[0].isupper()
    assert (
        f"{today.month}/{today.year}" in filters(client, q="cải cách", nam=today.year, thang=today.month)[1]
    )
    # A month without its year narrows nothing.
    assert ":" not in filters(client, q="cải cách", thang="5")[1]


def test_a_name_that_was_typed_stays_text(client, publish):
    publish("Cải cách hành chính")
    values = {"q": "cải cách", "nguoi-phat-bieu": NAME}
    assert NAME in filters(client, **values)[1]
