"""What a backup says of itself: a head that comes first, and a manifest, written last, that closes it.

A file without its manifest was cut off. The manifest has the sha256 of every member, so a single wrong bit is
found before anything is restored. It names the secrets that a restore needs, and holds none.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .refusal import Refused, damaged

FORMAT = 1


@dataclass(frozen=True)
class Head:
    """What must be known before anything else is read. ``migrations`` are "app.name"."""

    format: int
    made_at: str
    vendor: str
    versions: dict[str, str]
    migrations: list[str]


@dataclass
class Manifest:
    """What is in the archive.

    ``parts``: [size in bytes, sha256] of each member. ``tables``: [rows, fingerprint] of each table.
    ``missing``: files that the database names and the storage did not have. ``keys``: names of settings alone.
    """

    parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def written(said: Head | Manifest) -> bytes:
    """Return the JSON of it."""
    return json.dumps(asdict(said), ensure_ascii=False, indent=1, sort_keys=True).encode()


def read_head(data: bytes) -> Head:
    """Return the head of an archive, or refuse one that a later release wrote. Raises Refused."""
    found = _object(data)
    number = found.get("format")
    if not isinstance(number, int):
        raise damaged()
    if number > FORMAT:
        raise Refused(
            _("A newer release of the portal made this backup. Install that release, then restore with it.")
        )
    try:
        return Head(**found)
    except TypeError as error:
        raise damaged() from error


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest of an archive. Raises Refused."""
    try:
        found = Manifest(**_object(data))
        found.parts = {str(name): (int(size), str(digest)) for name, (size, digest) in found.parts.items()}
        found.tables = {str(name): (int(rows), str(mark)) for name, (rows, mark) in found.tables.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise damaged() from error
    return found


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError as error:
        raise damaged() from error
    if not isinstance(found, dict):
        raise damaged()
    return found


def why_not(head: Head, vendor: str, known: set[str]) -> str:
    """Return the sentence why this portal cannot take that backup, empty if it can.

    Args:
        vendor: the database of this portal, as Django calls it.
        known: every migration that this release has, as "app.name".
    """
    if head.vendor != vendor:
        return _(
            "The backup was made on %(theirs)s and this portal runs on %(ours)s. Set DATABASE_URL to that."
        ) % {
            "theirs": head.vendor,
            "ours": vendor,
        }
    if unknown := sorted(set(head.migrations) - known):
        return _(
            "A newer release of the portal made this backup (%(migration)s is not known here). Install that "
            "release, then restore with it."
        ) % {"migration": unknown[-1]}
    return ""


def differing(stored: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Return the names of the tables that are not as they were when the backup was made."""
    return sorted(
        name for name in {*stored, *found} if tuple(stored.get(name, ())) != tuple(found.get(name, ()))
    )
