"""A tiny PDF writer for the demo documents: Vietnamese text in Helvetica, without an embedded font.

The fourteen standard PDF fonts have no Vietnamese letters, and a font file is not worth its weight for a few
demo forms. So a letter is set as its base letter, and its marks are drawn over it as strokes; every line also
carries its true text (`/ActualText`, PDF 1.7, 14.9.4), so that copying and searching give correct Vietnamese.
"""

import unicodedata
import zlib
from dataclasses import dataclass

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 595, 842, 64  # points: A4

# Widths of the characters 32 to 126 in thousandths of an em (Adobe's Helvetica metrics).
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 "
    "556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 "
    "556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTH = {chr(32 + i): int(w) / 1000 for i, w in enumerate(_WIDTHS.split())}
_PUNCTUATION = {"–": (b"\\226", 0.556), "“": (b"\\223", 0.333), "”": (b"\\224", 0.333), "…": (b"\\205", 1.0)}
_BOLD_WIDER = 1.06  # Helvetica-Bold is about this much wider; exact enough for centring

# Marks as polylines in ems around (0, 0), which is the middle of the letter at its top.
_MARKS = {
    "\u0301": [(-0.06, 0.06), (0.08, 0.19)],
    "\u0300": [(-0.08, 0.19), (0.06, 0.06)],
    "\u0302": [(-0.13, 0.06), (0, 0.16), (0.13, 0.06)],
    "\u0306": [(-0.13, 0.16), (-0.08, 0.08), (0, 0.055), (0.08, 0.08), (0.13, 0.16)],
    "\u0303": [(-0.14, 0.08), (-0.08, 0.14), (0, 0.1), (0.07, 0.08), (0.14, 0.14)],
    "\u0309": [(-0.05, 0.19), (0.02, 0.21), (0.06, 0.17), (0.0, 0.12), (0.0, 0.07)],
}
_CARRIERS = {"\u0302", "\u0306"}  # a tone stands beside or above these
_TONES = {"\u0301", "\u0300", "\u0303", "\u0309"}


@dataclass(frozen=True)
class Line:
    """One line of text: size in points, bold or not, and its place (`left`, `centre`, `west` or `east`)."""

    text: str
    size: float = 11
    bold: bool = False
    place: str = "left"


def _width(text: str, size: float, bold: bool) -> float:
    """Return the width of `text` in points."""
    ems = 0.0
    for char in text:
        base = unicodedata.normalize("NFD", char)[0].replace("đ", "d").replace("Đ", "D")
        ems += _PUNCTUATION[char][1] if char in _PUNCTUATION else _WIDTH.get(base, 0.556)
    return ems * size * (_BOLD_WIDER if bold else 1)


def _strokes(char: str, x: float, y: float, size: float, width: float) -> list[str]:
    """Return the operators that draw the marks of one letter, `width` points wide, standing at (x, y)."""
    marks = unicodedata.normalize("NFD", char)
    base, marks = marks[0], marks[1:]
    top = 0.72 if base.isupper() or base in "đ" else 0.53
    middle = x + width / 2
    lines = []
    if base in "đĐ":
        height, left = (0.58, 0.42) if base == "đ" else (0.36, 0.02)
        lines.append(
            [
                (x + left * width, y + height * size),
                (x + (1.02 if base == "đ" else 0.5) * width, y + height * size),
            ]
        )
    carried = any(mark in _CARRIERS for mark in marks)
    for mark in marks:
        if mark == "\u0323":
            lines.append([(middle - 0.03 * size, y - 0.15 * size), (middle + 0.03 * size, y - 0.15 * size)])
        elif mark == "\u031b":
            edge, high = x + width * 0.92, y + (top - 0.06) * size
            lines.append(
                [
                    (edge - 0.02 * size, high),
                    (edge + 0.08 * size, high + 0.05 * size),
                    (edge + 0.08 * size, high + 0.14 * size),
                ]
            )
        elif mark in _MARKS:
            shift = (0.16, 0.1) if carried and mark in _TONES else (0, 0)
            lines.append(
                [
                    (middle + (dx + shift[0]) * size, y + (top + dy + shift[1]) * size)
                    for dx, dy in _MARKS[mark]
                ]
            )
    return [
        " ".join([f"{a:.2f} {b:.2f} {'m' if i == 0 else 'l'}" for i, (a, b) in enumerate(points)]) + " S"
        for points in lines
    ]


def _show(line: Line, x: float, y: float) -> str:
    """Return the operators that set one line at (x, y), with its true text for copying and searching."""
    actual = ("\ufeff" + line.text).encode("utf-16-be").hex().upper()
    parts = [f"/Span <</ActualText <{actual}>>> BDC"]
    strokes, cursor, font = [], x, "F2" if line.bold else "F1"
    for char in line.text:
        wide = _width(char, line.size, line.bold)
        base = unicodedata.normalize("NFD", char)[0]
        base = {"đ": "d", "Đ": "D"}.get(base, base)
        if char in _PUNCTUATION:
            code = _PUNCTUATION[char][0].decode()
        else:
            code = base.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(f"BT /{font} {line.size} Tf {cursor:.2f} {y:.2f} Td ({code}) Tj ET")
        strokes += _strokes(char, cursor, y, line.size, wide)
        cursor += wide
    thickness = line.size * (0.085 if line.bold else 0.06)
    parts += [f"{thickness:.2f} w 1 J 1 j", *strokes, "EMC"]
    return "\n".join(parts)


def _wrapped(line: Line) -> list[Line]:
    """Return the line broken at words so that each part fits between the margins."""
    if line.place in ("west", "east"):
        return [line]
    room, parts, current = PAGE_WIDTH - 2 * MARGIN, [], ""
    for word in line.text.split(" "):
        longer = f"{current} {word}".strip()
        if current and _width(longer, line.size, line.bold) > room:
            parts.append(current)
            current = word
        else:
            current = longer
    return [Line(part, line.size, line.bold, line.place) for part in [*parts, current]]


def _page(lines: list[Line]) -> bytes:
    """Return the content of one page; a `west` line shares its height with the `east` line after it."""
    operators, y = [], PAGE_HEIGHT - MARGIN
    for whole in lines:
        for line in _wrapped(whole):
            wide = _width(line.text, line.size, line.bold)
            middle = {"west": PAGE_WIDTH * 0.28, "east": PAGE_WIDTH * 0.7, "centre": PAGE_WIDTH / 2}.get(
                line.place
            )
            x = MARGIN if middle is None else middle - wide / 2
            if line.text:
                operators.append(_show(line, x, y))
            if line.place != "west":
                y -= line.size * 1.75
    return "\n".join(operators).encode("ascii")


def pdf(title: str, pages: list[list[Line]]) -> bytes:
    """Return a PDF 1.7 file.

    Takes its title (shown by the reader's window) and, for each page, its lines. The caller keeps a page
    short enough for A4: there is no flow from page to page.
    """
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    fonts = "/F1 3 0 R /F2 4 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        stream = zlib.compress(_page(lines), 9)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] "
            f"/Contents {6 + 2 * i} 0 R /Resources << /Font << {fonts} >> >> >>".encode()
        )
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
    hexed = ("\ufeff" + title).encode("utf-16-be").hex().upper()
    objects.append(f"<< /Title <{hexed}> >>".encode())
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
