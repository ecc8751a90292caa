"""Words that Wagtail's templates write in English whatever language is active."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()

SEARCH_BUTTON = '<input type="submit" value="Search" class="button" />'


@register.filter
def translated_search_button(html: SafeString) -> SafeString:
    """Return a rendered block of Wagtail's with the word on its search button in the active language."""
    button = format_html('<input type="submit" value="{}" class="button" />', gettext("Search"))
    return mark_safe(html.replace(SEARCH_BUTTON, button))
