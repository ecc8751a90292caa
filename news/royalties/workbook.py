"""The sheet as a workbook: text is text whatever stands in a title, money is a number, days are days."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from cms.office import office

from .lines import Line
from .sheet import Sheet, Sum

WIDTHS = (6, 24, 24, 48, 12, 20, 22, 10, 16, 12, 24)
NAME_MAX = 31  # of a sheet, in Excel
Value = str | int | Decimal | date | None


def workbook(sheet: Sheet, agency: str) -> BytesIO:
    """Return the file: one sheet of lines by person, one of sums by category."""
    file = Workbook(write_only=True)
    with office():
        _write(file, str(_("By person")), _people(sheet, agency), WIDTHS)
        _write(file, str(_("By category")), _categories(sheet), (30, 12, 12, 18, 18))
    output = BytesIO()
    file.save(output)
    output.seek(0)
    return output


def note_of(line: Line) -> str:
    """Return what is particular about a line."""
    notes = []
    if line.coefficient is None:
        notes.append(_("No coefficient yet"))
    if line.taken_down:
        notes.append(_("Taken down"))
    if line.gone:
        notes.append(_("No longer in the byline"))
    return "; ".join(notes)


def _people(sheet: Sheet, agency: str) -> Iterator[tuple[bool, tuple[Value, ...]]]:
    """Yield (heading?, cells) of the lines, person by person."""
    yield True, (agency,)
    yield True, (_("Royalties of %(month)s") % {"month": sheet.month.name},)
    yield (
        True,
        (
            _("No."), _("Full name"), _("Position"), _("Work"), _("Published on"), _("Category"), _("Genre"),
            _("Coefficient"), _("Sum (đồng)"), _("Paid on"), _("Note"),
        ),
    )  # fmt: skip
    number = 0
    for person in sheet.people:
        for line in person.lines:
            number += 1
            yield (
                False,
                (
                    number, person.name, line.position, line.story.title, line.published_on,
                    line.story.category.name if line.story.category else "", line.genre_name, line.coefficient,
                    line.amount, line.royalty.paid_on if line.royalty else None, note_of(line),
                ),
            )  # fmt: skip
        yield True, ("", _("Sum of %(name)s") % {"name": person.name}, *_end(person))
    yield True, ("", _("Sum"), *_end(sheet.total))
    yield True, ("", _("In words: %(words)s.") % {"words": sheet.in_words})


def _end(lines: Sum) -> tuple[Value, ...]:
    return "", "", "", "", "", lines.coefficients, lines.amount


def _categories(sheet: Sheet) -> Iterator[tuple[bool, tuple[Value, ...]]]:
    yield True, (_("Category"), _("Contributions"), _("Coefficient"), _("Sum (đồng)"), _("Of these, paid"))
    for heading, one in [*((False, one) for one in sheet.categories), (True, sheet.total)]:
        yield heading, (one.name, len(one.lines), one.coefficients, one.amount, one.paid)


def _write(file: Workbook, title: str, rows: Iterator[tuple[bool, tuple[Value, ...]]], widths: Any) -> None:
    page = file.create_sheet(title=title[:NAME_MAX])
    for number, width in enumerate(widths):
        page.column_dimensions[chr(ord("A") + number)].width = width
    for bold, cells in rows:
        page.append([_cell(page, value, bold) for value in cells])


def _cell(page: Any, value: Value, bold: bool) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value) or None)
        if cell.value:
            cell.data_type = "s"  # openpyxl would make "=1+1" a formula
        cell.number_format = "@"
        cell.alignment = Alignment(vertical="top", wrap_text=not bold)
    else:
        cell = WriteOnlyCell(page, value)
        cell.number_format = _format_of(value)
        cell.alignment = Alignment(vertical="top")
    cell.font = Font(bold=bold)
    return cell


def _format_of(value: Value) -> str:
    if isinstance(value, date):
        return "dd/mm/yyyy"
    return "0.##" if isinstance(value, Decimal) else "#,##0"
