"""A laptop: SQLite under var/, no TLS, mail printed on the console."""

from .base import *  # noqa: F403
from .base import AUDIT_LOG, LOGGERS, LOGGING, STORAGES, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development-only-never-in-production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Templates are being changed: a page is at most this old.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=5)
VAR_DIR.mkdir(exist_ok=True)
LOGGING = {**LOGGING, "loggers": {**LOGGERS, "wagtail": {"level": "WARNING"}}}
# The audit log beside the database, so that the console stays readable.
LOGGING["handlers"]["audit"] = {
    "class": "logging.handlers.WatchedFileHandler",
    "filename": AUDIT_LOG or str(VAR_DIR / "audit.log"),
    "formatter": "audit",
    "delay": True,
}
# The demo's accounts are entered with their password alone; SECOND_FACTOR_REQUIRED=true shows the whole way.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)
