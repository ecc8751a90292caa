"""Words written as one are offered as the words that a text has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import finding
from search.models import SearchSynonym
from search.query import parse
from search.run_together import apart
from search.tests.documents import document, store
from search.tokens import kind_token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stored():
    SearchSynonym.objects.all().delete()
    store(
        document(1, "Tỉnh Kon Tum và tỉnh Đắk Lắk", body_text="Thành phố Plei Ku, Hà Nội; quản lý nhà nước."),
        document(2, "Sở Nội vụ chuyển đổi số, cải cách hành chính"),
        document(3, "Sở. Nội, vụ số chuyển", body_text="Người ta đổi. Ta đổi; đổi mới."),
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Kontum", "kon tum"),
        ("Daklak", "đắk lắk"),
        ("Đắklắk", "đắk lắk"),
        ("sonoivu", "sở nội vụ"),
        ("SoNoiVu", "sở nội vụ"),
        ("chuyendoiso", "chuyển đổi số"),
        ("caicachhanhchinh", "cải cách hành chính"),
        ("pleiku", "plei ku"),
        ("quanly", "quản lý"),
        # Marks that were typed are meant; pairs of different texts make no phrase; abbreviations have no vowel.
        *(
            (text, "")
            for text in ("đăklăk", "tumva9", "taduoimoi", "ubndt", "tum", "x" * 255, "ao" * 10, "a" * 20)
        ),
    ],
)
def test_it_is_offered(typed, meant):
    assert apart(parse(typed)) == meant
    assert finding.find(typed).suggestion == meant


def test_nothing_is_offered_that_the_filters_hide():
    assert finding.find("kontum", frozenset({kind_token("conference")})).suggestion == ""


def test_a_word_that_is_found_is_not_cut():
    store(document(4, "Kontum xưa"))
    results = finding.find("kontum")
    assert ([hit.entry.page_id for hit in results.hits], results.suggestion) == ([4], "")


def test_it_costs_a_few_queries_however_many_ways_there_are():
    store(document(5, "ba bà bá ba", body_text="ana nan ban abа ab aba bab"))
    for text in ("baba" * 5, "aeiouaeiouaeiouaeiou", "banana" * 3):
        with CaptureQueriesContext(connection) as queries:
            finding.find(text)
        assert len(queries) <= 16
