"""The table of genres as a new portal begins with it."""

from . import rules
from .models import GenreRate


def seed() -> int:
    """Enter the genres that are missing, with the decree's ceilings. Returns how many were made.

    Proposals are the province's to decide, so none is made up; what the office has entered stays.
    """
    known = set(GenreRate.objects.values_list("genre", flat=True))
    rows = [
        GenreRate(genre=genre, maximum=maximum)
        for genre, maximum in rules.MAXIMA.items()
        if genre not in known
    ]
    return len(GenreRate.objects.bulk_create(rows))
