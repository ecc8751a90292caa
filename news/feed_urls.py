"""Addresses of the feeds. ``/rss/`` itself stands in cms/urls.py under its old name."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .feeds import KINDS, CategoryFeed, KindFeed, StoryFeed, TagFeed
from .sharing.feed_formats import Atom, Rss
from .sharing.feed_list import feed_list
from .views.answering import for_readers

app_name = "feeds"


class Kind(StringConverter):
    """The word for a kind of story."""

    regex = "|".join(KINDS)


register_converter(Kind, "kind")

urlpatterns = [
    path("kenh-rss/", for_readers(feed_list), name="list"),
    path("atom/", for_readers(StoryFeed(Atom)), name="atom"),
    path("rss/<kind:kind>/", for_readers(KindFeed(Rss)), name="kind_rss"),
    path("atom/<kind:kind>/", for_readers(KindFeed(Atom)), name="kind_atom"),
    path("rss/chuyen-muc/<slug:slug>/", for_readers(CategoryFeed(Rss)), name="category_rss"),
    path("atom/chuyen-muc/<slug:slug>/", for_readers(CategoryFeed(Atom)), name="category_atom"),
    path("rss/tu-khoa/<slug:slug>/", for_readers(TagFeed(Rss)), name="tag_rss"),
    path("atom/tu-khoa/<slug:slug>/", for_readers(TagFeed(Atom)), name="tag_atom"),
]
