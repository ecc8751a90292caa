"""The test suite: SQLite by default, PostgreSQL with TEST_DATABASE_URL; fast hashes, no files kept."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, STORAGES, env

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
SECURE_SSL_REDIRECT = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = tempfile.mkdtemp(prefix="newsroom-media-")
TEST_DATABASE_URL = env("TEST_DATABASE_URL", default="")
if TEST_DATABASE_URL:
    DATABASES = {"default": {**env.db_url("TEST_DATABASE_URL"), "ATOMIC_REQUESTS": True}}
    # No test outlives the machine: nothing waits for the disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
else:
    # A file, not memory: threads of the race tests need connections of their own.
    DATABASES["default"]["NAME"] = tempfile.gettempdir() + "/newsroom-test.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": tempfile.mkdtemp(prefix="newsroom-db-") + "/test.sqlite3"}
# Tests change what a page shows without publishing it; cms/caching/tests turn the cache on.
PAGE_CACHE_SECONDS = 0
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="newsroom-static-"))
# Tests log in with client.force_login and move the clock; cms/accounts/tests turn these on.
SECOND_FACTOR_REQUIRED = False
SESSION_ENDS = {}
