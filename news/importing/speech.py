"""Quoted speeches: who speaks, in which role, on what, and which paragraphs are their words."""

import re
from dataclasses import dataclass

from news.importing.names import SPEAKING_VERB, Person, find_people, person_before
from news.importing.recognised import SpeechKind

SPEECH_LENGTH = 200  # characters: a quotation inside a paragraph that is shorter stays where it is
MAX_SPAN = 150  # paragraphs: no speech is quoted at such length
MAX_DEPTH = 3  # marks open at once: more means that closing marks are missing
_INTRO_WINDOW = 600

_ELLIPSIS_START = re.compile(r"^(?:\s*(?:…|\.{2,}|\[…\]|\(…\)|\[\.{3}\]|\(\.{3}\))[.…\s]*)+")
_ELLIPSIS_END = re.compile(r"(?:\s*(?:\[…\]|\(…\)|\[\.{3}\]|\(\.{3}\)|…\.*|\.{2,}))+$")
_OPENS_INSIDE = re.compile(r":\s*(?=“)")
_NO_SPEECH = re.compile(
    r"(?:chủ đề|chuyên đề|khẩu hiệu|phương châm|phong trào|tiêu đề|đề tài|tên gọi|mang tên|nội dung)$"
)
_ENDS_AFTER_QUOTE = re.compile(r"[\s./…,;]*$")
_TOPIC = re.compile(
    r"(?:chủ đề|chuyên đề|tham luận về|tham luận với nội dung|nội dung|đề tài)\s?:?\s*“([^“”]{3,300})”"
)
_NAMELESS = re.compile(r"(?:^|[\s,])(?:đồng chí|ông|bà) (?:cũng |còn |đã )*(?=\w)", re.IGNORECASE)
_KINDS: tuple[tuple[SpeechKind, re.Pattern], ...] = (
    ("ket_luan", re.compile(r"(?:kết luận|bế mạc)(?! số)(?!\w)", re.IGNORECASE)),
    ("khai_mac", re.compile(r"khai mạc(?!\w)", re.IGNORECASE)),
    ("tham_luan", re.compile(r"tham luận(?!\w)", re.IGNORECASE)),
    ("chi_dao", re.compile(r"(?<!ban )(?<!đạo, )chỉ đạo(?!\w)", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Span:
    """Quoted paragraphs. after: words behind the closing mark; end: index of the next paragraph."""

    paragraphs: list[str]
    after: str
    end: int
    closed: bool


def opening_of(paragraphs: list[str], index: int) -> tuple[str, str] | None:
    """Whether a quotation opens in a paragraph.

    Returns the introduction that stands in the same paragraph ("" where it is the paragraph before) and the
    rest, which begins with the quotation mark; None where nothing like a speech is quoted.
    """
    text = paragraphs[index]
    if text.startswith("“"):
        closing = closing_place(text)
        whole = closing is None or _ENDS_AFTER_QUOTE.match(text, closing + 1)
        before = paragraphs[index - 1] if index else ""
        return ("", text) if whole and _introduces(before) else None
    match = _OPENS_INSIDE.search(text)
    if match is None or _NO_SPEECH.search(text, max(0, match.start() - 30), match.start()):
        return None
    rest = text[match.end() :]
    closing = closing_place(rest)
    if closing is not None and (not _ENDS_AFTER_QUOTE.match(rest, closing + 1) or closing < SPEECH_LENGTH):
        return None
    if not SPEAKING_VERB.search(text, max(0, match.start() - _INTRO_WINDOW), match.start()):
        return None
    return text[: match.start() + 1], rest


def _introduces(text: str) -> bool:
    if text.endswith(":"):
        text = text[:-1].rstrip()
        speaks = SPEAKING_VERB.search(text.lower(), max(0, len(text) - _INTRO_WINDOW))
        return speaks is not None and not _NO_SPEECH.search(text, max(0, len(text) - 30))
    return len(text) <= 400 and speaker_of(text) is not None


def closing_place(text: str, depth: int = 0) -> int | None:
    """Where the quotation is closed, depth marks being open before text; None if it stays open."""
    for match in re.finditer("[“”]", text):
        depth += 1 if match[0] == "“" else -1
        if depth <= 0:
            return match.start()
    return None


def take_span(first: str, paragraphs: list[str], index: int, stops_at) -> Span:
    """Collect the paragraphs of a quotation.

    first: the text from its opening mark on; index: the paragraph where it stands. stops_at(text) says of a
    later paragraph that it cannot be part of a quotation; it is asked only when no closing mark was found.
    """
    found: list[str] = []
    depth = 0
    for place in range(index, min(len(paragraphs), index + MAX_SPAN)):
        text = first if place == index else paragraphs[place]
        if place > index and text.startswith("“") and not paragraphs[place - 1].endswith(":"):
            # Printers repeat the opening mark at each paragraph of a long quotation.
            own = closing_place(text)
            if own is None or (depth == 1 and _ENDS_AFTER_QUOTE.match(text, own + 1)):
                text = text[1:]
        closing = closing_place(text, depth)
        if closing is not None:
            rest = text[closing + 1 :]
            after = "" if _ENDS_AFTER_QUOTE.match(rest) else rest.strip()
            found.append(text[:closing])
            return Span([found[0][1:], *found[1:]] if found[0][:1] == "“" else found, after, place + 1, True)
        found.append(text)
        depth += text.count("“") - text.count("”")
        if depth > MAX_DEPTH:
            break
    return _open_span(first, paragraphs, index, stops_at)


def trim(paragraphs: list[str]) -> tuple[list[str], bool]:
    """Take the ellipses from both ends of a quotation. Returns its paragraphs and whether there were any."""
    texts = [text.strip() for text in paragraphs]
    start = _ELLIPSIS_START.sub("", texts[0]) if texts else ""
    cut = bool(texts) and start != texts[0]
    if texts:
        texts[0] = start
        last = trim_end(texts[-1])
        cut = cut or last != texts[-1]
        texts[-1] = last
    return [text for text in texts if text], cut


def trim_end(text: str) -> str:
    """Take an ellipsis from the end of text; "theo." keeps its full stop."""
    match = _ELLIPSIS_END.search(text, max(0, len(text) - 20))
    return text[: match.start()].rstrip() if match else text


def is_narration(text: str, speaker: Person | None) -> bool:
    """Whether a paragraph inside a quotation speaks about the speaker, so that it is the reporter's."""
    if speaker is None:
        return False
    if any(person.name == speaker.name for person in find_people(text)):
        return True
    match = _NAMELESS.match(text)  # "Đồng chí cũng đề nghị:"
    return match is not None and SPEAKING_VERB.match(text, match.end()) is not None


def speaker_of(intro: str) -> Person | None:
    """Who speaks, according to the words before a quotation; None where no person is named."""
    intro = intro[-_INTRO_WINDOW:]
    people = find_people(intro)
    speaking = [
        person
        for person in people
        if SPEAKING_VERB.search(intro, person.end, person.end + 60)
        and not _another_between(people, person, intro)
    ]
    if speaking:
        return speaking[-1]
    verbs = list(SPEAKING_VERB.finditer(intro))
    if not verbs:
        return None
    for verb in reversed(verbs):
        person = person_before(intro, verb.start())
        if person is not None:
            return person
    return people[0] if len(people) == 1 else None


def names_nobody(intro: str) -> bool:
    """Whether the introduction means the speaker before ("Đồng chí nhấn mạnh:")."""
    intro = intro[-_INTRO_WINDOW:]
    return any(SPEAKING_VERB.match(intro, match.end()) for match in _NAMELESS.finditer(intro))


def kind_of(intro: str, speaker: Person | None, context: list[str]) -> SpeechKind:
    """The kind of a speech: from its introduction, else from the context behind the speaker's name."""
    candidates = [
        intro[-_INTRO_WINDOW:],
        *(clause for text in context for clause in _behind_name(text, speaker)),
    ]
    for text in candidates:
        for kind, words in _KINDS:
            if words.search(text):
                return kind
    return "phat_bieu"


def topic_of(intro: str, speaker: Person | None, context: list[str]) -> str:
    """The topic that the introduction or the context, behind the speaker's name, puts in quotation marks."""
    for text in [intro, *(text for source in context for text in _behind_name(source, speaker, 600))]:
        match = _TOPIC.search(text)
        if match:
            return match[1].strip()
    return ""


def position_of(speaker: Person, context: list[str]) -> str:
    """The speaker's position where the introduction leaves it out but the text names it elsewhere."""
    if speaker.position:
        return speaker.position
    for text in context:
        for person in find_people(text):
            if person.name == speaker.name and person.position:
                return person.position
    return ""


def _behind_name(text: str, speaker: Person | None, length: int = 120) -> list[str]:
    if speaker is None:
        return []
    place = text.find(speaker.name)
    if place < 0:
        return []
    return [re.split(r"(?:;|,\s+đồng chí)(?=\s)", text[place : place + length])[0]]


def _another_between(people: list[Person], person: Person, intro: str) -> bool:
    verb = SPEAKING_VERB.search(intro, person.end, person.end + 60)
    return verb is not None and any(person.end <= other.start < verb.start() for other in people)


def _open_span(first: str, paragraphs: list[str], index: int, stops_at) -> Span:
    """A quotation whose closing mark is missing or lost: it ends where it can no longer go on."""
    found = [first.removeprefix("“")]
    place = index
    while not re.search(r"”[\s./…]*$", found[-1]) and place + 1 < min(len(paragraphs), index + MAX_SPAN):
        text = paragraphs[place + 1]
        if stops_at(text):
            break
        found.append(text)
        place += 1
    found[-1] = re.sub(r"”[\s./…]*$", "", found[-1])
    return Span(found, "", place + 1, False)


def whole_quotation(text: str) -> str | None:
    """The words of a paragraph that is one quotation from its first to its last mark; None for any other."""
    if not text.startswith("“"):
        return None
    closing = closing_place(text)
    if closing is None or not _ENDS_AFTER_QUOTE.match(text, closing + 1) or closing < SPEECH_LENGTH // 2:
        return None
    return text[1:closing]
