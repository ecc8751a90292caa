"""Whether a text reports an event, and which: its name, type, days and place."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from news.importing.dates import Days, day_without_year, find_days
from news.importing.recognised import Note

MAX_NAME = 255
MAX_LOCATION = 200
_WINDOW = 1_500  # an event is named early in a paragraph

_CEREMONIES = (
    "công bố|trao|ký|kỷ niệm|kỉ niệm|phát động|ra mắt|khai mạc|khai giảng|bế giảng|bế mạc|tổng kết|sơ kết|"
    "tuyên dương|tôn vinh|vinh danh|chào cờ|đón|khánh thành|khởi công|bàn giao|tiếp nhận|mít tinh|viếng|"
    "dâng hương|truy điệu|kết nạp|tiễn|hưởng ứng|giao nhận|bổ nhiệm|gặp mặt|tuyên thệ|chia tay|tặng"
)
# The earliest match names the type; a training is one even where it is called "Hội nghị tập huấn".
_EVENT = re.compile(
    r"(?<!\w)(?:"
    r"(?P<tap_huan>(?:(?:hội nghị|lớp|khóa|khoá|chương trình|buổi|đợt) )?(?:tập huấn|(?<=lớp )bồi dưỡng|"
    r"(?<=khóa )bồi dưỡng|(?<=khoá )bồi dưỡng|(?<=nghị )bồi dưỡng))"
    r"|(?P<tiep_cong_dan>(?:(?:buổi|phiên) )?tiếp công dân)"
    r"|(?P<kiem_tra>(?:(?:buổi|cuộc|đợt) )?kiểm tra)"
    r"|(?P<hoi_thao>hội thảo|tọa đàm|toạ đàm)"
    r"|(?P<hoi_nghi>hội nghị|đại hội|phiên họp|cuộc họp)"
    rf"|(?P<le>(?:buổi )?lễ(?= (?:{_CEREMONIES})))"
    r")(?!\w)",
    re.IGNORECASE,
)
_NOT_THIS_EVENT = re.compile(
    r"(?:nghị quyết|kết luận|chỉ thị|kế hoạch|thông báo|quyết định|chương trình|báo cáo|văn kiện|các|những|"
    r"nhiều|\d|hai|ba|bốn|mỗi|ban tổ chức|sau|trước thềm|chuẩn bị|phục vụ|về|công tác|đoàn|"
    r"ủy ban|uỷ ban|ban|tổ|việc) $",
    re.IGNORECASE,
)
_LED_IN = re.compile(
    r"(?:^|[\s(“])(?:tổ chức|khai mạc|bế mạc|tham dự|dự|chủ trì|tiến hành|diễn ra|phát động|tại|"
    r"trong khuôn khổ|khuôn khổ|thực hiện)(?: thành công)?(?: một)?(?: buổi| cuộc| lớp| đợt)? $",
    re.IGNORECASE,
)
_TAKES_PLACE = (
    r"(?:(?:đã )?(?:được )?(?<!công tác )tổ chức(?= (?:vào|ngày|sáng|chiều|tối|tại|trong|từ|ở)(?!\w))"
    r"|(?:đã )?(?:được )?(?:diễn ra|khai mạc|bế mạc))(?!\w)"
)
_PLACES = (
    r"[Hh]ội trường|[Tt]rụ sở|Trung tâm|[Nn]hà [Vv]ăn h(?:óa|oá)|[Pp]hòng họp|[Kk]hách sạn|[Nn]hà khách|"
    r"Quảng trường|Trường|UBND|Ủy ban nhân dân|Uỷ ban nhân dân|[Tt]hành phố|[Hh]uyện|[Xx]ã|[Tt]hị trấn|"
    r"[Tt]hị xã|[Pp]hường|điểm cầu|[Bb]ảo tàng|Sở|Văn phòng|Tỉnh ủy|Tỉnh uỷ|Hà Nội|Nhà"
)
_STOP = re.compile(
    rf" {_TAKES_PLACE}"
    r"|,? (?:vào )?(?:(?:sáng|chiều|tối) )?(?:(?:từ |trong )?(?:các |hai |ba )?ngày )\d"
    r"|(?<!tháng)(?<!quý)(?<!số),? (?:vào |từ )?(?:(?:sáng|chiều|tối) )?\d{1,2}(?:[-–]\d{1,2})?[/.]\d"
    r"| do (?=[A-ZĐỦUÂ])| với sự | dưới sự | nhằm |,? có sự |[;:!?…]|\.(?!\d)"
    rf"|,? tại (?=(?:{_PLACES})(?!\w))"
    r"|,? (?:các |cùng |và (?:các )?)?(?:đồng chí|ông|bà|đại biểu)(?!\w)"
    r"|, (?:do|với|có|nhằm|dưới|tại|ngày|sáng|chiều|trong|để|thu hút|dự|tham dự|"
    r"tới dự|nghe|cùng|qua|các|cho|gồm)(?!\w)"
)
_STARTS_WITH_VERB = re.compile(_TAKES_PLACE)
_LOCATION = re.compile(
    rf"(?<!\w)[Tt]ại (?P<place>(?:{_PLACES})(?!\w)[^,.;:“”]{{0,150}}"
    r"(?:, (?:trụ sở|số \d|tầng|đường|phường|xã|thành phố|tỉnh|huyện|thị)(?!\w)[^,.;:“”]{0,80}){0,3})"
)
_LOCATION_END = re.compile(
    r" (?:(?:đã )?tổ chức|(?:đã )?diễn ra|do |với sự|dưới sự|nhằm|ngày|vào|sáng|chiều|đồng chí|đã|để|"
    r"cho|theo)(?!\w)"
)
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[^\W\d_a-z])")


@dataclass(frozen=True)
class Event:
    """An event as the text tells it; "" and None for what it does not tell."""

    name: str
    type: str
    days: Days | None
    location: str
    notes: list[Note] = field(default_factory=list)


def recognise_event(title: str, lead: str, paragraphs: list[str]) -> Event | None:
    """Find the event that the text is a report of.

    title, lead: clean lines; paragraphs: the text after the lead, of which the first three are read.
    Returns None for an ordinary article. Never raises.
    """
    opening = [text[:_WINDOW] for text in [lead, *paragraphs[:3]] if text]
    for text in opening:
        for sentence in _SENTENCE_END.split(text):
            found = _find_in(sentence)
            if found is not None:
                name, event_type, days = found
                return _tell(name, event_type, days or _first_days(opening), _location([sentence]), opening)
    # A title such as "Hội nghị sơ kết công tác 6 tháng đầu năm", with the day in the text
    match = _EVENT.search(title)
    days = _first_days(opening)
    if match and days and (match.start() == 0 or _LED_IN.search(title, 0, match.start())):
        name, _end = _name(title, match)
        if len(name.split()) > len(match[0].split()):
            return _tell(
                name,
                match.lastgroup or "",
                days,
                _location([text for text in opening if find_days(text)]),
                opening,
            )
    return None


def event_spoken_at(text: str) -> str:
    """The event type of "Phát biểu tại Hội nghị, …", or "": a sign that a speech was given at an event."""
    match = re.search(
        r"(?<!\w)(?:tại|khai mạc|bế mạc|kết luận) (?=hội|lễ|buổi|tọa|toạ|lớp|đại)", text[-600:], re.IGNORECASE
    )
    found = _EVENT.match(text[-600:], match.end()) if match else None
    return (found.lastgroup or "") if found else ""


def _find_in(sentence: str) -> tuple[str, str, Days | None] | None:
    for match in _EVENT.finditer(sentence):
        if _NOT_THIS_EVENT.search(sentence, max(0, match.start() - 20), match.start()):
            continue
        name, end = _name(sentence, match)
        if len(name.split()) <= len(match[0].split()):
            continue  # "tại Hội nghị": some event, no name
        led_in = _LED_IN.search(sentence, max(0, match.start() - 60), match.start())
        if not led_in and not _STARTS_WITH_VERB.match(sentence, end + 1):
            continue
        days = next(iter(find_days(sentence)), None)
        # Words that are plain verbs too ("kiểm tra") need a day beside them; a proper name does not.
        proper = (
            match[0][0].isupper()
            and match.start() > 0
            and match.lastgroup not in ("kiem_tra", "tiep_cong_dan")
        )
        if days or proper or day_without_year(sentence):
            return name, match.lastgroup or "", days
    return None


def _name(sentence: str, match: re.Match) -> tuple[str, int]:
    stop = _STOP.search(sentence, match.end())
    end = stop.start() if stop else len(sentence)
    name = sentence[match.start() : end].strip(" ,–-")
    return (name if len(name) <= MAX_NAME else ""), end


def _first_days(texts: list[str]) -> Days | None:
    return next((days for text in texts for days in find_days(text)), None)


def _location(texts: list[str]) -> str:
    for text in texts:
        match = _LOCATION.search(text)
        if match:
            place = match["place"]
            end = _LOCATION_END.search(place)
            place = place[: end.start() if end else len(place)].strip(" ,")
            return place if len(place) <= MAX_LOCATION else ""
    return ""


def _tell(name: str, event_type: str, days: Days | None, location: str, opening: list[str]) -> Event:
    name = name[:1].upper() + name[1:]  # it stands alone now: "hội nghị triển khai …" begins a line
    notes = [Note("recognised", "event_name", _("The event was recognised."), name)]
    if days is not None and days.valid:
        notes.append(Note("recognised", "start_date", _("The day of the event was recognised."), days.text))
    elif days is not None:
        notes.append(
            Note("to_decide", "start_date", _("The day of the event does not exist: correct it."), days.text)
        )
        days = None
    else:
        said = next((day for day in map(day_without_year, opening) if day), "")
        message = (
            _("The day of the event is named without a year.")
            if said
            else _("The day of the event is not named.")
        )
        notes.append(Note("to_decide", "start_date", message, said))
    if location:
        notes.append(Note("recognised", "location", _("The place of the event was recognised."), location))
    return Event(name, event_type, days, location, notes)


def unnamed_event(event_type: str, text: str) -> Event:
    """The event behind a speech, where the text never names it."""
    note = Note(
        "to_decide",
        "event_name",
        _("A speech was given at an event that the text does not name: add its name and day."),
        text[:200],
    )
    return Event("", event_type, None, "", [note])
