"""Persons in Vietnamese sentences: honorific, name, position.

Everything here walks over words; nothing backtracks, so a hostile line costs no more than its length.
"""

import re
from dataclasses import dataclass

from news.importing.recognised import Honorific

MAX_POSITION = 200  # characters

# The usual family names, those of the peoples of the northern mountains included.
_SURNAME = re.compile(
    r"nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đoàn|đào|trịnh|mai|"
    r"tô|lâm|phùng|vương|trương|lương|hà|thái|cao|tạ|tống|quách|chu|châu|la|lưu|thân|kiều|triệu|cù|từ|"
    r"ông|khuất|nghiêm|đàm|bạch|xa|sa|lò|quàng|lường|cầm|bàng|giàng|thào|sùng|vàng|mùa|hờ|tòng|cà|vì|"
    r"vi|hoa|lục|nông|ma|mạc|quan|lã|tăng|hứa|doãn|ninh|cung|khổng|phí|viên|đồng|thiều|lại|chử|trang|"
    r"kim|giáp|ngụy|nguỵ|thạch|sơn|danh|diệp|ksor|rơ|siu",
    re.IGNORECASE,
)

# How a position, or the name of an office, begins.
_POSITION_HEADS = (
    r"chánh|phó|trưởng|nguyên|quyền|q\.|bí thư|giám đốc|tổng giám đốc|chủ tịch|chủ nhiệm|chuyên viên|"
    r"phòng|văn phòng|sở|ban|bộ|trung tâm|ubnd|hđnd|mttq|ủy ban|uỷ ban|hội đồng|đảng ủy|đảng uỷ|"
    r"tỉnh ủy|tỉnh uỷ|huyện ủy|thành ủy|ủy viên|uỷ viên|công đoàn|chi đoàn|đoàn thanh niên|đoàn khối|"
    r"hội|cục|chi cục|tổng cục|vụ|thanh tra|phóng viên|cộng tác viên|ctv|pv|btv|biên tập viên|cán bộ|"
    r"công chức|viên chức|kế toán|thư ký|tổ|báo|đài|hiệu trưởng|thành viên|đại diện|thứ trưởng|"
    r"bộ trưởng|thường trực|thường vụ|đại biểu|viện|cơ quan|chi bộ|liên đoàn|mặt trận"
)
_POSITION_START = re.compile(rf"(?:{_POSITION_HEADS})(?!\w)", re.IGNORECASE)
_HONORIFIC = re.compile(r"(?<!\w)(đồng chí|đ/c|đ\.c|ông|bà)\s+", re.IGNORECASE)
_HONORIFIC_CODES: dict[str, Honorific] = {"ông": "ong", "bà": "ba"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Words (small letters only) with which the verb of the sentence begins, so that a position before it ends.
SPEAKING = (
    r"cho rằng|nhấn mạnh|phát biểu|khẳng định|kết luận|đề nghị|yêu cầu|(?<!ban )(?<!Ban )chỉ đạo|"
    r"tham luận|cho biết|chia sẻ|trình bày|nêu|bày tỏ|đánh giá|ghi nhận|khai mạc|bế mạc|trao đổi|nói|"
    r"lưu ý|nhận định|đề xuất|quán triệt|thông tin|báo cáo(?! viên)|kêu gọi|căn dặn|biểu dương|"
    r"mong muốn|tin tưởng|hoan nghênh|phân tích"
)
SPEAKING_VERB = re.compile(rf"(?<!\w)(?:{SPEAKING})(?!\w)")
_VERB = re.compile(
    rf"(?<!\w)(?:{SPEAKING}|đã|đang|sẽ|vừa|cũng|có|là|làm|chủ trì|dự|tham dự|tới dự|đến dự|cùng|thay mặt|"
    r"tiếp(?! công)|trao|tặng|gửi|chúc mừng|điều hành|đọc|công bố|phổ biến|(?<!tâm )giới thiệu|"
    r"và (?:các )?(?:đồng chí|ông|bà)|(?:tại|trong) (?:hội|buổi|lễ))(?!\w)"
)
_HARD_STOP = re.compile(r"[.;:“”\"()?!…]|,\s+(?:các\s+)?(?:đồng chí|ông|bà)(?!\w)")
_COMMA = re.compile(r",\s+")
_BEFORE_POSITION = re.compile(r"\s*(?:,|\(|\s[–—-]\s)\s*")


@dataclass(frozen=True)
class Person:
    """A person named in a text; `start` and `end` are places in it, `end` after the position."""

    honorific: Honorific
    name: str
    position: str
    start: int
    end: int


def find_people(text: str) -> list[Person]:
    """The persons that text names with an honorific ("đồng chí", "ông", "bà"), in order."""
    people = []
    for match in _HONORIFIC.finditer(text):
        name, end = read_name(text, match.end())
        if not name:
            continue
        position, end = _read_position(text, end)
        honorific = _HONORIFIC_CODES.get(match[1].lower(), "dong_chi")
        people.append(Person(honorific, name, position, match.start(), end))
    return people


def person_before(text: str, verb_start: int) -> Person | None:
    """The person of "Giám đốc Sở Nội vụ Nguyễn Văn A nhấn mạnh": a position, then a name, then the verb.

    text: the sentence; verb_start: where the verb begins. Returns None where no such person stands.
    """
    words = list(_WORD.finditer(text, max(0, verb_start - 300), verb_start))
    capitals: list[re.Match] = []
    for word in reversed(words):
        joined = not capitals or text[word.end() : capitals[0].start()] == " "
        if not word[0][0].isupper() or not joined or len(capitals) == 6:
            break
        capitals.insert(0, word)
    while capitals and not is_surname(capitals[0][0]):
        capitals.pop(0)
    if len(capitals) < 2 or text[capitals[-1].end() : verb_start].strip(" ,"):
        return None
    start = capitals[0].start()
    clause = max(text.rfind(mark, 0, start) for mark in ",.;:") + 1
    before = text[clause:start].strip()
    honorific: Honorific = ""
    called = _HONORIFIC.match(before + " ")
    if called:
        honorific = _HONORIFIC_CODES.get(called[1].lower(), "dong_chi")
        before = before[called.end() :].strip()
    if not before or not starts_like_position(before) or len(before) > MAX_POSITION:
        return None
    return Person(honorific, text[start : capitals[-1].end()], before, clause, capitals[-1].end())


def read_name(text: str, at: int) -> tuple[str, int]:
    """Read a name of two to six capitalised words at a place in text; ("", at) where there is none."""
    words: list[re.Match] = []
    place = at
    while len(words) < 6:
        word = _WORD.match(text, place)
        if word is None or not word[0][0].isupper():
            break
        # "đồng chí Hoàng Lê Duy Bí thư Chi đoàn": a position without a comma before it
        if _POSITION_START.match(text, place) and (len(words) >= 2 or not is_surname(word[0])):
            break
        words.append(word)
        if text[word.end() : word.end() + 1] != " ":
            break
        place = word.end() + 1
    if len(words) < 2:
        return "", at
    return text[at : words[-1].end()], words[-1].end()


def is_name(text: str) -> bool:
    """Whether text, as a whole, looks like a person's name: one to six capitalised words, no office."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 60:
        return False
    if not all(_WORD.fullmatch(word.rstrip(".")) and word[0].isupper() for word in words):
        return False
    return not starts_like_position(text) or (
        is_surname(words[0]) and not text.lower().startswith("văn phòng")
    )


def is_surname(word: str) -> bool:
    """Whether a word is a Vietnamese family name."""
    return _SURNAME.fullmatch(word) is not None


def starts_like_position(text: str) -> bool:
    """Whether text begins as a position or an office does ("Chánh Văn phòng …")."""
    return _POSITION_START.match(text) is not None


def _read_position(text: str, at: int) -> tuple[str, int]:
    between = _BEFORE_POSITION.match(text, at)
    start = between.end() if between else at + 1
    if not starts_like_position(text[start : start + 40]):
        return "", at
    stops = [
        match.start()
        for match in (stop.search(text, start, start + MAX_POSITION) for stop in (_HARD_STOP, _VERB))
        if match
    ]
    end = min([*stops, len(text), start + MAX_POSITION])
    commas = list(_COMMA.finditer(text, start, end))
    for number, comma in enumerate(commas):
        until = commas[number + 1].start() if number + 1 < len(commas) else end
        if not _continues_position(text[comma.end() : until].strip()):
            end = comma.start()
            break
    position = text[start:end].rstrip(" ,–—-")
    return position, end


def _continues_position(part: str) -> bool:
    """Whether a part behind a comma belongs to the position: a second one, or "…phòng Văn thư, Lưu trữ"."""
    if starts_like_position(part):
        return True
    return part[:1].isupper() and len(part.split()) <= 4 and not is_name(part)
