"""The running text, separated into what the reporter tells and what others are quoted with."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from cms.vietnamese import parse_ordinal_label
from news.importing import speech as quoting
from news.importing.headings import heading_rank
from news.importing.names import Person
from news.importing.paragraph import Block, block_in, part_of, role_of
from news.importing.recognised import Note, RecognisedSpeech

_OPENING_PARAGRAPHS = (
    10  # a speaker is introduced early; reading all of them for every speech would be quadratic
)
_MOST_UNCLOSED = 10  # quotations without a closing mark: after more the marks of this text mean nothing


@dataclass(frozen=True)
class Told:
    """A paragraph of the reporter's."""

    text: str


@dataclass(frozen=True)
class Spoken:
    """The place of the speech of this number (from 1)."""

    number: int


@dataclass(frozen=True)
class Quoted:
    """Paragraphs that somebody is quoted with and that are no speech of their own."""

    paragraphs: tuple[str, ...]
    speaker: str
    position: str


@dataclass(frozen=True)
class Standing:
    """A table, list or picture that stands in the text."""

    block: Block


@dataclass
class Passages:
    """The text in reading order, the speeches in the order of their numbers, and the notes on them."""

    pieces: list[Told | Spoken | Quoted | Standing] = field(default_factory=list)
    speeches: list[RecognisedSpeech] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def separate(paragraphs: list[str], context: list[str], *, as_speeches: bool) -> Passages:
    """Separate narration and quotations.

    paragraphs: clean text after the lead. context: lead and captions, which tell more about the speakers.
    as_speeches: whether long quotations are speeches at an event (else they become quotations of an article).
    """
    return _Separation(paragraphs, context, as_speeches).run()


class _Separation:
    def __init__(self, paragraphs: list[str], context: list[str], as_speeches: bool):
        self.paragraphs = paragraphs
        self.context = [*context[:_OPENING_PARAGRAPHS], *paragraphs[:_OPENING_PARAGRAPHS]]
        self.as_speeches = as_speeches
        self.result = Passages()
        self.last_speaker: Person | None = None
        self.unclosed = 0

    def run(self) -> Passages:
        index = 0
        while index < len(self.paragraphs):
            if role_of(self.paragraphs[index]) == "quote":
                index = self._quote_styled(index)
                continue
            opening = quoting.opening_of(self.paragraphs, index)
            if opening is None or self.unclosed > _MOST_UNCLOSED:
                self._tell(self.paragraphs[index])
                index += 1
                continue
            intro_here, first = opening
            if intro_here:
                self._tell(part_of(self.paragraphs[index], intro_here))
            intro = intro_here or self.paragraphs[index - 1]
            index = self._quote(intro, first, index)
        return self.result

    def _quote_styled(self, start: int) -> int:
        """Paragraphs in Word's style for quotations are one, of the speaker whom the words before name."""
        end = start
        while end < len(self.paragraphs) and role_of(self.paragraphs[end]) == "quote":
            end += 1
        before = self.paragraphs[start - 1] if start else ""
        speaker = quoting.speaker_of(before)
        words, _cut = quoting.trim([part_of(text, text.strip("“”")) for text in self.paragraphs[start:end]])
        position = quoting.position_of(speaker, self.context) if speaker else ""
        if words:
            self.result.pieces.append(Quoted(tuple(words), speaker.name if speaker else "", position))
            self._note("recognised", _("A quotation was recognised by its style."), words[0][:200])
        return end

    def _quote(self, intro: str, first: str, index: int) -> int:
        speaker = quoting.speaker_of(intro)
        if speaker is None and quoting.names_nobody(intro):
            speaker = self.last_speaker
        self.last_speaker = speaker or self.last_speaker
        span = quoting.take_span(
            first, self.paragraphs, index, lambda text: self._cannot_be_quoted(text, speaker)
        )
        texts, end = list(span.paragraphs), span.end
        standing = [text for text in texts if block_in(text)]
        texts = [text for text in texts if not block_in(text)]
        # Paragraphs quoted one by one belong together.
        while span.closed and not span.after and end < len(self.paragraphs):
            more = quoting.whole_quotation(self.paragraphs[end])
            if more is None:
                break
            texts.append(more)
            end += 1
        if not span.closed:
            self.unclosed += 1
            self._note("to_decide", _("A quotation has no closing mark: check where it ends."), first[:200])

        told_from = next(
            (place for place, text in enumerate(texts) if place and quoting.is_narration(text, speaker)),
            len(texts),
        )
        words, cut = quoting.trim(texts[:told_from])
        narrated = texts[told_from:]
        words = [self._as_typed(text, index, end) for text in words]
        if words:
            self._speak(intro, speaker, tuple(words), cut or bool(narrated))
        for text in standing:
            self._tell(text)
            block = block_in(text)
            if block and block.type != "imported_picture":
                message = _("A table or list inside a speech was put behind it: check its place.")
                self._note("to_decide", message, block.text[:200])
        if narrated and speaker is not None:  # without a speaker nothing is narration
            self._note(
                "to_decide",
                _("Narration inside a quotation was separated: check where the speaker's words end."),
                narrated[0],
            )
            self._tell_inside(narrated, speaker)
        if span.after:
            self._tell(span.after.lstrip(" ,.;–-"))
        return end

    def _speak(self, intro: str, speaker: Person | None, words: tuple[str, ...], is_excerpt: bool) -> None:
        position = quoting.position_of(speaker, self.context) if speaker else ""
        name = speaker.name if speaker else ""
        if speaker is None:
            self._note(
                "to_decide", _("A quotation names no speaker: add the name and the position."), words[0][:200]
            )
        if not self.as_speeches or speaker is None:
            self.result.pieces.append(Quoted(words, name, position))
            return
        self.result.speeches.append(
            RecognisedSpeech(
                speaker=name,
                honorific=speaker.honorific,
                position=position,
                kind=quoting.kind_of(intro, speaker, self.context),
                topic=quoting.topic_of(intro, speaker, self.context),
                paragraphs=words,
                is_excerpt=is_excerpt,
            )
        )
        self.result.pieces.append(Spoken(len(self.result.speeches)))
        said = f"{name}, {position}" if position else name
        self._note("recognised", _("A speech was recognised."), said)
        if not position:
            self._note("to_decide", _("The position of a speaker is not named: add it."), name)

    def _tell_inside(self, texts: list[str], speaker: Person) -> None:
        """Narration from inside a quotation; words of the speaker that go on after it stay quoted."""
        quoted: list[str] = []
        for place, text in enumerate(texts):
            told = quoting.is_narration(text, speaker) or parse_ordinal_label(text) is not None
            if place == len(texts) - 1:
                text = _end_sentence(text) if told else quoting.trim_end(text)
            if told:
                self._flush(quoted, speaker)
                self._tell(text)
            else:
                quoted.append(text)
        self._flush(quoted, speaker)

    def _flush(self, quoted: list[str], speaker: Person) -> None:
        if quoted:
            self.result.pieces.append(
                Quoted(tuple(quoted), speaker.name, quoting.position_of(speaker, self.context))
            )
            quoted.clear()

    def _cannot_be_quoted(self, text: str, speaker: Person | None) -> bool:
        if heading_rank(text) is not None or quoting.is_narration(text, speaker):
            return True
        return text.endswith(":") and quoting.speaker_of(text) is not None

    def _as_typed(self, text: str, start: int, end: int) -> str:
        """The words of a speech with the emphasis that they have in one of the paragraphs that it was cut from."""
        return next(
            (part for whole in self.paragraphs[start:end] if (part := part_of(whole, text)) is not text), text
        )

    def _tell(self, text: str) -> None:
        block = block_in(text)
        if block:
            self.result.pieces.append(Standing(block))
        elif text:
            self.result.pieces.append(Told(text))

    def _note(self, kind, message, text: str) -> None:
        self.result.notes.append(Note(kind, "speeches" if self.as_speeches else "body", message, text))


def _end_sentence(text: str) -> str:
    """Narration that the closing mark ended: "… đã đề ra…" becomes a sentence with its full stop."""
    end = quoting.trim_end(text)
    return end if not end or end[-1] in ".:!?;" else end + "."
