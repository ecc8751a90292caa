"""The real page of a department: all that is wrong with it is found, and nothing false is said."""

from collections import Counter

import pytest

from news.proofing.page_text import text_of
from news.proofing.proofread import advice, proofread
from news.proofing.text import Known
from tests.pace import no_longer_than

pytestmark = pytest.mark.django_db


def test_what_is_found_in_the_draft_that_the_import_makes(imported):
    findings = proofread(imported)
    assert Counter(finding.check for finding in findings) == {
        "required": 1,
        "lead_picture": 1,
        "confused_words": 1,
        "tone_placement": 2,
        "straight_quotes": 1,
        "long_paragraph": 3,
    }
    by_check = {finding.check: finding for finding in findings}
    assert by_check["required"].place.path == "category"
    assert by_check["lead_picture"].place.path == "lead_image"
    assert by_check["confused_words"].excerpt == "phòng trào"
    assert by_check["confused_words"].place.path == "speeches.0.text"
    assert by_check["straight_quotes"].excerpt.startswith("'Học tập và làm theo")
    assert {finding.excerpt for finding in findings if finding.check == "tone_placement"} == {"ủy", "hóa"}
    longest = [str(finding.sentence) for finding in findings if finding.check == "long_paragraph"]
    assert any("395" in sentence for sentence in longest)


def test_each_finding_names_a_piece_of_the_review_page(imported, client, chief, reporter):
    from cms.workflow.reading.outline import outline

    pieces = {
        f"{section.name}-{number}"
        for section in outline(imported)
        for number, _piece in enumerate(section.pieces, start=1)
    }
    assert {finding.place.anchor for finding in proofread(imported)} <= pieces


def test_it_takes_less_than_20_milliseconds(imported):
    advice(text_of(imported), Known())  # the lists of words are read once
    with no_longer_than(5 * 0.02):
        for _time in range(5):
            advice(text_of(imported), Known())
