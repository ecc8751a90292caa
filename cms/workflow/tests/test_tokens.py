"""Tokens: only what the review page minted is read."""

import pytest
from django.core import signing

from cms.workflow import tokens
from cms.workflow.tokens import SALT, Shown

SHOWN = Shown(page=5, round=7, revision=9, content="a" * 64)


def test_a_token_names_what_was_shown():
    assert tokens.read(SHOWN.mint()) == SHOWN
    live = Shown(page=5, round=None, revision=9, content="a" * 64)
    assert tokens.read(live.mint()) == live
    assert live.mint() != SHOWN.mint()


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        " ",
        0,
        7,
        True,
        b"bytes",
        [],
        {},
        SHOWN,
        "forged",
        "::",
        "a:b:c",
        "\x00",
        "é" * 10_000,
        signing.dumps(
            {"page": 5, "round": 7, "revision": 9, "content": "a" * 64}, salt="another", compress=True
        ),
        signing.dumps({"page": 5, "round": 7, "revision": 9, "content": "a" * 64}, key="another", salt=SALT),
        signing.dumps({"page": 5}, salt=SALT),
        signing.dumps({"page": 5, "round": 7, "revision": 9, "content": "a", "more": 1}, salt=SALT),
        signing.dumps([5, 7, 9, "a"], salt=SALT),
        signing.dumps("page", salt=SALT),
        signing.dumps(None, salt=SALT),
    ],
    # Tokens carry the time: as ids they would differ between the processes of one run.
    ids=lambda token: type(token).__name__,
)
def test_anything_else_is_nothing(token):
    assert tokens.read(token) is None


def test_every_changed_letter_is_noticed():
    token = SHOWN.mint()
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        damaged = token[:place] + other + token[place + 1 :]
        assert tokens.read(damaged) in (None, SHOWN), (
            "the last character may carry unused bits, never other content"
        )
        assert tokens.read(token[:place]) is None


def test_a_token_for_other_content_is_not_equal():
    for change in ({"page": 6}, {"round": 8}, {"revision": 10}, {"content": "b" * 64}):
        assert tokens.read(Shown(**{**vars(SHOWN), **change}).mint()) != SHOWN
