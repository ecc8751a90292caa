"""Dates, people, links, and what a complete story has."""

from datetime import date

import pytest

from news.proofing.checks.links import is_address
from news.proofing.checks.people import key_of
from news.proofing.text import Earlier, Known, LeadPicture, Link, Named, Picture, Place

from .texts import BODY, excerpts, found, text_with

SPEAKER = Place("speeches.0.position", "speeches-1")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Sáng thứ Hai, ngày 26/5/2023, Sở tổ chức", ["Sáng thứ Hai, ngày 26/5/2023"]),
        ("Thứ Sáu, ngày 26/5/2023, Sở tổ chức", []),
        ("Vào chủ nhật (ngày 26/5/2023)", ["Vào chủ nhật (ngày 26/5/2023"]),
        ("Chủ nhật, ngày 28 tháng 5 năm 2023", []),
        ("Ngày 26/5/2023 (thứ Năm), Sở", ["26/5/2023 (thứ Năm"]),
        ("Ngày 26/5/2023 (thứ 6), Sở", []),
        ("Hội nghị lần thứ ba ngày 26/5/2023", []),
        ("Kỳ họp thứ hai ngày 26/5/2023", []),
        ("Ngày làm việc thứ tư 26/5/2023", []),
        ("Thứ Hai, ngày 31/2/2023", []),
        ("Thứ Hai hằng tuần; ngày 26/5/2023 họp", []),
        ("Công văn thứ hai 26/5/2023/SNV", []),
    ],
)
def test_weekday_and_date(sentence, words):
    assert excerpts("weekday", sentence) == words


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Liên hệ 0912 345 678 hoặc +84 912.345.678", ["0912 345 678", "+84 912.345.678"]),
        ("Điện thoại cơ quan 0218 3852 123, fax 02183852123", []),
        ("Căn cước 001090012345", ["001090012345"]),
        ("CMND số 123456789", ["123456789"]),
        ("Kinh phí 123456789 đồng và 0123456789012345", []),
        ("Văn bản 0912345678/SNV-VP và mã 10912345678", []),
        ("Tổng 1.234.567,5 đồng, năm 2023 - 2025", []),
    ],
)
def test_personal_numbers(sentence, numbers):
    assert sorted(excerpts("personal_number", sentence)) == sorted(numbers)


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://sonoivu.gov.vn/tin?a=1", True),
        ("http://tỉnh.vn", True),
        ("mailto:a@b.vn", True),
        ("/tin-tuc/", True),
        ("#muc-2", True),
        ("http://", False),
        ("https:///tin", False),
        ("https://so noi vu.vn", False),
        ("http://http://sonoivu.gov.vn", False),
        ("www.sonoivu.gov.vn", False),
        ("https://sonoivu", False),
        ("javascript:alert(1)", False),
        ("http://[::1", False),
        ("http://a.vn:99999999/", False),
        ("", False),
    ],
)
def test_addresses(address, right):
    assert is_address(address) is right


def test_links_to_what_is_not_there():
    links = (
        Link(BODY, "trang đã gỡ", page=5),
        Link(BODY, "trang đã đăng", page=6),
        Link(BODY, "tệp đã xóa", document=7),
        Link(BODY, "tệp", document=8),
        Link(BODY, "địa chỉ hỏng", address="http://"),
    )
    known = Known(open_pages=frozenset({6}), documents=frozenset({8}))
    findings = found("link", text_with(links=links), known)
    assert [finding.excerpt for finding in findings] == ["trang đã gỡ", "tệp đã xóa", "địa chỉ hỏng"]


def test_a_position_that_was_another_the_last_time():
    known = Known(
        earlier_speakers={key_of("Hoàng Lê Duy"): Earlier("Phó Bí thư Chi đoàn", date(2022, 5, 26))}
    )
    now = Named(SPEAKER, "Hoàng Lê Duy", "Bí thư Chi đoàn", True)
    (finding,) = found("position_changed", text_with(people=(now,)), known)
    assert finding.place.path == "speeches.0.position"
    assert "26/5/2022" in finding.sentence
    assert "Phó Bí thư Chi đoàn" in finding.sentence
    same = Named(SPEAKER, "Hoàng Lê Duy", "phó bí thư  chi đoàn", True)
    assert not found("position_changed", text_with(people=(same,)), known)
    author = Named(SPEAKER, "Hoàng Lê Duy", "Bí thư Chi đoàn", False)
    assert not found("position_changed", text_with(people=(author,)), known)


def test_what_a_complete_story_has():
    assert not found("lead_picture", text_with())
    assert found("lead_picture", text_with(lead_picture=LeadPicture(False, "")))
    waiting = found("lead_picture", text_with(lead_picture=LeadPicture(False, "Toàn cảnh")))
    without = found("lead_picture", text_with(lead_picture=LeadPicture(False, "")))
    assert waiting[0].sentence != without[0].sentence
    assert not found("lead_picture", text_with(lead_picture=None))
    assert found("byline", text_with(people=()))
    assert not found("byline", text_with(people=(), is_story=False))
    pictures = (Picture(BODY, ""), Picture(BODY, "Toàn cảnh"), Picture(BODY, "", decorative=True))
    assert len(found("caption", text_with(pictures=pictures))) == 1
    assert found("position", text_with(people=(Named(SPEAKER, "Hoàng Lê Duy", "", True),)))
    assert found("same_title", text_with(), Known(same_titles=1))
