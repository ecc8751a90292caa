"""Whatever is typed: no check fails, none speaks of a clean text, and time grows with length alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.vietnamese.syllables import _syllables
from news.proofing import rich_text
from news.proofing.checks import CHECKS
from news.proofing.proofread import MOST_OF_A_CHECK, advice
from news.proofing.text import Known, Link
from news.proofing.word_lists import confused_words
from tests.pace import no_longer_than

from .texts import BODY, KEYS, text_with

# Of which no neighbours can make a confused word, and which are written alike in both placements.
_CONFUSING = {word for written in confused_words() for word in written.split()}
_SAFE = sorted(
    word for word in _syllables() if word not in _CONFUSING and not word.endswith(("oa", "oe", "uy"))
)
_PLAIN = [word for word in _SAFE if word.isascii() or not set(word) & set("òóỏõọèéẻẽẹỳýỷỹỵùúủũụàáảãạ")][:4000]

HOSTILE = {
    "quotes": "“" * 400_000,
    "straight quotes": "'a" * 200_000 + '"' * 100_001,
    "spaces": " " * 700_000 + "x" + "  x" * 200_000,
    "digits": "0912345678" * 60_000,
    "parted digits": "0 9-1.2 " * 90_000,
    "one word": "đ" * 700_000,
    "weekdays": "thứ hai, ngày 1/1/20 " * 40_000,
    "confused": "vô hình phòng " * 60_000,
    "tags": "<" * 300_000 + "<a " * 100_000,
    "marks": "\u0301" * 300_000,
}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=5), st.text(max_size=50))
def test_no_text_makes_a_check_fail(paragraphs, address):
    link = Link(BODY, address, address=address)
    for finding in advice(text_with(*paragraphs, links=(link,)), Known()):
        assert str(finding.sentence)
        assert finding.check in KEYS


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(_PLAIN), min_size=1, max_size=60), min_size=1, max_size=4))
def test_nothing_is_said_of_a_clean_text(sentences):
    paragraphs = [" ".join(words).capitalize() + "." for words in sentences]
    assert not advice(text_with(*paragraphs), Known())


@pytest.mark.parametrize("name", HOSTILE)
def test_long_texts_made_for_the_purpose_cost_no_more_than_their_length(name):
    """Quadratic work on these would take hours, not seconds."""
    with no_longer_than(8):
        list(rich_text.links(HOSTILE[name]))
        paragraphs = list(rich_text.paragraphs(HOSTILE[name]))
        found = advice(text_with(*paragraphs), Known())
    assert len(found) <= MOST_OF_A_CHECK * len(CHECKS)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_rich_text_is_never_refused(source):
    assert all(paragraph.strip() for paragraph in rich_text.paragraphs(source))
    list(rich_text.links(source))
