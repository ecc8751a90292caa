"""What ends a backup or a restore: one sentence for the administrator."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _


class Refused(Exception):
    """Nothing was done, or nothing is left of it. The text says what happened and what to do."""


def damaged() -> Refused:
    """Return the refusal of a file that is not, or no longer, what a backup wrote."""
    return Refused(_("The backup is damaged or cut off; nothing was restored. Take another copy of it."))


def not_empty() -> Refused:
    """Return the refusal to restore where a portal is."""
    return Refused(
        _(
            "This portal is not empty, so nothing was restored. Restore into an empty database and an empty media "
            "folder, or stop the portal and say --replace."
        )
    )


@contextmanager
def disk_trouble(place: str) -> Iterator[None]:
    """Turn what a disk refuses into its sentence."""
    try:
        yield
    except OSError as error:
        raise Refused(
            _(
                "%(place)s could not be written: %(problem)s. Nothing half-written is left; make room and try again."
            )
            % {"place": place, "problem": error.strerror or str(error)}
        ) from error
