"""From a Word document, pasted HTML or a text file to a story: the three ways to the one recogniser."""

from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from news.importing.body import paragraph_html
from news.importing.paragraph import Paragraph, Run
from news.importing.reading import MAX_BYTES, decode_text
from news.importing.recognised import Note, Recognised, RecognisedBlock
from news.importing.recogniser import recognise, recognise_lines
from news.importing.refusal import ImportRefused
from news.importing.word.captions import pair_captions
from news.importing.word.cleaning import clean_pasted
from news.importing.word.document import FoundPicture, read_document
from news.importing.word.elements import Elements, read_elements
from news.importing.word.lines import clean_paragraphs
from news.importing.word.opening import open_document

MAX_PASTED = 6_000_000  # characters: Word writes ten of layout for one of text


def story_from_file(data: bytes, name: str) -> tuple[Recognised, list[FoundPicture]]:
    """Understand a Word document (.docx) or a text file (.txt). Raises ImportRefused with one sentence."""
    if name.lower().endswith(".txt"):
        return recognise(decode_text(data, name)), []
    document = read_document(open_document(data, name))
    elements = read_elements(document.html)
    recognised = _recognise(elements, document.pictures, document.notes)
    shown = {picture.number for picture in recognised.pictures}
    return recognised, [picture for picture in document.pictures if picture.number in shown]


def story_from_paste(html: str, text: str) -> Recognised:
    """Understand what was pasted: the clipboard's HTML if there is any, else its text. Raises ImportRefused."""
    if len(html) > MAX_PASTED or len(text) > MAX_BYTES:
        raise ImportRefused(
            _("What was pasted is longer than a story. Send it as a file, without its annexes.")
        )
    if not html.strip():
        if not text.strip():
            raise ImportRefused(_("Nothing was pasted. Copy the story in Word, then paste it here."))
        return recognise(text)
    notes = []
    if "<img" in html.lower() or "<v:imagedata" in html.lower():
        message = _("Pictures do not come with the clipboard: send the document as a file to have them.")
        notes.append(Note("left_out", "pictures", message))
    return _recognise(read_elements(clean_pasted(html)), [], notes)


def _recognise(elements: Elements, pictures: list[FoundPicture], notes: list[Note]) -> Recognised:
    lines, on_characters = clean_paragraphs(_titled(elements.paragraphs))
    lines, shown, takers = pair_captions(lines, pictures)
    notes = [*notes, *_notes_on(elements), *on_characters]
    recognised = recognise_lines(lines, notes, pictures=shown, photographs=takers)
    return _with_footnotes(recognised, elements.footnotes)


def _titled(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs, a first and only highest heading being the title."""
    if any(paragraph.role == "title" for paragraph in paragraphs):
        return paragraphs
    highest = [place for place, one in enumerate(paragraphs) if one.role == "heading" and one.level == 1]
    if len(highest) != 1 or any(one.strip() and len(one) > 120 for one in paragraphs[: highest[0]]):
        return paragraphs
    place = highest[0]
    return [*paragraphs[:place], Paragraph(paragraphs[place].runs, role="title"), *paragraphs[place + 1 :]]


def _notes_on(elements: Elements) -> list[Note]:
    notes = []
    if elements.decoded:
        message = _("Words in fonts of before Unicode (.VnTime, VNI) were converted: read them through.")
        notes.append(Note("to_decide", "body", message, " ".join(elements.decoded)[:200]))
    for words in elements.dropped_links[:20]:
        notes.append(
            Note("left_out", "body", _("A link that leads nowhere safe was left out; its words stay."), words)
        )
    if elements.dropped_numbers:
        message = format_lazy(
            _("Numbers that Word counts by itself were left out before single paragraphs: {count}."),
            count=elements.dropped_numbers,
        )
        notes.append(Note("cleaned", "body", message, str(elements.dropped_numbers)))
    return notes


def _with_footnotes(recognised: Recognised, footnotes: dict[int, Paragraph]) -> Recognised:
    """The footnotes as numbered paragraphs at the end; a call that its field cannot hold is said."""
    if not footnotes:
        return recognised
    stored = " ".join(str(block.value) for block in recognised.body)
    stored += " ".join(paragraph_html(text) for speech in recognised.speeches for text in speech.paragraphs)
    blocks, notes = [RecognisedBlock("heading", {"text": str(_("Footnotes")), "level": "h2"})], []
    for number, words in sorted(footnotes.items()):
        html = paragraph_html(Paragraph([Run("", note=number), Run(" "), *words.runs]))
        blocks.append(RecognisedBlock("paragraph", html))
        if f"<sup>{number}</sup>" not in stored:
            message = _(
                "The mark of a footnote was lost with the words that it stood at: put it where it belongs."
            )
            notes.append(Note("to_decide", "body", message, f"{number} {words}"[:200]))
    message = format_lazy(_("Footnotes were put to the end of the text: {count}."), count=len(footnotes))
    notes.append(Note("recognised", "body", message, str(len(footnotes))))
    return replace(recognised, body=(*recognised.body, *blocks), notes=(*recognised.notes, *notes))
