"""The notice bar of the public pages."""

from django import template

from home.models import ServiceNotice
from home.models.notices import notices_now

register = template.Library()


@register.simple_tag
def service_notices() -> list[ServiceNotice]:
    """Return the notices that stand on the pages now, for ``{% service_notices as notices %}``."""
    return notices_now()
