"""WSGI entry point for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cms.patience import bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
# Before anybody connects.
settings.DATABASES["default"]["OPTIONS"] = bounded(settings.DATABASES["default"], settings.WEB_PATIENCE)
application = get_wsgi_application()
# Now, and not while the first reader waits: most of a second.
get_resolver().url_patterns  # noqa: B018
