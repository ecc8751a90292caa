"""A paragraph with what a plain line cannot hold: emphasis, links, its role in Word, or a table in its place.

The recogniser reads text. A ``Paragraph`` is that text – a ``str`` – and remembers where it came from, so that
text files and Word documents take the same way. Whatever part of it is cut out is plain text, unless ``part_of``
is asked to keep the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Literal

Role = Literal["", "title", "heading", "lead", "quote", "caption", "centred", "bold"]


@dataclass(frozen=True)
class Run:
    """A stretch of text with one emphasis. ``note``: the number of a footnote that is called here, 0 for none."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: Literal["", "sup", "sub"] = ""
    href: str = ""
    note: int = 0


@dataclass(frozen=True)
class Block:
    """What stands in the body as a whole: ``type`` and ``value`` as for RecognisedBlock; ``text``: its words."""

    type: str
    value: Any
    text: str = ""


class Paragraph(str):
    """A paragraph's text. ``runs`` together are that text; ``block`` stands in place of a text, which is ""."""

    runs: tuple[Run, ...]
    role: Role
    level: int
    block: Block | None

    def __new__(
        cls, runs: Sequence[Run] = (), *, role: Role = "", level: int = 0, block: Block | None = None
    ):
        made = super().__new__(cls, "".join(run.text for run in runs))
        made.runs, made.role, made.level, made.block = tuple(runs), role, level, block
        return made


def block_in(text: str) -> Block | None:
    """The block that stands in a text's place, None for words."""
    return text.block if isinstance(text, Paragraph) else None


def role_of(text: str) -> Role:
    """What Word says that a paragraph is; "" for plain text."""
    return text.role if isinstance(text, Paragraph) else ""


def inline_html(text: str) -> str:
    """A paragraph's words as rich text, escaped. An emphasis over the whole of it is layout and left out."""
    if not isinstance(text, Paragraph):
        return escape(text, quote=False)
    worded = [run for run in text.runs if run.text.strip()]
    bold, italic = (bool(worded) and all(getattr(run, one) for run in worded) for one in ("bold", "italic"))
    return "".join(
        _run_html(replace(run, bold=run.bold and not bold, italic=run.italic and not italic))
        for run in _joined(text.runs)
    )


def part_of(whole: str, part: str) -> str:
    """``part``, with the emphasis that ``whole`` has there, if it is a part of it (a last full stop may be new)."""
    if not isinstance(whole, Paragraph) or isinstance(part, Paragraph):
        return part
    for text, more in ((part, ""), (part.removesuffix("."), ".")):
        start = whole.find(text)
        if start >= 0 and text:
            runs = cut(whole.runs, start, start + len(text))
            if more and part.endswith(".") and text != part:
                runs = [*runs, Run(".")]
            return Paragraph(runs, role=whole.role, level=whole.level)
    return part


def cut(runs: Iterable[Run], start: int, end: int) -> list[Run]:
    """The runs from one place of their text to another; calls of footnotes in between stay."""
    found, place = [], 0
    for run in runs:
        here = run.text[max(0, start - place) : max(0, end - place)]
        if here or (not run.text and start <= place <= end):
            found.append(replace(run, text=here))
        place += len(run.text)
    return found


def with_text(runs: Sequence[Run], text: str) -> list[Run]:
    """The runs with the letters of ``text``, which is as long as theirs together."""
    made, place = [], 0
    for run in runs:
        made.append(replace(run, text=text[place : place + len(run.text)]))
        place += len(run.text)
    return made


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one emphasis as one run: Word cuts sentences wherever its spelling checker stopped."""
    joined: list[Run] = []
    for run in runs:
        if joined and not run.note and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


def _run_html(run: Run) -> str:
    if run.note:
        return f"<sup>{run.note}</sup>"
    html = escape(run.text, quote=False)
    if not html.strip():
        return html
    for marked, tag in ((run.raised, run.raised), (run.italic, "i"), (run.bold, "b")):
        if marked:
            html = f"<{tag}>{html}</{tag}>"
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html
