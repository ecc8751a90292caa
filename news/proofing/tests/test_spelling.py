"""Spelling: what is found, and above all what is not."""

import pytest

from cms import vietnamese
from news.proofing.checks.spelling import suggestion
from news.proofing.word_lists import confused_words, loan_words

from .texts import excerpts, found, text_with


@pytest.mark.parametrize(
    ("sentence", "slip", "meant"),
    [
        ("Cán bộ trong nghành nội vụ", "nghành", "ngành"),
        ("Hội nghị đươc tổ chức sáng nay", "đươc", ""),
        ("Phân công côngviệc cho từng người", "côngviệc", "công việc"),
        ("Cần ngiên cứu kỹ hồ sơ", "ngiên", "nghiên"),
        ("Viêc này đã xong, viêc kia chưa", "viêc", ""),
    ],
)
def test_a_slip_is_found_with_what_was_meant(sentence, slip, meant):
    key = "confused_words" if slip == "nghành" else "syllable"
    (finding,) = found(key, text_with(sentence))
    assert (finding.excerpt, meant in finding.sentence) == (slip, True)
    if meant and key == "syllable":
        assert suggestion(slip) == meant


@pytest.mark.parametrize(
    "right",
    [
        "Các địa phương Đắk Lắk, Kroông Nô và Pleiku dự họp.",
        "Ông Giàng Thị Súa, bà Hờ A Pênh phát biểu.",
        "Đoàn đi xe ôtô chở 30 kilôgam gạo và máy đo ôxy.",
        "Bài viết đăng trên báo Le Monde có câu été pourri en France.",
        "Xem tại địa chỉ hồsơ@sonoivu.gov.vn hoặc https://sonoivu.gov.vn/tin-tức-mới.",
        "Quyết định số 12/2024/QĐ-UBND, QĐND và đ/c Tuấn, hđnd.",
        "Già làng nói: khuya rồi, ngoằn ngoèo khúc khuỷu, quỵt nợ, xuềnh xoàng, tuýt còi, gìn giữ, giếng nước.",
        "Học bổng của UNESCO, trạm BTS, hệ thống iOffice và e-mail công vụ.",
        "Rượu, hươu, bướu, khướu, thuở nào, huơ tay, quạu cọ, ngoẹo cổ, khoèo chân.",
        "Bà con dân tộc M’nông, Ba-na, Ê-đê và Xơ-đăng.",
    ],
)
def test_right_words_are_left_alone(right):
    assert not excerpts("syllable", right)
    assert not excerpts("confused_words", right)


@pytest.mark.parametrize(
    ("sentence", "written"),
    [
        ("Các phòng trào thi đua yêu nước", ["phòng trào"]),
        ("Phòng trào được hưởng ứng", ["Phòng trào"]),
        ("BỔ XUNG NHÂN SỰ", ["BỔ XUNG"]),
        ("Đó là vô hình chung", ["vô hình chung"]),
        ("Việc sử lý hồ sơ", ["sử lý"]),
        ("Mục tiêu cũa năm nay", ["cũa"]),
    ],
)
def test_confused_words_are_found(sentence, written):
    assert excerpts("confused_words", sentence) == written


@pytest.mark.parametrize(
    "right",
    [
        "Nghiên cứu lịch sử lý luận của Đảng",
        "Kết quả giám sát nhập khẩu, khảo sát nhập học",
        "Điều chỉnh chu kỳ báo cáo",
        "Hồ sơ xuất khẩu; thành công xuất sắc; khả năng xuất hiện",
        "Tập trung sức cho nhiệm vụ, luyện tập chung, bài tập chung",
        "Ông Trần Trú Ý phát biểu",
        "Họ bàn về thể lệ. Lực lượng nổ, lực đẩy lớn",
        "Chủ trương trình Quốc hội; dải Ngân Hà",
        "Bố trí tuệ trong thư",
        "Các phòng, trào lưu mới",
    ],
)
def test_words_that_only_meet_are_left_alone(right):
    assert not excerpts("confused_words", right)


def test_the_table_is_sound():
    table = confused_words()
    assert len(table) > 200
    for written, entry in table.items():
        assert written == vietnamese.unify_tone(written).lower() == vietnamese.normalise(written).lower()
        assert entry.meant not in table, f"{entry.meant} is right and wrong"
        assert len(entry.meant.split()) == len(written.split())
        assert all(vietnamese.is_syllable(word) for word in entry.meant.split()), entry.meant
        assert not excerpts("confused_words", f"ở đây {entry.meant} thì"), entry.meant
        assert not excerpts("syllable", f"ở đây {entry.meant} thì"), entry.meant


def test_loan_words_are_no_syllables():
    """A word of the list that is a syllable anyway would only say that nobody has looked."""
    assert not [word for word in loan_words() if vietnamese.is_syllable(word) or word.isascii()]


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (["Đảng uỷ họp.", "Đảng ủy và cấp ủy kết luận."], ["uỷ"]),
        (["Văn hoá, văn hóa, văn hóa; Đảng uỷ, Đảng ủy, Đảng ủy"], ["hoá", "uỷ"]),
        (["Thành phố Hoà Bình; Đảng ủy tỉnh; đồng chí Nguyễn Thuý"], []),
        (["Thành phố Hòa Bình đạt tiêu chí đô thị văn hoá."], []),
        (["Đoàn kết, hoà hợp, khoẻ mạnh, thuỷ lợi"], []),
        (["Quý vị; quả cảm; hoàn thành; khuỷu tay; văn hóa"], []),
        (["Làng hoà thuận, Đảng ủy vững mạnh, ủy viên gương mẫu"], ["hoà"]),
    ],
)
def test_two_ways_to_place_tone_marks(paragraphs, words):
    assert sorted(excerpts("tone_placement", *paragraphs)) == words


def test_the_sentence_counts_both_ways():
    (finding,) = found("tone_placement", text_with("Đảng uỷ, Đảng ủy và cấp ủy"))
    assert "“uỷ” (1" in finding.sentence
    assert "“ủy” (2" in finding.sentence
