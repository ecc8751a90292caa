"""Addresses of the feeds. ``/rss/`` itself stands in cms/urls.py under its old name."""

from typing import Any

from django.db.transaction import non_atomic_requests
from django.urls import path, register_converter
from django.views.decorators.http import conditional_page, require_safe

from .feeds import KINDS, CategoryFeed, KindFeed, StoryFeed, TagFeed
from .sharing.feed_formats import Atom, Rss
from .sharing.feed_list import feed_list

app_name = "feeds"


class Kind:
    """The word for a kind of story."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "kind")


def feed(view: Any) -> Any:
    """Return a feed as a view that only reads; what did not change since the reader's last visit is a 304.

    The page cache (cms/caching) knows ETags; readers of feeds also ask by date alone.
    """
    return non_atomic_requests(require_safe(conditional_page(view)))


urlpatterns = [
    path("kenh-rss/", feed(feed_list), name="list"),
    path("atom/", feed(StoryFeed(Atom)), name="atom"),
    path("rss/<kind:kind>/", feed(KindFeed(Rss)), name="kind_rss"),
    path("atom/<kind:kind>/", feed(KindFeed(Atom)), name="kind_atom"),
    path("rss/chuyen-muc/<slug:slug>/", feed(CategoryFeed(Rss)), name="category_rss"),
    path("atom/chuyen-muc/<slug:slug>/", feed(CategoryFeed(Atom)), name="category_atom"),
    path("rss/tu-khoa/<slug:slug>/", feed(TagFeed(Rss)), name="tag_rss"),
    path("atom/tu-khoa/<slug:slug>/", feed(TagFeed(Atom)), name="tag_atom"),
]
