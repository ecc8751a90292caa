"""Letters go after twelve months, answered or not (docs/feedback.md)."""

from datetime import datetime

from .models import Letter
from .rules import KEPT_FOR


def prune(now: datetime) -> int:
    """Delete the letters that were received longer ago than they may be kept; return how many."""
    deleted, _by_model = Letter.objects.filter(received_at__lt=now - KEPT_FOR).delete()
    return deleted
