"""Read and check the demo stories: plain JSON files, one a story, without Django.

The dates inside the texts are tokens, because a demo site is installed on any day: {published_date}
("26/5/2026"), {event_date} and {event_date_long} ("Thứ Ba, ngày 26/5/2026"). Whoever loads the stories
replaces them with `replace_tokens`.
"""

import json
import re
from pathlib import Path

from .documents import DOCUMENTS
from .pictures import PICTURES

STORIES = Path(__file__).parent / "stories"

CATEGORIES = (
    "Tin hoạt động",
    "Cải cách hành chính",
    "Tổ chức – Cán bộ",
    "Công chức – Viên chức",
    "Thi đua – Khen thưởng",
    "Chính quyền địa phương",
    "Văn thư – Lưu trữ",
    "Đảng – Đoàn thể",
    "Thông báo",
)
KINDS = ("article", "conference")
GENRES = ("tin", "bai", "phong_su_anh", "phong_van", "thong_bao")
OWNERS = ("phongvien", "phongvien2", "chanhvanphong")
STATES = ("live", "in_review", "returned", "scheduled", "draft", "corrected", "urgent", "taken_down")
EVENT_TYPES = ("hoi_nghi", "hoi_thao", "le", "tap_huan", "kiem_tra", "tiep_cong_dan")
HONORIFICS = ("dong_chi", "ong", "ba", "")
SPEECH_KINDS = ("khai_mac", "tham_luan", "chi_dao", "ket_luan", "phat_bieu")
HEADING_LEVELS = ("h2", "h3", "h4")
TOKENS = ("event_date", "event_date_long", "published_date")

_SHAPE = {
    "key": str, "kind": str, "title": str, "short_title": str, "lead": str, "category": str, "genre": str,
    "owner": str, "state": str, "days_ago": int, "hour": str, "tags": list, "lead_image": (dict, type(None)),
    "gallery": list, "contributions": list, "body": list, "attachments": list, "source_name": str,
    "source_url": str, "views": int, "related": list,
}  # fmt: skip
_CONFERENCE = {
    "event_name": str, "event_type": str, "start_days_before": int, "duration_days": int, "location": str,
    "organiser": str, "chair": str, "attendance": str, "speeches": list,
}  # fmt: skip
_CONTRIBUTION = {"name": str, "position": str, "wrote_news": bool, "wrote_article": bool, "took_photos": bool}
_SPEECH = {
    "speaker": str, "honorific": str, "position": str, "kind": str, "topic": str, "text": str,
    "is_excerpt": bool,
}  # fmt: skip
_STATE_FIELDS = {
    "returned": {"return_reason": str},
    "corrected": {"correction_text": str, "corrected": dict},
    "urgent": {"urgent_reason": str},
    "taken_down": {"take_down": dict},
}
_PICTURE = {"picture": str, "caption": str, "alt": str, "credit": str}
_BLOCKS = {
    "heading": {"text": str, "level": str},
    "quotation": {"text": str, "speaker": str, "position": str},
    "speech": {"number": int},
    "ordinal_list": {"items": list},
    "picture": {**_PICTURE, "decorative": bool},
    "picture_row": {"pictures": list},
    "table": {"columns": list, "rows": list, "caption": str},
    "key_figure": {"value": str, "label": str, "source": str},
    "document": {"document": str, "title": str},
    "video": {"url": str, "title": str},
}


class _Checker:
    """Checks one file; every complaint names the file and the field."""

    def __init__(self, name: str):
        self.name = name

    def need(self, condition: bool, field: str, message: str) -> None:
        """Raise ValueError unless `condition` holds."""
        if not condition:
            raise ValueError(f"{self.name}: {field}: {message}")

    def one_of(self, value, allowed, field: str) -> None:
        """Raise ValueError unless `value` is one of `allowed`."""
        self.need(value in allowed, field, f"{value!r} is not one of {', '.join(map(repr, allowed))}")

    def shape(self, value, fields: dict, where: str) -> None:
        """Raise ValueError unless `value` is a dict with exactly these fields, each of its type."""
        self.need(isinstance(value, dict), where, "must be an object")
        prefix = f"{where}." if where else ""
        for field, kind in fields.items():
            self.need(field in value, prefix + field, "is missing")
            right = isinstance(value[field], kind) and not (kind is int and isinstance(value[field], bool))
            self.need(right, prefix + field, f"has the wrong type ({type(value[field]).__name__})")
        for field in value:
            self.need(field in fields, prefix + field, "is not a known field")

    def picture(self, value: dict, where: str, fields: dict | None = None) -> None:
        """Check a picture with its caption and its alternative text."""
        self.shape(value, fields or _PICTURE, where)
        self.one_of(value["picture"], PICTURES, f"{where}.picture")
        self.need(bool(value["alt"].strip()), f"{where}.alt", "is empty")
        self.need(value["alt"] != value["caption"], f"{where}.alt", "repeats the caption")

    def block(self, block: dict, where: str, speeches: int) -> None:
        """Check one block of the body; `speeches` is how many the report has."""
        self.shape(block, {"type": str, "value": (str, dict)}, where)
        kind, value = block["type"], block["value"]
        if kind == "paragraph":
            self.need(isinstance(value, str) and value.startswith("<"), where, "must be rich text")
            self.need(
                "<img" not in value and "<embed" not in value, where, "pictures do not belong in rich text"
            )
            return
        self.one_of(kind, _BLOCKS, f"{where}.type")
        self.shape(value, _BLOCKS[kind], where)
        if kind == "heading":
            self.one_of(value["level"], HEADING_LEVELS, f"{where}.level")
        elif kind == "speech":
            self.need(1 <= value["number"] <= speeches, f"{where}.number", "there is no such speech")
        elif kind == "ordinal_list":
            self.need(1 <= len(value["items"]) <= 10, f"{where}.items", "must hold one to ten items")
        elif kind == "picture":
            self.picture(value, where, _BLOCKS["picture"])
        elif kind == "picture_row":
            self.need(
                2 <= len(value["pictures"]) <= 3, f"{where}.pictures", "must hold two or three pictures"
            )
            for i, picture in enumerate(value["pictures"]):
                self.picture(picture, f"{where}.pictures[{i}]", _BLOCKS["picture"])
        elif kind == "table":
            self.table(value, where)
        elif kind == "document":
            self.one_of(value["document"], DOCUMENTS, f"{where}.document")
        elif kind == "video":
            right = value["url"].startswith("https://www.youtube.com/watch?v=")
            self.need(right, f"{where}.url", "must be a YouTube address")

    def table(self, value: dict, where: str) -> None:
        """Check that each cell has the type of its column."""
        for i, column in enumerate(value["columns"]):
            self.shape(column, {"type": str, "heading": str}, f"{where}.columns[{i}]")
            self.one_of(column["type"], ("text", "number"), f"{where}.columns[{i}].type")
        for n, row in enumerate(value["rows"]):
            self.need(len(row) == len(value["columns"]), f"{where}.rows[{n}]", "has not one cell a column")
            for cell, column in zip(row, value["columns"], strict=True):
                kind = str if column["type"] == "text" else (int, float)
                self.need(isinstance(cell, kind), f"{where}.rows[{n}]", f"{cell!r} is not a {column['type']}")

    def story(self, story: dict) -> None:
        """Check a whole story."""
        self.need(isinstance(story, dict), "(file)", "must hold one object")
        kind, state = story.get("kind"), story.get("state")
        self.one_of(kind, KINDS, "kind")
        self.one_of(state, STATES, "state")
        more = _CONFERENCE if kind == "conference" else {}
        self.shape(story, {**_SHAPE, **more, **_STATE_FIELDS.get(state, {})}, "")
        self.one_of(story["category"], CATEGORIES, "category")
        self.one_of(story["genre"], GENRES, "genre")
        self.one_of(story["owner"], OWNERS, "owner")
        self.need(0 <= story["days_ago"] <= 300, "days_ago", "must lie between 0 and 300")
        self.need(bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", story["hour"])), "hour", "must be HH:MM")
        self.need(len(story["short_title"]) <= 60, "short_title", "is longer than 60 characters")
        self.need(not story["lead"].startswith("Lời dẫn"), "lead", "must not start with its own label")
        self.need(2 <= len(story["tags"]) <= 5, "tags", "must be two to five")
        self.need(story["views"] >= 0, "views", "must not be negative")
        if story["lead_image"] is not None:
            self.picture(story["lead_image"], "lead_image")
        for i, picture in enumerate(story["gallery"]):
            self.picture(picture, f"gallery[{i}]")
        self.need(bool(story["contributions"]), "contributions", "a story needs an author")
        for i, row in enumerate(story["contributions"]):
            self.shape(row, _CONTRIBUTION, f"contributions[{i}]")
            worked = row["wrote_news"] or row["wrote_article"] or row["took_photos"]
            self.need(worked, f"contributions[{i}]", "names no role")
        for i, row in enumerate(story["attachments"]):
            self.shape(row, _BLOCKS["document"], f"attachments[{i}]")
            self.one_of(row["document"], DOCUMENTS, f"attachments[{i}].document")
        speeches = story.get("speeches", [])
        for i, row in enumerate(speeches):
            self.shape(row, _SPEECH, f"speeches[{i}]")
            self.one_of(row["honorific"], HONORIFICS, f"speeches[{i}].honorific")
            self.one_of(row["kind"], SPEECH_KINDS, f"speeches[{i}].kind")
        for i, block in enumerate(story["body"]):
            self.block(block, f"body[{i}]", len(speeches))
        if kind == "conference":
            self.one_of(story["event_type"], EVENT_TYPES, "event_type")
            self.need(story["start_days_before"] >= 0, "start_days_before", "must not be negative")
            self.need(story["duration_days"] >= 1, "duration_days", "must be at least one")
        self.state(story)
        for token in re.findall(r"\{(\w*)\}", " ".join(texts(story))):
            allowed = TOKENS if kind == "conference" else TOKENS[-1:]
            self.one_of(token, allowed, "(texts)")

    def state(self, story: dict) -> None:
        """Check what only one state has."""
        if story["state"] == "corrected":
            self.shape(story["corrected"], {"find": str, "replace": str}, "corrected")
            self.need(
                story["corrected"]["find"] in story["lead"], "corrected.find", "does not occur in the lead"
            )
        elif story["state"] == "urgent":
            self.need(len(story["urgent_reason"]) >= 20, "urgent_reason", "is shorter than 20 characters")
        elif story["state"] == "taken_down":
            self.shape(story["take_down"], {"kind": str, "reason": str}, "take_down")


def texts(value) -> list[str]:
    """Return every string inside a story or a part of it, in the order of the file; keys are left out."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in texts(part)]


def replace_tokens(value, dates: dict[str, str]):
    """Return a copy of a story, or of a part of it, with the date tokens replaced.

    `dates` maps names of `TOKENS` (without braces) to the text to put there; a token not in it stays.
    """
    if isinstance(value, str):
        for token, text in dates.items():
            value = value.replace("{" + token + "}", text)
        return value
    if isinstance(value, dict):
        return {key: replace_tokens(part, dates) for key, part in value.items()}
    if isinstance(value, list):
        return [replace_tokens(part, dates) for part in value]
    return value


def load_stories(folder: Path = STORIES) -> list[dict]:
    """Return the demo stories in the order of their file names.

    Raises ValueError, naming the file and the field, for a file that is not what the site expects: wrong
    JSON, a missing, unknown or mistyped field, an unknown picture, document, choice or related story.
    """
    stories = []
    for path in sorted(folder.glob("*.json")):
        try:
            story = json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            raise ValueError(f"{path.name}: (file): is not JSON ({error})") from error
        checker = _Checker(path.name)
        checker.story(story)
        right = re.fullmatch(r"\d\d-" + re.escape(story["key"]) + r"\.json", path.name)
        checker.need(bool(right), "key", "must be the file's name without its number")
        stories.append((path.name, story))
    keys = [story["key"] for _, story in stories]
    for name, story in stories:
        checker = _Checker(name)
        checker.need(keys.count(story["key"]) == 1, "key", "occurs twice")
        for other in story["related"]:
            checker.need(other in keys and other != story["key"], "related", f"{other!r} is no other story")
    return [story for _, story in stories]
