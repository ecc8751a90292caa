"""A laptop: SQLite under var/, no TLS, mail printed on the console."""

from .base import *  # noqa: F403
from .base import LOGGERS, LOGGING, STORAGES, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development-only-never-in-production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Templates are being changed: a page is at most this old.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=5)
VAR_DIR.mkdir(exist_ok=True)
LOGGING = {**LOGGING, "loggers": {**LOGGERS, "wagtail": {"level": "WARNING"}}}
