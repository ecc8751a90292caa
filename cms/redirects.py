"""Old addresses of public pages and lists lead to the new ones. What was never public leaves none.

Pages of the tree are known to Wagtail, which is told when to remember them. Other addresses – of a category, an
event, a person – are named by the room that they belong to (:func:`keep_old_path`).

A redirect is looked for only where nothing answers, so an address that something public has again, or still, is
never led away from.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.request import validate_host
from django.http.response import HttpResponseRedirectBase
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed

from cms.caching import rules


def connect() -> None:
    """Connect the receiver, and the check of what people enter.

    Wagtail's own receiver (``WAGTAILREDIRECTS_AUTO_CREATE``) is off. The check is the field's: the form and the
    import of a file ask it. It is no part of the field's definition, so there is nothing to migrate.
    """
    page_slug_changed.connect(keep_old_address, dispatch_uid="keep_old_address")
    Redirect._meta.get_field("redirect_link").validators.append(only_within_the_portal)


def only_within_the_portal(address: str) -> None:
    """Refuse an address of another site: a redirect changes without a signature where readers come to."""
    parts = urlsplit(address)
    if not parts.netloc and not parts.scheme and "\\" not in address:
        return
    # "*" is a development machine's, and names no host.
    own = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    own.append(urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "")
    # What stands before an @, or a backslash, browsers may take for the host.
    plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and "\\" not in address
    if not plain or not validate_host(parts.hostname or "", own):
        raise ValidationError(
            _(
                "The address must belong to this portal. To lead readers to another site, put a link into a page "
                "and have the page signed."
            ),
            code="foreign",
        )


def keep_old_address(instance_before: Page, instance: Page, **kwargs: Any) -> None:
    """Make a redirect from the page's old address if the public ever knew it."""
    if instance_before.first_published_at is None:
        return
    roots = instance._get_relevant_site_root_paths(cache_object=instance)
    sites = Site.objects.filter(id__in=[root.site_id for root in roots]).exclude(root_page=instance)
    create_redirects(page=instance, page_old=instance_before, sites=sites)


def keep_old_path(old: str, new: str) -> None:
    """Lead from an address that was public to the one that took its place.

    No redirect leads to another: those that led to the old address lead to the new one, and none begins there any
    more, so that a name may be taken back. Redirects that somebody entered by hand stay as they are.

    Args:
        old: the path at which nothing public stands any more, as ``reverse`` gives it.
        new: the path at which it stands now.
    """
    ours = Redirect.objects.filter(automatically_created=True)
    ours.filter(old_path=Redirect.normalise_path(new)).delete()
    ours.filter(redirect_link=old).update(redirect_link=new)
    path = Redirect.normalise_path(old)
    if not Redirect.objects.filter(old_path=path).exclude(automatically_created=True).exists():
        # Saved, not updated in place: a saved redirect begins a new generation of the public site.
        ours.filter(old_path=path).delete()
        Redirect.add_redirect(path, new, automatically_created=True)


class OldAddressMiddleware(RedirectMiddleware):
    """Wagtail's redirects, with the query that was asked for: "?nam=2023" of a renamed category is still a year."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the redirect from the address if it was not found and has one, else the response itself."""
        answer = super().process_response(request, response)
        if answer is response or not isinstance(answer, HttpResponseRedirectBase):
            return answer
        query = request.META.get("QUERY_STRING", "")
        if query and "?" not in answer.url:
            answer = type(answer)(f"{answer.url}?{query}")
        # Browsers keep a 301 for ever if they are not told; a name that is taken back would lead in a circle.
        answer.headers["Cache-Control"] = rules.NOT_FOUND
        return answer
