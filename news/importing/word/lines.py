"""Paragraphs of a Word document made clean, as ``news.importing.lines`` does it for plain text."""

from collections.abc import Iterable

from cms.vietnamese import normalise
from cms.vietnamese.characters import clean_run
from news.importing.lines import (
    END_MARK_INSIDE,
    Line,
    check_length,
    curl,
    drop_end_mark,
    notes_on_characters,
    notes_on_marks,
)
from news.importing.paragraph import Paragraph, Run, cut, with_text
from news.importing.recognised import Note


def clean_paragraphs(paragraphs: Iterable[Paragraph]) -> tuple[list[Line], list[Note]]:
    """Clean the words of paragraphs; emphasis and links stay with the letters that they belong to.

    paragraphs: in reading order, the empty ones included. Returns the lines and the notes on what was cleaned.
    Raises ImportRefused for more lines than a story has.
    """
    paragraphs = list(paragraphs)
    notes = notes_on_characters("\n".join(paragraphs))
    lines: list[Line] = []
    after_blank, straight, marks = True, 0, 0
    for paragraph in paragraphs:
        if paragraph.block is not None:
            lines.append(Line(paragraph, True))
            after_blank = True
            continue
        clean = clean_paragraph(paragraph)
        if not clean:
            after_blank = True
            continue
        straight += paragraph.count('"') - clean.count('"')
        for part in _split(clean):
            text, had_mark = drop_end_mark(part.strip())
            marks += had_mark
            if text:
                lines.append(Line(_part(part, text), after_blank))
                after_blank = False
        check_length(len(lines))
    return lines, [*notes, *notes_on_marks(straight, marks)]


def clean_paragraph(paragraph: Paragraph) -> Paragraph:
    """One paragraph with its spaces, letters and quotation marks as the portal stores them."""
    runs: list[Run] = []
    after_space = True
    for run in paragraph.runs:
        text = clean_run(run.text)
        if after_space:
            text = text.lstrip(" ")
        if text:
            after_space = text.endswith(" ")
        if text or run.note:
            runs.append(_with(run, text))
    whole = "".join(run.text for run in runs)
    runs = cut(runs, 0, len(whole.rstrip(" ")))
    whole = whole.rstrip(" ")
    clean = normalise(whole)
    if len(clean) != len(whole):  # a letter and its mark in two runs: rare, and the words matter more
        runs = [Run(clean)]
    curled = curl(clean)
    return Paragraph(with_text(runs, curled), role=paragraph.role, level=paragraph.level)


def _with(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic, run.raised, run.href, run.note)


def _split(paragraph: Paragraph) -> list[Paragraph]:
    """A byline often follows the end mark on the same line."""
    match = END_MARK_INSIDE.search(paragraph)
    if match is None:
        return [paragraph]
    head = Paragraph(cut(paragraph.runs, 0, match.end(1)), role=paragraph.role, level=paragraph.level)
    return [head, *_split(Paragraph(cut(paragraph.runs, match.end(), len(paragraph))))]


def _part(whole: Paragraph, text: str) -> Paragraph:
    """``text``, which is ``whole`` without an end mark and perhaps with a full stop in its place."""
    stem = text if whole.startswith(text) else text.removesuffix(".")
    start = whole.find(stem)
    runs = cut(whole.runs, start, start + len(stem)) if start >= 0 else [Run(stem)]
    if stem != text:
        runs.append(Run("."))
    return Paragraph(runs, role=whole.role, level=whole.level)
