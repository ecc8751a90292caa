"""Old addresses of public pages lead to the new ones. A draft's address was never public and leaves none."""

from typing import Any

from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed


def connect() -> None:
    """Connect the receiver. Wagtail's own (``WAGTAILREDIRECTS_AUTO_CREATE``) is off."""
    page_slug_changed.connect(keep_old_address, dispatch_uid="keep_old_address")


def keep_old_address(instance_before: Page, instance: Page, **kwargs: Any) -> None:
    """Make a redirect from the page's old address if the public ever knew it."""
    if instance_before.last_published_at is None:
        return
    roots = instance._get_relevant_site_root_paths(cache_object=instance)
    sites = Site.objects.filter(id__in=[root.site_id for root in roots]).exclude(root_page=instance)
    create_redirects(page=instance, page_old=instance_before, sites=sites)
