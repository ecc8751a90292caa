"""What a letter's screen links to."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.coreutils import safe_snake_case

register = template.Library()


def corrections_tab() -> str:
    """Return where the corrections lie in a story's editor: the tab “Publication” of news/panels.py.

    Wagtail names a tab after its heading in the reader's language.
    """
    return f"#tab-{safe_snake_case(_('Publication'))}"


@register.simple_tag
def story_editor(letter: Any, user: Any) -> str:
    """Return the address of the corrections in the story's editor; empty for whoever may not edit it."""
    story = letter.story
    if story is None or not story.permissions_for_user(user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[story.pk]) + corrections_tab()
