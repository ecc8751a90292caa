"""How often something may be done, counted in the database so that all processes share the count."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import LimitedAct

KEPT = timedelta(days=1)


def is_too_often(purpose: str, who: str, most: int, within: timedelta) -> bool:
    """Tell whether that was done more often than allowed; this time is counted if it was not.

    Args:
        purpose: what is done.
        who: an address or a name; only a keyed hash of it is stored.
        most: how often it may be done.
        within: in what time, at most a day.
    """
    if wait_for(purpose, who, most, within):
        return True
    count(purpose, who)
    return False


def wait_for(purpose: str, who: str, most: int, within: timedelta) -> timedelta:
    """Return how long to wait until it may be done again, zero if it may be now; nothing is counted."""
    now = timezone.now()
    acts = LimitedAct.objects.filter(key=_key(purpose, who), at__gt=now - within).order_by("-at")
    times = list(acts.values_list("at", flat=True)[:most])
    return times[-1] + within - now if len(times) >= most else timedelta(0)


def count(purpose: str, who: str) -> None:
    """Count that it was done now."""
    now = timezone.now()
    LimitedAct.objects.filter(at__lt=now - KEPT).delete()
    LimitedAct.objects.create(key=_key(purpose, who), at=now)


def forget(purpose: str, who: str) -> None:
    """Forget how often it was done."""
    LimitedAct.objects.filter(key=_key(purpose, who)).delete()


def _key(purpose: str, who: str) -> str:
    return salted_hmac("cms.accounts.limits", f"{purpose}:{who}", algorithm="sha256").hexdigest()
