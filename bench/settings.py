"""The portal as it is served, but for TLS: what ``python -m bench`` measures."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, LOGGERS, LOGGING, STORAGES

SECRET_KEY = "for measuring on loopback only"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
# As in production: a connection is kept from one request to the next.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
ROOT_URLCONF = "bench.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# The page alone is measured; its style sheets need not be collected for that.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Hostile addresses are asked for on purpose: that they are refused is no news (bench/slowest.py).
LOGGING = {**LOGGING, "loggers": {**LOGGERS, "django": {"level": "ERROR"}}}
