"""Which words belong to which picture: the captions under them, and who took them."""

import re
from collections.abc import Sequence

from cms.picture_words import alt_fault
from cms.vietnamese import normalise
from news.importing import byline as by
from news.importing import labels
from news.importing.headings import heading_rank
from news.importing.lines import Line
from news.importing.paragraph import Paragraph, block_in, role_of
from news.importing.recognised import RecognisedContribution, RecognisedPicture
from news.importing.word.document import FoundPicture

_LONGEST = 300
_MADE_BY_WORD = re.compile(r"automatically generated|AI-generated|được tạo tự động", re.IGNORECASE)


def pair_captions(
    lines: Sequence[Line], pictures: Sequence[FoundPicture]
) -> tuple[list[Line], tuple[RecognisedPicture, ...], tuple[by.Byline, ...]]:
    """Give each picture its caption and its photographer.

    The captions of neighbours stand behind them: as many as there are pictures, or one for all. A caption with
    its label ("Ảnh: …") may also stand before.

    Returns the lines without the captions that found their picture, the pictures, and their photographers.
    """
    captions: dict[int, str] = {}
    used: set[int] = set()
    place = 0
    while place < len(lines):
        group = []
        start = place
        while place < len(lines) and (number := _number(lines[place].text)):
            group.append(number)
            place += 1
        if not group:
            place += 1
            continue
        behind: list[str] = []
        while place < len(lines) and len(behind) < len(group) and (words := _caption(lines[place].text)):
            behind.append(words)
            used.add(place)
            place += 1
        if not behind and start and start - 1 not in used:
            before = labels.strip_caption_label(lines[start - 1].text)
            if before:
                behind, used = [before], used | {start - 1}
        for index, number in enumerate(group):
            if behind:
                captions[number] = behind[min(index, len(behind) - 1)]
    shown = {number for line in lines if (number := _number(line.text))}
    found = tuple(
        _recognised(picture, captions.get(picture.number, ""))
        for picture in pictures
        if picture.number in shown
    )
    takers = tuple(
        by.Byline((RecognisedContribution(credit, "", False, False, True),), only_photos=True)
        for credit in dict.fromkeys(picture.credit for picture in found)
        if credit and not by.is_no_person(credit)
    )
    return [line for index, line in enumerate(lines) if index not in used], found, takers


def _number(text: str) -> int:
    block = block_in(text)
    return block.value["number"] if block and block.type == "imported_picture" else 0


def _caption(text: str) -> str:
    """The words of a line that can only be a caption, when it stands under a picture; else ""."""
    if block_in(text) or len(text) > _LONGEST:
        return ""
    byline = by.parse_byline(text)
    if byline is not None:
        return text if byline.only_photos else ""
    labelled = labels.strip_caption_label(text)
    if labelled or role_of(text) == "caption" or labels.is_bare_caption(text):
        return labelled or text
    if labels.strip_lead_label(text) is not None or heading_rank(text) is not None:
        return ""
    italic = isinstance(text, Paragraph) and all(run.italic for run in text.runs if run.text.strip())
    return text if (italic or role_of(text) == "centred") and not text.endswith(":") else ""


def _recognised(picture: FoundPicture, words: str) -> RecognisedPicture:
    byline = by.parse_byline(words) if words else None
    if byline is not None and byline.only_photos:  # "Ảnh: Minh Anh" alone names who took it
        caption, credit = "", ", ".join(one.name for one in byline.contributions)
    else:
        caption, credit = by.take_credit(str(words))
    alt = "" if _MADE_BY_WORD.search(picture.alt) else normalise(picture.alt)
    if alt_fault(alt, caption, file_name=picture.name, title=picture.name):
        alt = ""
    return RecognisedPicture(picture.number, picture.name, caption[:300], alt[:300], credit[:160])
