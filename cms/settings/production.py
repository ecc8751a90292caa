"""Production: what must be given is checked at the start, with a sentence for each omission."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, DATABASES, SECRET_KEY, env

_missing = []
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only"):
    _missing.append("SECRET_KEY must be a random text of at least 50 characters.")
if not ALLOWED_HOSTS:
    _missing.append("ALLOWED_HOSTS must name the portal's host names, separated by commas.")
if "*" in ALLOWED_HOSTS:
    _missing.append("ALLOWED_HOSTS must not be '*'.")
if not env("DATABASE_URL", default=""):
    _missing.append("DATABASE_URL must be given, for example postgres://user:password@host:5432/name.")
if not env("BASE_URL", default="").startswith("https://"):
    _missing.append("BASE_URL must be the portal's public address and begin with https://.")
if _missing:
    raise ImproperlyConfigured("The portal cannot start:\n- " + "\n- ".join(_missing))

DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
