"""The figures as files for a spreadsheet: every cell is text, whatever stands in a title (OWASP, "CSV injection").

The approval register's way (cms/workflow/register_report/sheet.py): the office's language, a mark that tells Excel
the encoding, and an apostrophe before what would be a formula.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms import vietnamese
from cms.office import office
from cms.spreadsheets import BYTE_ORDER_MARK, csv_cell

from .figures import Figures

# The word in the address → what the file holds.
SHEETS = ("ngay", "thang", "tin", "chuyen-muc", "tac-gia")


def sheet(figures: Figures, name: str) -> str:
    """Return that file of the figures, one of ``SHEETS``, as CSV."""
    output = StringIO()
    output.write(BYTE_ORDER_MARK)
    writer = csv.writer(output)
    with office():
        for row in _rows(figures, name):
            writer.writerow([csv_cell(str(cell)) for cell in row])
    return output.getvalue()


def _rows(figures: Figures, name: str) -> Iterator[tuple[object, ...]]:
    if name == "ngay":
        yield _("Day"), _("Views")
        yield from ((vietnamese.short_date(day), number) for day, number in figures.by_day)
        yield _("Sum"), figures.views
    elif name == "thang":
        yield _("Month"), _("Views")
        yield from ((f"{month.month}/{month.year}", number) for month, number in figures.by_month)
    elif name == "tin":
        yield pgettext("rank", "Place"), _("Title"), _("Views"), _("Address")
        for place, story in enumerate(figures.top, start=1):
            yield place, story.page.title, story.views, story.page.full_url or ""
    elif name == "chuyen-muc":
        yield _("Category"), _("Stories published"), _("Views")
        yield from (
            (line.name or _("Without category"), line.published, line.views) for line in figures.categories
        )
        yield _("No longer public"), "", figures.no_longer_public
        yield _("Sum"), figures.published, figures.views
    else:
        yield _("Name"), _("Stories"), _("News (tin)"), _("Articles (bài)"), _("Photographs (ảnh)")
        for one in figures.contributors:
            yield one.name, one.stories, one.news, one.articles, one.photographs
