"""Tags and filters of the public templates: Vietnamese dates and figures, words put into a text.

Nothing here reads the database but the pictures' tags (pictures.py), which templates find here, too.
"""

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms import vietnamese

from . import pictures

register = template.Library()
register.tags.update(pictures.register.tags)
register.filters.update(pictures.register.filters)

_FIRST_TEXT = re.compile(r"<(?:p|li)\b[^>]*>(?!\s*<(?:p|li|ul|ol)\b)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@register.filter
def short_date(moment: date | None) -> str:
    """Write a date in figures, "26/5/2023"; nothing if there is none."""
    return vietnamese.short_date(moment) if moment else ""


@register.filter
def long_date(moment: date | None) -> str:
    """Write a date with its weekday, "Thứ Sáu, ngày 26/5/2023"; nothing if there is none."""
    return vietnamese.long_date(moment) if moment else ""


@register.filter
def document_date(moment: date | None) -> str:
    """Write the date of an administrative document, "ngày 05 tháng 01 năm 2026"; nothing if there is none."""
    return vietnamese.document_date(moment) if moment else ""


@register.filter
def long_datetime(moment: datetime | None) -> str:
    """Write a moment in the time of Vietnam, "Thứ Sáu, ngày 26/5/2023, 08:05"; nothing if there is none."""
    return vietnamese.long_datetime(moment) if moment else ""


@register.filter
def machine_date(moment: date | None) -> str:
    """Write a date or a moment for the attribute of ``<time>``, in the time of Vietnam."""
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(vietnamese.dates.VIETNAM).isoformat(timespec="minutes")
    return moment.isoformat() if moment else ""


@register.filter
def figure(number: int | None) -> str:
    """Write a whole number as Vietnamese does, "1.234"; nothing if there is none."""
    return "" if number is None else vietnamese.format_number(number)


@register.filter
def file_size(size: int | None) -> str:
    """Write the size of a file given in bytes, "1,2 MB"; nothing if it is not known."""
    return "" if size is None else vietnamese.format_bytes(size)


@register.filter
def web_address(address: str | None) -> str:
    """Return the address if it is one of the web, else nothing.

    Fields check what people type; this stands against what reached the database another way
    (``javascript:``, ``data:``).
    """
    address = (address or "").strip()
    return address if address.lower().startswith(("https://", "http://")) else ""


@register.filter
def host_name(address: str) -> str:
    """Return the host of a web address without "www.", for readers to see where a link leads."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


@register.filter
def telephone_address(number: str) -> str:
    """Return what a ``tel:`` link needs of a printed telephone number: digits and a leading plus."""
    first = re.split(r"[;/–]|\s-\s", number or "", maxsplit=1)[0]
    digits = re.sub(r"[^0-9]", "", first)
    return f"+{digits}" if first.strip().startswith("+") else digits


def _markup(text: Any) -> str:
    """Return the HTML of a rich text, from a block or from a field, links and files resolved."""
    return expand_db_html(text.source if isinstance(text, RichText) else str(text or ""))


def _with_text_added(markup: str, before: str = "", after: str = "") -> SafeString:
    """Return the HTML with text (already HTML) inside its first and its last paragraph or list item."""
    opening = _FIRST_TEXT.search(markup)
    position = opening.end() if opening else 0
    markup = f"{markup[:position]}{before}{markup[position:]}"
    closing = max((markup.rfind("</p>"), markup.rfind("</li>")))
    if closing < 0:
        closing = len(markup)
    return mark_safe(f"{markup[:closing].rstrip()}{after}{markup[closing:]}")


@register.filter
def quoted(text: Any, is_excerpt: bool = False) -> SafeString:
    """Print a rich text as somebody's words: “ … ”, and “… … …” if it is an excerpt.

    The marks go inside the first and the last paragraph. Marks that a person typed around the whole are not
    doubled, and neither are dots at an end of an excerpt.
    """
    markup = _markup(text)
    words = _TAG.sub("", markup).strip()
    if not words:
        return mark_safe("")
    if words.startswith("“") and words.find("”") == len(words) - 1:
        return mark_safe(markup)
    opening, closing = "“", "”"
    if is_excerpt:
        opening = "“" if words.startswith(("…", "...")) else "“…&nbsp;"
        closing = "”" if words.endswith(("…", "...")) else "&nbsp;…”"
    return _with_text_added(markup, opening, closing)


@register.filter
def introduced_by(text: Any, label: str) -> SafeString:
    """Print a rich text with a label at its head: ``Một là`` → ``<p><strong>Một là,</strong> Đẩy mạnh …``."""
    return _with_text_added(_markup(text), f'<strong class="ordinal__label">{escape(label)},</strong> ')


@register.simple_tag
def list_query(listing: Any, **changes: Any) -> str:
    """Return the query string of a list with some of its values changed, "?" included.

    Args:
        listing: what has ``query(**changes)``; a list without filters is None.
        changes: the new values, with ``_`` for ``-``: ``{% list_query listing chuyen_muc="" %}``. Page 1 is
            the list's plain address.
    """
    if changes.get("trang") == 1:
        changes["trang"] = ""
    if listing is not None and listing != "":
        return listing.query(**changes)
    kept = {key.replace("_", "-"): value for key, value in changes.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else ""
