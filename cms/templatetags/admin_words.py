"""Words that Wagtail's templates write in English whatever language is active, or that mislead."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()

SEARCH_BUTTON = '<input type="submit" value="Search" class="button" />'


@register.filter
def translated_search_button(html: SafeString) -> SafeString:
    """Return a rendered block of Wagtail's with the word on its search button in the active language."""
    button = format_html('<input type="submit" value="{}" class="button" />', gettext("Search"))
    return mark_safe(html.replace(SEARCH_BUTTON, button))


@register.filter
def sent_back(html: SafeString) -> SafeString:
    """Return Wagtail's rendered status with the title of a page in review replaced: it was returned."""
    title = re.escape(escape(gettext("In Moderation")))
    said = escape(gettext("Sent back"))
    return mark_safe(
        re.sub(rf"(</span>\s*){title}(\s*</h3>)", lambda found: found[1] + said + found[2], html)
    )
