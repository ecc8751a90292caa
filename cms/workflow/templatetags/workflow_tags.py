"""Template tags of the review's screens."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def picture_of(pictures: dict[int, Any], number: int) -> Any:
    """Return the picture with that number, or None if it is not in the library any more."""
    return pictures.get(number)
