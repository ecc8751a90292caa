"""What a variable's value may be: each returns a sentence's end ("must be …"), empty if the value is right."""

import ipaddress
import os
import re
from collections.abc import Callable
from email.utils import getaddresses
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.http import is_same_domain

Check = Callable[[str], str]

_TRUE, _FALSE = {"true", "on", "ok", "y", "yes", "1"}, {"false", "off", "n", "no", "0"}
_HOST = re.compile(r"\.?(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*\.?")
# For development and tests: what such a mail server "sends" reaches nobody.
NO_MAIL = ("dummymail", "consolemail", "memorymail")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LONG_ENOUGH = 50


# What says in production that something is left out knowingly, where it is missed more often than not wanted.
NONE = "none"


def or_none(check: Check) -> Check:
    """Return the check for a variable that may also say that there is none."""
    return lambda value: "" if value == NONE else check(value)


def anything(value: str) -> str:
    return ""


def truth(value: str) -> str:
    return "" if value.lower() in _TRUE | _FALSE else "must be true or false"


def is_true(value: str) -> bool:
    return value.lower() in _TRUE


def number(least: int, most: int) -> Check:
    """Return the check for a whole number in that range, both ends included."""

    def check(value: str) -> str:
        right = re.fullmatch(r"-?[0-9]{1,18}", value.strip()) and least <= int(value) <= most
        return "" if right else f"must be a whole number from {least} to {most}"

    return check


def one_of(*values: str) -> Check:
    return lambda value: "" if value in values else f"must be one of {', '.join(values)}"


level = one_of(*_LEVELS)


def url(*schemes: str, path: bool = True) -> Check:
    """Return the check for an address with one of the schemes; ``path``: whether it may go on after the host."""

    def check(value: str) -> str:
        try:
            parts = urlsplit(value)
            right = parts.scheme in schemes and bool(parts.hostname) and (parts.port or True)
        except ValueError:
            right = False
        if right and not path and (parts.path.strip("/") or parts.query):
            right = False
        where = "an address" if path else "an address without a path"
        return "" if right else f"must be {where} that begins with {' or '.join(f'{s}://' for s in schemes)}"

    return check


def mail_url(value: str) -> str:
    schemes = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
    scheme, _separator, rest = value.partition("://")
    if scheme in NO_MAIL:
        return ""
    if scheme == "filemail":
        return "" if rest.startswith("//") else "must name its folder: filemail:////srv/portal/var/mail"
    return url(*schemes)(value)


def sender(value: str) -> str:
    """Check the sender of mails: one address, which may have a name: Sở Nội vụ <toasoan@portal.example>."""
    addresses = [address for _name, address in getaddresses([value])]
    try:
        validate_email(addresses[0] if len(addresses) == 1 else "")
    except ValidationError:
        return "must be a mail address, as in toasoan@portal.example"
    return ""


def writable_file(value: str) -> str:
    """Check that lines can be added to a file, or that it can be made. Looks at the disk: not for every machine."""
    place = value if os.path.exists(value) else os.path.dirname(value)
    right = not os.path.isdir(value) and os.path.exists(place) and os.access(place, os.W_OK)
    return "" if right else "must be a file to which the portal may write, in a folder that is there"


def database_url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in ("postgres", "postgresql", "pgsql", "psql", "sqlite"):
        return "must begin with postgres:// or sqlite:///"
    if scheme == "sqlite":
        return (
            ""
            if rest.startswith("/") or rest == ":memory:"
            else "must name its file: sqlite:////srv/portal.sqlite3"
        )
    try:
        parts = urlsplit(value)
        right = bool(parts.path.strip("/")) and (parts.port or True)
    except ValueError:
        right = False
    return "" if right else "must name a database: postgres://user:password@host:5432/name"


def hosts(value: str) -> str:
    for host in filter(None, (part.strip() for part in value.split(","))):
        if host != "*" and not _HOST.fullmatch(host) and not _is_address(host.strip("[]")):
            return "must be host names separated by commas, without https:// and port"
    return ""


def covers(hosts: str, host: str) -> bool:
    """Tell whether ``host`` is one of the host names, as Django takes ALLOWED_HOSTS ("*", ".portal.example")."""
    names = (part.strip().strip("[]") for part in hosts.split(","))
    return any(name == "*" or is_same_domain(host, name) for name in names)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def every(check: Check) -> Check:
    """Return the check for a list with commas, each of whose items passes the check."""

    def check_all(value: str) -> str:
        return next(filter(None, map(check, filter(None, (part.strip() for part in value.split(","))))), "")

    return check_all


def folder(value: str) -> str:
    return "" if value.startswith("/") else "must be a whole path, beginning with /"


def inner_path(value: str) -> str:
    return "" if re.fullmatch(r"/.+/", value) else "must begin and end with /"


def age_key(value: str) -> str:
    return (
        "" if re.fullmatch(r"age1[a-z0-9]{20,}", value) else "must be public keys of age (age1…), with commas"
    )


def listening(value: str) -> str:
    host, separator, port = value.rpartition(":")
    right = separator and _is_address(host.strip("[]")) and not number(1, 65535)(port)
    return "" if right else "must be an address and a port, as in 127.0.0.1:9187"
