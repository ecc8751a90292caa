"""Where the tone mark stands: hòa, hoà."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.vietnamese import TonePlacement, fold, is_syllable, tone_style, unify_tone

properties = settings(deadline=None, database=None)


def words(text):
    return text.split()


MOVED = [
    ("hoà", "hòa"),
    ("hoá", "hóa"),
    ("hoả", "hỏa"),
    ("hoã", "hõa"),
    ("hoạ", "họa"),
    ("khoẻ", "khỏe"),
    ("xoè", "xòe"),
    ("hoẹ", "họe"),
    ("choé", "chóe"),
    ("thuý", "thúy"),
    ("uỷ", "ủy"),
    ("huỷ", "hủy"),
    ("luỹ", "lũy"),
    ("nguỵ", "ngụy"),
    ("tuỳ", "tùy"),
    ("thuỷ", "thủy"),
    ("đoạ", "đọa"),
    ("goá", "góa"),
    ("oà", "òa"),
    ("Hoà", "Hòa"),
    ("HOÀ", "HÒA"),
    ("Uỷ", "Ủy"),
    ("UỶ", "ỦY"),
    ("OÀ", "ÒA"),
    ("Đoá", "Đóa"),
    ("loà xoà", "lòa xòa"),
    ("Đảng uỷ, uỷ ban.", "Đảng ủy, ủy ban."),
    ("văn hoá-xã hội", "văn hóa-xã hội"),
    ("hoà_bình", "hòa_bình"),
    ("(hoá)", "(hóa)"),
    ("qúy", "quý"),  # slips
    ("QÚY", "QUÝ"),
    ("qủa", "quả"),
    ("Qùa", "Quà"),
]
KEPT = [
    *words("hòa khỏe thúy ủy hủy lũy òa họa"),
    *words("quý quỳ quỷ quỹ quỵ quà quả quá Quý QUỸ quở quế"),
    *words("giá già giả giã giạ gịa giặt giải giỏi giúp gì giữ giở"),
    *words("hoàn toán hoài hoạch hoành thoát khoảng xoáy ngoáo toàn"),
    *words("khoét ngoéo ngoằn khoẻn khoeo"),
    *words("huỳnh Quỳnh suýt khuỷu huých quyển chuyện khuya tuýp"),
    *words("thuở quốc thuế tuệ của mùa lúa hứa khóa"),
    *words("chào báo mái túi núi mỹ Chloé Guyá aoà"),
    "UỲ\u0300",  # two tones are no syllable
]


@pytest.mark.parametrize(("modern", "traditional"), MOVED)
def test_unify_tone_moves_the_mark(modern, traditional):
    assert unify_tone(modern) == traditional
    assert unify_tone(unicodedata.normalize("NFD", modern)) == traditional
    assert fold(modern) == fold(traditional)


@pytest.mark.parametrize("word", KEPT)
def test_unify_tone_leaves_what_has_one_spelling(word):
    assert unify_tone(word) == word
    assert unify_tone(unicodedata.normalize("NFD", word)) == word


@given(st.text() | st.text(st.sampled_from("hkqgiuoaeyỳýỷoàòáảóUÝ \u0300\u0301")))
@properties
def test_unify_tone_is_idempotent_and_changes_placement_only(text):
    once = unify_tone(text)
    assert unify_tone(once) == once
    assert fold(once) == fold(text)
    assert len(once) == len(unicodedata.normalize("NFC", text))
    assert tone_style(once).modern == ()


@pytest.mark.parametrize(
    ("text", "modern", "traditional"),
    [
        ("", (), ()),
        ("Đảng uỷ và Đảng ủy", ("uỷ",), ("ủy",)),
        ("văn hoá, văn hóa, hoá học, Hoá", ("hoá",), ("hóa",)),
        ("khoẻ, thuý, hoà", ("khoẻ", "thuý", "hoà"), ()),
        ("Hòa Bình, hòa giải, lũy kế", (), ("Hòa", "lũy")),
        (unicodedata.normalize("NFD", "hoà hòa"), ("hoà",), ("hòa",)),
        ("quý quỹ quả giá già hoàn toàn huỳnh khuỷu thuở quốc qúy", (), ()),
        ("hoa khoe uy hoan", (), ()),
    ],
)
def test_tone_style(text, modern, traditional):
    assert tone_style(text) == TonePlacement(modern, traditional)
    assert tone_style(text).mixed is bool(modern and traditional)


@pytest.mark.parametrize(
    "word",
    words(
        "a ạ ương nghiêng Nguyễn khuỷu quốc quý quỳnh giải giặt gịa giếng gì gìn huỳnh thuở hòa hoà uỷ ủy "
        "khoẻ ngoéo xoong loong suýt tuýp yêu ý kỷ Đảng đỗ khuya "
        "xoáy rượu bưởi mười cứu quẫn quắm giỗ giữa nghĩa được"
    ),
)
def test_is_syllable(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word.upper()))


@pytest.mark.parametrize(
    "word",
    words("été où naïf Céng nghÜa hoäi Vieät tôt các1 việtnam cé gê ngi hóan qúy tòan f w '"),
)
def test_is_no_syllable(word):
    assert not is_syllable(word)
