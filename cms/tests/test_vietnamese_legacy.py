"""Text typed in the fonts of before Unicode."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.vietnamese import find_legacy_encoding, legacy_to_unicode, normalise

properties = settings(deadline=None, database=None)

# TCVN 5712:1993, the codes of set VN3 (capitals with a tone are not in it).
TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
CODE_OF = {letter: chr(start + at) for start, letters in TCVN3.items() for at, letter in enumerate(letters)}

VNI = {
    "à á ả ã ạ â ầ ấ ẩ ẫ ậ ă ằ ắ ẳ ẵ ặ": "aø aù aû aõ aï aâ aà aá aå aã aä aê aè aé aú aü aë",
    "è é ẻ ẽ ẹ ê ề ế ể ễ ệ": "eø eù eû eõ eï eâ eà eá eå eã eä",
    "ì í ỉ ĩ ị": "ì í æ ó ò",
    "ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ": "oø où oû oõ oï oâ oà oá oå oã oä",
    "ơ ờ ớ ở ỡ ợ": "ô ôø ôù ôû ôõ ôï",
    "ù ú ủ ũ ụ": "uø uù uû uõ uï",
    "ư ừ ứ ử ữ ự": "ö öø öù öû öõ öï",
    "ỳ ý ỷ ỹ ỵ": "yø yù yû yõ î",
    "đ": "ñ",
}

SENTENCES = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Uỷ ban nhân dân tỉnh Thanh Giang",
    "Sở Nội vụ tổ chức Hội nghị sơ kết giữa nhiệm kỳ",
    "Độc lập - Tự do - Hạnh phúc",
    "Người lao động được hưởng lương, thưởng",
    "Quyết định bổ nhiệm công chức, viên chức",
    "Thông báo",
    "Nguyễn Văn Ngưỡng",
    "trường học, khuỷu tay, quỷ kế, thuở nhỏ, giếng nước, đẵn gỗ, ỡm ờ",
]


def to_tcvn3(text):
    return "".join(CODE_OF.get(letter, letter) for letter in text)


def to_vni(text):
    codes = {
        letter: code
        for letters, written in VNI.items()
        for letter, code in zip(letters.split(), written.split(), strict=True)
    }
    codes |= {letter.upper(): code.upper() for letter, code in codes.items()}
    return "".join(codes.get(letter, letter) for letter in text)


@pytest.mark.parametrize(
    ("typed", "encoding", "meant"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§¶ng bé Së Néi vô", "tcvn3", "Đảng bộ Sở Nội vụ"),
        ("Tr\u00adêng §¹i häc", "tcvn3", "Trường Đại học"),
        ("®/c NguyÔn V¨n A ph¸t biÓu ë Së", "tcvn3", "đ/c Nguyễn Văn A phát biểu ở Sở"),
        ("CéNG HßA X· HéI", "tcvn3", "CộNG HòA Xã HộI"),  # the upper-case fonts are out of reach
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "vni", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Ñaûng boä Sôû Noäi vuï", "vni", "Đảng bộ Sở Nội vụ"),
        ("UÛy ban nhaân daân tænh", "vni", "Ủy ban nhân dân tỉnh"),
        ("Tröôøng Ñaïi hoïc, ngöôøi lao ñoäng", "vni", "Trường Đại học, người lao động"),
    ],
)
def test_find_and_decode(typed, encoding, meant):
    assert find_legacy_encoding(typed) == encoding
    assert legacy_to_unicode(typed, encoding) == meant
    assert find_legacy_encoding(meant) is None
    # Cleaning on saving does not stand in the way of a later conversion.
    assert legacy_to_unicode(normalise(typed), encoding) == meant


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(("encode", "encoding"), [(to_tcvn3, "tcvn3"), (to_vni, "vni")])
def test_sentences_come_back(sentence, encode, encoding):
    typed = encode(sentence)
    assert find_legacy_encoding(typed) == encoding
    assert legacy_to_unicode(typed, encoding) == sentence


def test_every_code_of_tcvn3():
    for letter, code in CODE_OF.items():
        assert legacy_to_unicode(f"x{code}q", "tcvn3") == f"x{letter}q"


@pytest.mark.parametrize(("letters", "codes"), VNI.items())
def test_every_code_of_vni(letters, codes):
    assert legacy_to_unicode(codes, "vni") == letters
    assert legacy_to_unicode(codes.upper(), "vni") == letters.upper()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sở Nội vụ tổ chức Hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ",
        "hoà, hòa, hoá, hóa, khoẻ, uỷ, ủy, thuở, quốc, giải, loà xoà, khuỷu, oà, né, thé, hé, sô, vô, đá",
        "Bà và cô nô đùa, cá và cô-ca, má và bà, ô tô, lô tô, xe tô mô hình, hô hào, vô tư",
        "Buôn Ma Thuột, Đắk Lắk, Krông Pắc, Y Thông Niê, H’Hen Niê, Kon Tum, Pleiku, Nơ Trang Lơng",
        "UBND, HĐND, CBCCVC, QĐ-UBND, 42/2022/NĐ-CP, § 5, © 2023, 25 °C, 10 µm, 5 m², ½, ®, «trích dẫn»",
        "The department held a naïve café meeting; coöperation, résumé, façade, Zoë, Brontë",
        "Où est le maïs ? À l'école laïque, un élève naïf a reçu le thé et les blés, né à Noël. Ça va.",
        "Le 14 août, « l'œuvre » coûtait 5 € ; où goûter le thé laïc, le dîner dû, l'île, la forêt",
        "où laïc",
        "El niño y la niña, el año, mañana, señor, aún, él, qué, sí",
        "Größe, Mühe, schön, für, über, Straße, Bär, groß, müde",
        "Phó Giám đốc gặp ông Müller và bà Noël tại São Paulo",
        "Så står han på en gård och då kommer många av dem hem",
        "Sở Nội vụ baùo cáo Ủy ban nhân dân tỉnh teân đề án",  # two slips of the fingers
        "Thông báo",
        "Céng",  # one word is too little to tell by
    ],
)
def test_no_false_alarm(text):
    assert find_legacy_encoding(text) is None


def test_a_legacy_caption_in_a_long_text_is_found():
    article = "Sở Nội vụ tổ chức hội nghị, đồng chí Giám đốc chủ trì, website và Facebook đưa tin.\n" * 50
    assert find_legacy_encoding(article) is None
    assert find_legacy_encoding(article + "§ång chÝ Gi¸m ®èc ph¸t biÓu\n" + article) == "tcvn3"
    assert find_legacy_encoding(article + "Ñoàng chí Giaùm ñoác phaùt bieåu\n" + article) == "vni"


def test_words_that_are_unicode_already_stay():
    assert legacy_to_unicode("Đảng ủy, báo cáo và b¸o c¸o", "tcvn3") == "Đảng ủy, báo cáo và báo cáo"
    assert legacy_to_unicode("Đảng ủy và Ñaûng uûy", "vni") == "Đảng ủy và Đảng ủy"
    assert legacy_to_unicode("© 2023 · 5° § ®", "tcvn3") == "© 2023 · 5° Đ đ"
    assert legacy_to_unicode("« t« ë Së", "tcvn3") == "ô tô ở Sở"


def test_unknown_encoding():
    with pytest.raises(ValueError, match="viscii"):
        legacy_to_unicode("a", "viscii")


@given(st.text() | st.text(st.characters(max_codepoint=0xFF)))
@properties
def test_any_text_can_be_looked_at(text):
    assert find_legacy_encoding(text) in (None, "tcvn3", "vni")
    if text.isascii():
        assert legacy_to_unicode(text, "tcvn3") == legacy_to_unicode(text, "vni") == text


@given(st.text(st.sampled_from("abcdđeghiklmnopqrstuvxyăâêôơưàảãáạ ")))
@properties
def test_unicode_letters_beyond_latin_1_protect_their_word(text):
    protected = "".join(f"{letter}đ " for letter in text)
    assert legacy_to_unicode(protected, "vni") == legacy_to_unicode(protected, "tcvn3")
