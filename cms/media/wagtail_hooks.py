"""What pictures and documents add to the admin."""

from django.urls import URLPattern
from wagtail import hooks

from . import gallery_upload


@hooks.register("register_admin_urls")
def gallery_urls() -> list[URLPattern]:
    """Add the addresses that the gallery's editor talks to."""
    return gallery_upload.urls
