"""What a page tells machines, for components/meta.html."""

from typing import Any

from django import template

from news.sharing.meta import PageMeta, meta_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_meta(context: Any) -> PageMeta | None:
    """Return the meta data of the page that is printed, for ``{% page_meta as meta %}``; None for a preview."""
    return meta_of(context)
