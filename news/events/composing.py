"""The words that follow from an event: title, lead and roles. Pure functions; whatever they say may be edited.

They are words of the printed page and therefore Vietnamese, whatever language the admin speaks.
"""

from dataclasses import dataclass
from datetime import date

from cms import vietnamese

# Event type → what the office calls it when it names it a second time, and what is done with it.
NAMED_AGAIN = {
    "hoi_nghi": ("hội nghị", "tổ chức"),
    "hoi_thao": ("hội thảo", "tổ chức"),
    "le": ("buổi lễ", "tổ chức"),
    "tap_huan": ("lớp tập huấn", "tổ chức"),
    "kiem_tra": ("buổi kiểm tra", "tiến hành"),
    "tiep_cong_dan": ("buổi tiếp công dân", "tổ chức"),
}
TITLE_LENGTH = 255


@dataclass(frozen=True)
class Facts:
    """What is known of an event. Empty strings and None for what is not."""

    name: str
    event_type: str = "hoi_nghi"
    start_date: date | None = None
    end_date: date | None = None
    location: str = ""
    organiser: str = ""
    chair: str = ""


def lead(facts: Facts) -> str:
    """Return the lead: when, where, who holds what, who presides; what is not known is left out.

    "Ngày 26/5/2023, tại Hội trường A, Sở Nội vụ tổ chức Hội nghị sơ kết. Bà B, Giám đốc Sở, chủ trì hội nghị."
    "" if not even the name is known.
    """
    name = _as_one_line(facts.name)
    if not name:
        return ""
    again, verb = NAMED_AGAIN.get(facts.event_type, NAMED_AGAIN["hoi_nghi"])
    beginning = [_days(facts), f"tại {_place(facts.location)}" if facts.location.strip() else ""]
    organiser = _as_one_line(facts.organiser)
    done = f"{organiser} {verb} {name}" if organiser else f"diễn ra {name}"
    first = ", ".join(part for part in [*beginning, done] if part)
    sentences = [first[:1].upper() + first[1:]]
    chair = _as_one_line(facts.chair)
    if chair:
        # "Bà B, Giám đốc Sở, chủ trì": the position is set off on both sides.
        pause = "," if "," in chair else ""
        sentences.append(f"{chair[:1].upper()}{chair[1:]}{pause} chủ trì {again}")
    return " ".join(f"{sentence}." for sentence in sentences)


def title(facts: Facts) -> str:
    """Return a title to begin with: "Sở Nội vụ tổ chức Hội nghị sơ kết", or the event's name alone."""
    name, organiser = _as_one_line(facts.name), _as_one_line(facts.organiser)
    verb = NAMED_AGAIN.get(facts.event_type, NAMED_AGAIN["hoi_nghi"])[1]
    whole = f"{organiser} {verb} {name}" if organiser and name else name
    return whole if len(whole) <= TITLE_LENGTH else name[:TITLE_LENGTH]


def _days(facts: Facts) -> str:
    return vietnamese.date_range(facts.start_date, facts.end_date) if facts.start_date else ""


def _place(location: str) -> str:
    location = _as_one_line(location)
    return location[4:] if location.lower().startswith("tại ") else location


def _as_one_line(text: str) -> str:
    """Return the text without what would end the sentence that it becomes part of."""
    return vietnamese.normalise(text).strip().rstrip(".,;")
