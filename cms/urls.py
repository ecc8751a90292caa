"""Addresses of the portal."""

from typing import Any

from django.conf import settings
from django.conf.urls.static import static
from django.db.transaction import non_atomic_requests
from django.urls import include, path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from news.feeds import LatestStories

urlpatterns: list[Any] = [
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("", include("search.urls")),
    path("rss/", non_atomic_requests(LatestStories()), name="rss"),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [
    # Wagtail's own pattern without its login and password pages (page privacy is not used). Readers only
    # read: no transaction, so that on SQLite they never wait for the newsroom.
    re_path(serve_pattern, non_atomic_requests(wagtail_views.serve), name="wagtail_serve"),
]
