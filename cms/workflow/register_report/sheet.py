"""The register as a file for Excel: every cell is text, whatever stands in it.

XLSX knows a type for text, so its cells say exactly what was recorded; in CSV an apostrophe comes before what would
be a formula (``cms.spreadsheets``). Times are text too, as an office writes them (``26/05/2026 14:05:09``, in
Vietnamese time), and the file is in the portal's language whoever downloads it.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from cms.office import office
from cms.spreadsheets import BYTE_ORDER_MARK, csv_cell

from ..models import Decision


def type_name(label: str) -> str:
    """Return the name of a kind of page, ``news.NewsArticlePage`` → “Tin, bài”; the label if it is gone."""
    try:
        return str(capfirst(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def moment(value: datetime) -> str:
    """Return a time as the file says it: ``26/05/2026 14:05:09``."""
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M:%S}"


# Heading, value, width in characters.
COLUMNS: tuple[tuple[Any, Callable[[Decision], str], int], ...] = (
    (gettext_lazy("Number"), lambda line: str(line.pk), 8),
    (gettext_lazy("Time"), lambda line: moment(line.made_at), 20),
    (gettext_lazy("Title"), lambda line: line.page_title, 50),
    (gettext_lazy("Kind of page"), lambda line: type_name(line.page_type), 20),
    (gettext_lazy("Category"), lambda line: line.category, 20),
    (gettext_lazy("Decision"), lambda line: line.get_kind_display(), 18),
    (gettext_lazy("Person"), lambda line: line.person_name, 22),
    (gettext_lazy("Position"), lambda line: line.person_position, 24),
    (gettext_lazy("On behalf of"), lambda line: line.on_behalf_of_name, 22),
    (gettext_lazy("Concerns"), lambda line: line.deputy_name, 22),
    (gettext_lazy("Comment"), lambda line: line.comment, 50),
    (gettext_lazy("Writer"), lambda line: line.owner_name, 22),
    (gettext_lazy("Page number"), lambda line: str(line.page_id or ""), 10),
    (gettext_lazy("Revision number"), lambda line: str(line.revision_id or ""), 12),
    (gettext_lazy("Content (sha256)"), lambda line: line.content_hash, 66),
)


def values(line: Decision) -> list[str]:
    """Return a line's cells, without what no file can hold (control characters) and with plain line ends."""
    texts = (str(value(line)) for _heading, value, _width in COLUMNS)
    return [ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")) for text in texts]


def headings() -> list[str]:
    """Return the headings in the language that is active."""
    return [str(heading) for heading, _value, _width in COLUMNS]


def xlsx(lines: Iterable[Decision]) -> BytesIO:
    """Return the workbook, written row by row."""
    workbook = Workbook(write_only=True)
    with office():
        sheet = workbook.create_sheet(title=str(_("Approval register"))[:31])
        sheet.freeze_panes = "A2"
        for number, (_heading, _value, width) in enumerate(COLUMNS):
            sheet.column_dimensions[chr(ord("A") + number)].width = width
        sheet.append(_text_cells(_cell(sheet, bold=True), headings()))
        cell = _cell(sheet)
        for line in lines:
            sheet.append(_text_cells(cell, values(line)))
    output = BytesIO()
    workbook.save(output)
    output.seek(0)
    return output


def _cell(sheet: Any, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    cell.number_format = "@"  # text it stays when somebody edits it
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(bold=bold)
    return cell


def _text_cells(cell: WriteOnlyCell, row: Iterable[str]) -> Iterator[WriteOnlyCell]:
    """Yield one cell with each value in turn: the sheet writes it at once, and styling each costs most."""
    for value in row:
        cell.value = value or None
        if value:
            # openpyxl guesses: "=1+1" would be a formula and "#N/A" an error.
            cell.data_type = "s"
        yield cell


class _Line:
    """What ``csv`` writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(lines: Iterable[Decision]) -> Iterator[str]:
    """Yield the file line by line."""
    writer = csv.writer(_Line())
    with office():
        heading = writer.writerow(headings())
    yield BYTE_ORDER_MARK + heading
    for line in lines:
        # Not around the loop: between two lines the language belongs to whoever reads this.
        with office():
            row = writer.writerow([csv_cell(value) for value in values(line)])
        yield row
