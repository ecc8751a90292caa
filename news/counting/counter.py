"""Counting: one reading is one number more, whatever happens at the same moment.

One atomic upsert a table, in one transaction: nothing is read first and written afterwards, so no two readers
overwrite each other, and nothing waits in memory that a stop of the server would lose. A counted reading
costs three statements (is the story public; the story's day; its total), one that was counted before none.
"""

from datetime import date, timedelta

from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from news.models import DailyViews, StoryPage, ViewCount
from news.models.listing import LARGEST_ID

from .reader import CACHE, comes_too_often, reader_hash

# A reader who comes back to a story later than this reads it again. Shorter than a day, because an office
# of two hundred people reads through one address with one browser.
WINDOW = int(timedelta(minutes=30).total_seconds())
# More than a person opens; what comes beyond is not counted.
MOST_A_MINUTE = 60
# More than an office behind one address opens. Without it a program that changes its browser's name with each
# request would be a new reader each time.
MOST_A_MINUTE_OF_AN_ADDRESS = 600

_UPSERT = (
    "INSERT INTO {table} ({keys}, {number}) VALUES ({marks}, 1) "
    "ON CONFLICT ({keys}) DO UPDATE SET {number} = {table}.{number} + 1"
)


def count_reading(request: HttpRequest, story_id: int) -> bool:
    """Count a reading of a story, unless this reader's was counted within the window.

    Args:
        request: the beacon's; says who reads, see reader.py.
        story_id: what the beacon names: anything.

    Returns:
        Whether it was counted. Not if the story is not public or does not exist.

    Raises:
        DatabaseError, or what the cache raises, if one of them cannot be reached: nothing is counted then.
    """
    if not 0 < story_id <= LARGEST_ID or _comes_too_often(request):
        return False
    cache, seen = caches[CACHE], f"seen:{reader_hash(request, str(story_id))}"
    if not cache.add(seen, 1, WINDOW):
        return False
    try:
        return add_reading(story_id, timezone.localdate())
    except Exception:
        cache.delete(seen)
        raise


def _comes_too_often(request: HttpRequest) -> bool:
    # In this order: what a reader sends beyond its own limit takes nothing from those behind the same address.
    return comes_too_often(request, "count", MOST_A_MINUTE) or comes_too_often(
        request, "count", MOST_A_MINUTE_OF_AN_ADDRESS, address_only=True
    )


def add_reading(story_id: int, day: date) -> bool:
    """Add one to a public story's day and total; return whether it is public."""
    # Asked outside the transaction: on SQLite that takes the write lock, and most of what is asked in vain
    # (robots trying numbers) shall not.
    if not StoryPage.objects.visible().filter(pk=story_id).exists():
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_statement(DailyViews, "views", "story_id", "day"), [story_id, day])
        cursor.execute(_statement(ViewCount, "total", "story_id"), [story_id])
    return True


def _statement(model: type[Model], number: str, *keys: str) -> str:
    return _UPSERT.format(
        table=model._meta.db_table, number=number, keys=", ".join(keys), marks=", ".join(["%s"] * len(keys))
    )
