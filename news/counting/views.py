"""The beacon's address, ``/luot-xem/<story>``: the page itself may come from any cache and still count."""

import logging

from django.db import DatabaseError
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

from .agents import is_person
from .counter import count_reading
from .reader import is_of_the_newsroom

logger = logging.getLogger(__name__)


# Without a CSRF token, because cached pages carry none; what a forged request could do is count once, and
# browsers say where a request comes from.
@csrf_exempt
@non_atomic_requests
@require_POST
def beacon(request: HttpRequest, story_id: int) -> HttpResponse:
    """Count a reading. The answer is always the same: it says nothing about what exists or was counted.

    The body is not read. Machines and people who are logged in are not counted, nor what other sites send.
    """
    try:
        if _is_reader(request):
            count_reading(request, story_id)
    except (DatabaseError, RedisError, OSError) as error:
        # A reading that is not counted is no reason to fail: nobody waits for this answer.
        logger.warning("a reading of story %s was not counted: %s", story_id, error)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _is_reader(request: HttpRequest) -> bool:
    if not is_person(request.META.get("HTTP_USER_AGENT", "")):
        return False
    # Sent by every browser since 2023 (W3C, Fetch Metadata); one that does not send it is believed.
    if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
        return False
    return not is_of_the_newsroom(request)
