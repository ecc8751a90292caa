"""Bài viết có hữu ích không? One answer of a reader a day and story, counted and at once forgotten."""

import logging
from datetime import date

from django.db import DatabaseError
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from news.counting.agents import is_person

from .limits import first_today, forget_today
from .models import Usefulness

logger = logging.getLogger(__name__)


def count_rating(request: HttpRequest, story_id: int, *, useful: bool) -> bool:
    """Count an answer unless this reader gave one today, or is a machine.

    Args:
        request: says who answers, as far as news/counting/reader.py lets it.
        story_id: a story that the public may see.
        useful: the answer.

    Returns:
        Whether it was counted. The reader is never told: who shares an address would learn of others.
    """
    if not is_person(request.META.get("HTTP_USER_AGENT", "")):
        return False
    purpose = f"rating:{story_id}"
    try:
        if not first_today(request, purpose):
            return False
        try:
            _add(story_id, timezone.localdate(), "yes" if useful else "no")
        except DatabaseError:
            forget_today(request, purpose)
            raise
    except (DatabaseError, RedisError, OSError) as error:
        logger.warning("an answer about story %s was not counted: %s", story_id, error)
        return False
    return True


def _add(story_id: int, day: date, answer: str) -> None:
    row, _created = Usefulness.objects.get_or_create(story_id=story_id, month=day.replace(day=1))
    # In the database, not here: nobody overwrites another's answer.
    Usefulness.objects.filter(pk=row.pk).update(**{answer: F(answer) + 1})
