"""Home, standard pages and lists: every public page that is no story."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Site

from cms.pages import PublicPageQuerySet
from news.models import StoryPage


def other_pages(site: Site | None = None) -> PublicPageQuerySet:
    """Return the public pages of a site, by default the portal's, but its stories, in the order of the tree."""
    types = ContentType.objects.get_for_models(StoryPage, *StoryPage.__subclasses__()).values()
    pages = PublicPageQuerySet(Page).visible(site)
    return pages.exclude(content_type__in=[kind.pk for kind in types]).order_by("path")
