"""Addresses of pictures and documents. Readers only read: no transaction, so that they wait for nobody."""

from django.conf import settings
from django.db.transaction import non_atomic_requests
from django.urls import path, re_path

from .serving import serve_document, serve_picture

urlpatterns = [
    path(f"{settings.MEDIA_URL.lstrip('/')}<path:name>", non_atomic_requests(serve_picture), name="picture"),
    # The name by which Wagtail's documents know their address.
    re_path(r"^tai-lieu/(\d+)/(.*)$", non_atomic_requests(serve_document), name="wagtaildocs_serve"),
]
