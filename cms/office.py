"""The office as it writes: in its own language and by its own clock, whoever of its people asks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation


@contextmanager
def office() -> Iterator[None]:
    """Speak the portal's language and tell its time: what leaves the newsroom is the office's document."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(settings.TIME_ZONE):
        yield
