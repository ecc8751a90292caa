"""Who made the story: "Tin, bài: A, B – Ảnh: C", and where it was taken from: "Theo: Báo X"."""

import re
from dataclasses import dataclass, replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from news.importing.names import is_name, is_surname, starts_like_position
from news.importing.recognised import Note, RecognisedContribution

MAX_BYLINE = 300

_ROLE = r"(?:tin(?: bài)?|bài(?: viết)?|(?:hình )?ảnh|tác giả|người viết|thực hiện)"
_LABEL = re.compile(
    rf"(?:^|(?<=[\s;.,|–—(-]))(?P<roles>{_ROLE}(?:(?: ?[,/&+–-] ?| và | ){_ROLE}){{0,3}})\s?:", re.IGNORECASE
)
_PHOTO_ALONE = re.compile(r"(?:hình )?ảnh", re.IGNORECASE)
_UNSAID = re.compile(r"tác giả|người viết|thực hiện", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"(\s*[,;(&/]\s*|\s+[–—-]\s+|\s+và\s+)")
_SOURCE = re.compile(r"\(?\s*(?:theo|nguồn(?: tin)?)\s?:\s*(?P<name>\S.{0,148})$", re.IGNORECASE)
_SOURCE_BARE = re.compile(r"\(?\s*theo\s+(?P<name>\S.{0,58})$", re.IGNORECASE)
_CREDIT = re.compile(
    r"\s*(?:\(\s*|[.,;–-]\s+)(?:hình )?ảnh\s?:\s*(?P<name>[^():]{1,60})\)?\s*\.?$", re.IGNORECASE
)
_NO_PERSON = frozenset(
    ("internet", "st", "sưu tầm", "minh họa", "minh hoạ", "tư liệu", "tl", "nguồn internet")
)


@dataclass(frozen=True)
class Byline:
    """A byline, read. only_photos: the line has no other label than "Ảnh:". unsaid: the roles are a guess."""

    contributions: tuple[RecognisedContribution, ...]
    only_photos: bool = False
    unsaid: bool = False


def parse_byline(line: str) -> Byline | None:
    """Read a labelled byline.

    line: one clean line. Returns None for anything else, such as the caption "Ảnh: Đồng chí A phát biểu".
    """
    line = line.strip("() *")
    if len(line) > MAX_BYLINE:
        return None
    labels = list(_LABEL.finditer(line))
    if not labels or labels[0].start() != 0:
        return None
    found: list[RecognisedContribution] = []
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(line)
        people = _parse_people(line[label.end() : end].strip(" –—-;.,|)("))
        if not people:
            return None
        words = set(re.findall(r"\w+", label["roles"].lower()))
        unsaid = not words & {"tin", "bài", "ảnh"}
        for name, position in people:
            _add(
                found,
                RecognisedContribution(
                    name, position, "tin" in words, "bài" in words or unsaid, "ảnh" in words
                ),
            )
    only_photos = all(_PHOTO_ALONE.fullmatch(label["roles"]) for label in labels)
    if only_photos and not is_name(found[0].name):
        return None  # "Ảnh: Đại biểu dự Hội nghị" is a caption
    return Byline(tuple(found), only_photos, any(_UNSAID.search(label["roles"]) for label in labels))


def parse_signature(line: str) -> Byline | None:
    """Read a name alone at the end of a story ("Nguyễn Văn A"); what its bearer made is not said."""
    if len(line) > 120 or line[-1:] in ".:;!?":
        return None
    people = _parse_people(line)
    if not people or any(
        not is_surname(name.split()[0]) or len(name.split()) < 2 for name, _position in people
    ):
        return None
    made = tuple(RecognisedContribution(name, position, False, True, False) for name, position in people)
    return Byline(made, unsaid=True)


def parse_source(line: str, *, at_the_end: bool) -> str:
    """Read "Theo: Báo X", "Nguồn: …" and, at the end of a story, "Theo Báo X". Returns the name or ""."""
    match = _SOURCE.match(line)
    if match is None and at_the_end and line[-1:] not in ".:;":
        match = _SOURCE_BARE.match(line)
    return match["name"].strip(" .").removesuffix(")") if match else ""


def take_credit(caption: str) -> tuple[str, str]:
    """Separate "… tại Hội nghị (Ảnh: Minh Anh)" into the caption and the photographer (or "")."""
    start = max(0, len(caption) - 100)
    match = _CREDIT.search(caption, start)
    if match is None or match.start() == 0:
        return caption, ""
    return caption[: match.start()].strip(), match["name"].strip()


def is_no_person(name: str) -> bool:
    """Whether what stands as a photographer names no person ("Internet", "sưu tầm")."""
    return name.lower().strip(" .") in _NO_PERSON


def merge(bylines: list[Byline]) -> tuple[RecognisedContribution, ...]:
    """One row for a person, with everything that the bylines say they made, in the order of first mention."""
    merged: list[RecognisedContribution] = []
    for byline in bylines:
        for contribution in byline.contributions:
            _add(merged, contribution)
    return tuple(merged)


def notes_on(contributions: tuple[RecognisedContribution, ...], bylines: list[Byline]) -> list[Note]:
    """What a person should know of the byline, as notes."""
    notes = []
    for one in contributions:
        said = f"{one.name}, {one.position}" if one.position else one.name
        notes.append(Note("recognised", "contributions", _("A contributor was recognised."), said))
        # Whoever made a story may not sign it (separation of duties); the chief of office usually signs.
        if "chánh văn phòng" in one.position.lower():
            notes.append(
                Note(
                    "to_decide",
                    "contributions",
                    format_lazy(
                        _("{name} is an author and, by position, an approver: another approver must sign."),
                        name=one.name,
                    ),
                    said,
                )
            )
    if any(byline.unsaid for byline in bylines):
        notes.append(
            Note(
                "to_decide",
                "contributions",
                _("The byline does not say who wrote and who took the photos: check."),
            )
        )
    if not contributions:
        notes.append(Note("to_decide", "contributions", _("No byline was found: add the contributors.")))
    return notes


def _add(found: list[RecognisedContribution], new: RecognisedContribution) -> None:
    for index, old in enumerate(found):
        if old.name == new.name and (not old.position or not new.position or old.position == new.position):
            found[index] = replace(
                old,
                position=old.position or new.position,
                wrote_news=old.wrote_news or new.wrote_news,
                wrote_article=old.wrote_article or new.wrote_article,
                took_photos=old.took_photos or new.took_photos,
            )
            return
    found.append(new)


def _parse_people(text: str) -> list[tuple[str, str]]:
    """Names and positions of "A, B", "A, Chánh Văn phòng Sở", "A (Văn phòng) và B"; [] for running text."""
    parts = _BETWEEN_PEOPLE.split(text)
    people: list[tuple[str, str]] = []
    for index in range(0, len(parts), 2):
        between = parts[index - 1] if index else ""
        # "A (Văn phòng)" opens a position; its closing bracket goes with it
        piece = parts[index].strip().strip(")").strip() if "(" in text else parts[index].strip()
        if not piece:
            continue
        if is_name(piece):
            people.append((piece, ""))
        elif not people:
            # the first must be an office ("Phòng Tổ chức"), else it is no byline
            if len(piece.split()) > 8 or not (starts_like_position(piece) and piece[0].isupper()):
                return []
            people.append((piece, ""))
        else:
            name, position = people[-1]
            people[-1] = (name, f"{position}{between}{piece}" if position else piece)
    if any(len(position) > 150 for _name, position in people):
        return []
    return people
