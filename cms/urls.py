"""Addresses of the portal."""

from typing import Any

from django.db.transaction import non_atomic_requests
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from cms.routing import serve
from news.counting.views import beacon
from news.feeds import StoryFeed
from news.sharing import api
from news.views.answering import for_readers

urlpatterns: list[Any] = [
    path("quan-tri/", include("cms.accounts.urls")),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("", include("cms.media.urls")),
    path("", include("cms.monitoring.urls")),
    path("", include("search.urls")),
    path("", include("news.urls")),
    path("", include("home.feedback.urls")),
    path("luot-xem/<int:story_id>", beacon, name="view_beacon"),
    path("rss/", for_readers(StoryFeed()), name="rss"),
    path("", include("news.feed_urls")),
    path("", include("news.sharing.urls")),
    path("api/v2/", include(api.patterns)),
]

# A database that is away is told as that.
handler500 = "cms.failing.server_error"

urlpatterns += [
    # Wagtail's own pattern without its login and password pages (page privacy is not used). Readers only
    # read: no transaction, so that on SQLite they never wait for the newsroom.
    re_path(serve_pattern, non_atomic_requests(serve), name="wagtail_serve"),
]
