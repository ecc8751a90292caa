"""What is wrong with an environment: a sentence for each variable, all of them at once.

Pure functions, but for the audit log's place in production, which is looked at.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from . import checks
from .variables import VARIABLES


def problems(environment: Mapping[str, str], *, production: bool) -> list[str]:
    """Return a sentence for each variable that is wrong, missing or contradicts another; no secret is repeated.

    Args:
        environment: the variables; an empty one counts as not given.
        production: whether the portal is to be open to the public.
    """
    given = {name: value for name, value in environment.items() if value.strip()}
    found = []
    for variable in VARIABLES:
        if variable.name in given and (wrong := variable.check(given[variable.name])):
            found.append(f"{variable.name} {wrong}.")
    return [*found, *_contradictions(given), *(_production(given) if production else ())]


def _contradictions(given: Mapping[str, str]) -> Iterator[str]:
    if ("MEDIA_S3_ACCESS_KEY" in given) != ("MEDIA_S3_SECRET_KEY" in given):
        yield "MEDIA_S3_ACCESS_KEY and MEDIA_S3_SECRET_KEY must be given together, or neither."
    if "MEDIA_ACCEL_REDIRECT_PREFIX" in given and not checks.is_true(given.get("BEHIND_PROXY", "")):
        yield "MEDIA_ACCEL_REDIRECT_PREFIX needs nginx before the portal: BEHIND_PROXY=true."
    if {"BASE_URL", "ALLOWED_HOSTS"} <= set(given):
        host = _host(given["BASE_URL"])
        if host and not checks.covers(given["ALLOWED_HOSTS"], host):
            yield f"ALLOWED_HOSTS must name BASE_URL's host, {host}, too."
    if "MEDIA_S3_BUCKET" in given:
        if "MEDIA_ACCEL_REDIRECT_PREFIX" in given:
            yield "MEDIA_ACCEL_REDIRECT_PREFIX is for files on this machine, MEDIA_S3_BUCKET for a storage: give one."
    elif others := sorted(name for name in given if name.startswith("MEDIA_S3_") and name in _STORAGE):
        yield f"{', '.join(others)} mean nothing without MEDIA_S3_BUCKET."


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # said by the variable's own check
        return ""


# Those with a value in .env.example say nothing by being there.
_STORAGE = {
    "MEDIA_S3_ENDPOINT",
    "MEDIA_S3_REGION",
    "MEDIA_S3_ACCESS_KEY",
    "MEDIA_S3_SECRET_KEY",
    "MEDIA_S3_PUBLIC_ORIGIN",
}


def _production(given: Mapping[str, str]) -> Iterator[str]:
    key = given.get("SECRET_KEY", "")
    if len(key) < checks.LONG_ENOUGH or key.startswith("development-only"):
        yield "SECRET_KEY must be a random text of at least 50 characters."
    if "ALLOWED_HOSTS" not in given:
        yield "ALLOWED_HOSTS must name the portal's host names, separated by commas."
    if "*" in given.get("ALLOWED_HOSTS", "").replace(" ", "").split(","):
        yield "ALLOWED_HOSTS must not be '*'."
    if "DATABASE_URL" not in given:
        yield "DATABASE_URL must be given, for example postgres://user:password@host:5432/name."
    if not given.get("BASE_URL", "").startswith("https://"):
        yield "BASE_URL must be the portal's public address and begin with https://."
    if given.get("EMAIL_URL", "").split("://")[0] in ("", *checks.NO_MAIL):
        # The review's mails would count as sent.
        yield "EMAIL_URL must be the mail server's address: without it mails reach nobody."
    if given.get("DEFAULT_FROM_EMAIL", "@localhost").rstrip("> ").endswith("@localhost"):
        yield "DEFAULT_FROM_EMAIL must be the address from which mails are sent."
    if "REDIS_URL" not in given:
        # Each process would keep pages of its own, and count for itself how often readers may do something.
        yield (
            "REDIS_URL must name the cache that all processes share, for example redis://127.0.0.1:6379/0; "
            "or none, to have one in each process."
        )
    if checks.is_true(given.get("BEHIND_PROXY", "")) and "PAGE_CACHE_PURGE_URLS" not in given:
        # During an outage nginx would show what was taken down before.
        yield (
            "PAGE_CACHE_PURGE_URLS must name nginx's page caches, for example http://127.0.0.1:8090/pages/; "
            "or none, if the proxy keeps no pages."
        )
    log = given.get("AUDIT_LOG")
    if log is None:
        yield (
            "AUDIT_LOG must be the audit log's file, for example /var/log/portal/audit.log; "
            "or none, to have it on the console."
        )
    elif log != checks.NONE and (wrong := checks.writable_file(log)):
        # The log's file is opened with its first line, where an error would be swallowed.
        yield f"AUDIT_LOG {wrong}."
