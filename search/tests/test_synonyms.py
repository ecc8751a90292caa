"""The abbreviations that a portal begins with, and those that a later version adds to its table."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from search.models import SearchSynonym
from search.synonyms import DEFAULTS, read_table, readings
from search.tests.documents import document, found, store
from search.tokens import words_of

ADDED = import_module("search.migrations.0004_more_synonyms")


def said(text: str, rows=DEFAULTS) -> list[str]:
    return [" ".join(word.exact for word in words) for words in readings(words_of(text), read_table(rows))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CBCC", "cán bộ công chức"),
        ("pvhcc xã", "phục vụ hành chính công xã"),
        ("ttpvhcc", "trung tâm phục vụ hành chính công"),
        ("TT PVHCC", "trung tâm phục vụ hành chính công"),
        ("đ/c Hoàng Lê Duy", "đồng chí hoàng lê duy"),
        ("GĐ Sở", "giám đốc sở"),
        ("PGĐ", "phó giám đốc"),
        ("CVP", "chánh văn phòng"),
        ("snv", "sở nội vụ"),
        ("Sở NV", "sở nội vụ"),
    ],
)
def test_what_people_of_the_agency_write_is_understood(typed, meant):
    assert meant in said(typed)
    assert " ".join(word.exact for word in words_of(typed)) in said(meant)


def test_an_abbreviation_is_written_out_before_another_wording_is_abbreviated():
    rows = [("GĐ", "giám đốc"), ("SNV", "Sở Nội vụ"), ("UBND", "Ủy ban nhân dân")]
    assert said("giám đốc Sở Nội vụ và UBND", rows)[:2] == [
        "giám đốc sở nội vụ và ubnd",
        "giám đốc sở nội vụ và ủy ban nhân dân",
    ]


@pytest.mark.django_db
def test_they_find_what_is_written_out():
    store(document(1, "Trung tâm Phục vụ hành chính công họp"), document(2, "Sở Nội vụ: cán bộ, công chức"))
    assert found("TTPVHCC") == found("tt pvhcc") == [1]
    assert found("snv") == found("Sở NV") == found("CBCC") == [2]


@pytest.mark.django_db
def test_a_portal_that_was_set_up_gets_what_is_new_and_nothing_that_was_deleted():
    before = [row for row in DEFAULTS if row not in ADDED.NEW]
    SearchSynonym.objects.all().delete()
    # The office deleted one, and wrote another itself.
    rows = [SearchSynonym(term=term, expansion=expansion) for term, expansion in before if term != "BTV"]
    SearchSynonym.objects.bulk_create([*rows, SearchSynonym(term="gđ", expansion="gia đình")])
    ADDED.add(apps, SimpleNamespace(connection=connection))
    table = dict(SearchSynonym.objects.values_list("term", "expansion"))
    assert "BTV" not in table
    assert table["gđ"] == "gia đình"
    assert "GĐ" not in table
    assert table["CBCC"] == "cán bộ, công chức"
    assert set(table) == {term for term, _expansion in DEFAULTS} - {"BTV", "GĐ"} | {"gđ"}


@pytest.mark.django_db
def test_a_new_portal_begins_with_every_one():
    assert set(SearchSynonym.objects.values_list("term", "expansion")) == set(DEFAULTS)
