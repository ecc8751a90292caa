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
ADDED_LATER = import_module("search.migrations.0005_abbreviations_and_names")


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TP Pleiku", "thành phố pleiku"),
        ("tx An Khê", "thị xã an khê"),
        ("TW Đảng", "trung ương đảng"),
        ("gpmb", "giải phóng mặt bằng"),
        ("KT-XH", "kinh tế xã hội"),
        ("kt xh", "kinh tế xã hội"),
        ("ktxh", "kinh tế xã hội"),
        ("QP-AN", "quốc phòng an ninh"),
        ("ANTT", "an ninh trật tự"),
        ("Sở GD&ĐT", "sở giáo dục và đào tạo"),
        ("so gd&dt", "so giáo dục và đào tạo"),
        ("Sở KH&CN", "sở khoa học và công nghệ"),
        ("Sở TN&MT", "sở tài nguyên và môi trường"),
        ("TPHCM", "thành phố hồ chí minh"),
        ("TP.HCM", "thành phố hồ chí minh"),
        ("UBND TP HCM", "ủy ban nhân dân thành phố hồ chí minh"),
        ("GĐ Sở GD&ĐT TP HCM", "giám đốc sở giáo dục và đào tạo thành phố hồ chí minh"),
        ("QĐ UBND TX KT-XH", "quyết định ủy ban nhân dân thị xã kinh tế xã hội"),
        # Two spellings of a name.
        ("Đắc Lắc", "đắk lắk"),
        ("dac lac", "đắk lắk"),
        ("Daklak", "đắk lắk"),
        ("tỉnh Bắc Cạn", "tỉnh bắc kạn"),
        ("Buôn Mê Thuột", "buôn ma thuột"),
        ("TP Plei Ku", "thành phố pleiku"),
        ("kontum", "kon tum"),
    ],
)
def test_it_is_the_first_reading_after_what_was_typed(typed, meant):
    assert said(typed)[1] == meant


@pytest.mark.parametrize(
    ("written_out", "abbreviated"),
    [
        ("thành phố Pleiku", "tp pleiku"),
        ("kinh tế - xã hội", "kt xh"),
        ("thành phố Hồ Chí Minh", "tphcm"),
        ("Đắk Lắk", "daklak"),
        ("Sở Nội vụ tỉnh Đắk Lắk", "sở nội vụ tỉnh đắc lắc"),
        ("UBND TPHCM", "ubnd thành phố hồ chí minh"),
    ],
)
def test_the_bound_leaves_room_for_the_short_form(written_out, abbreviated):
    assert abbreviated in said(written_out)


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
def test_what_the_office_wrote_or_deleted_stays_when_names_and_abbreviations_are_added():
    before = [row for row in DEFAULTS if row not in ADDED_LATER.NEW and row[0] != "KTXH"]
    SearchSynonym.objects.all().delete()
    SearchSynonym.objects.bulk_create(
        SearchSynonym(term=term, expansion=expansion) for term, expansion in before
    )
    SearchSynonym.objects.create(term="tp", expansion="thành phẩm")
    ADDED_LATER.add(apps, SimpleNamespace(connection=connection))
    table = dict(SearchSynonym.objects.values_list("term", "expansion"))
    assert table["tp"] == "thành phẩm"
    assert table["GD&ĐT"] == "giáo dục và đào tạo"
    assert set(table) == {term for term, _expansion in DEFAULTS} - {"TP", "KTXH"} | {"tp"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("term", "expansion"),
    [row for row in ADDED_LATER.NEW if row[0] in {"Plei Ku", "Đắc Lắc", "KT-XH", "GD&ĐT"}],
)
def test_an_administrator_may_write_two_spellings_as_a_row(term, expansion):
    SearchSynonym.objects.all().delete()
    SearchSynonym(term=term, expansion=expansion).full_clean()


@pytest.mark.django_db
def test_a_name_is_found_in_its_other_spelling():
    store(document(1, "Tỉnh Đắk Lắk"), document(2, "Tỉnh Bắc Cạn"), document(3, "TP. Buôn Ma Thuột"))
    assert found("Đắc Lắc") == found("daklak") == found("tỉnh Đắc Lắc") == [1]
    assert found("Bắc Kạn") == [2]
    assert found("thành phố Buôn Mê Thuột") == [3]


@pytest.mark.django_db
def test_a_new_portal_begins_with_every_one():
    assert set(SearchSynonym.objects.values_list("term", "expansion")) == set(DEFAULTS)
