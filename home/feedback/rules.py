"""When a letter is taken, how often, how long it is kept: plain values, no database, no request."""

from dataclasses import dataclass
from datetime import timedelta

# Nobody reads a form, types a sentence and sends it faster.
QUICKEST = 3
# Longer than a page stays open on a desk over the weekend.
OLDEST = int(timedelta(days=3).total_seconds())

# Personal data is kept no longer than the office needs it to answer (Law 91/2025): docs/feedback.md.
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Limit:
    """So many within so many seconds."""

    most: int
    seconds: int


# One reader; and one address, behind which may sit an office or a village's only connection.
LETTERS_OF_A_READER = Limit(5, 600)
LETTERS_OF_AN_ADDRESS = Limit(30, 600)
RATINGS_OF_A_READER = Limit(30, 60)
RATINGS_OF_AN_ADDRESS = Limit(300, 60)


def sent_by_hand(trap: str, age: float | None) -> bool:
    """Tell whether a form was filled in by a person, as far as that can be told without asking anything.

    Args:
        trap: what stands in the field that people do not see.
        age: for how many seconds the form had been shown; None if that is unknown.
    """
    return not trap and age is not None and QUICKEST <= age <= OLDEST


def came_from_here(host: str, fetch_site: str | None, origin: str | None) -> bool:
    """Tell whether a form that carries no token was sent from the portal's own pages.

    Args:
        host: the portal's host, with the port if it has one.
        fetch_site: ``Sec-Fetch-Site``, which browsers send since 2023 (W3C, Fetch Metadata).
        origin: ``Origin``, which older ones send with every form.

    Returns:
        True also for a browser that says neither: a forged request could at most count once.
    """
    if fetch_site is not None:
        return fetch_site == "same-origin"
    return origin is None or origin.partition("://")[2] == host
