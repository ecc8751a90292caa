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
    now = timezone.now()
    key = salted_hmac("cms.accounts.limits", f"{purpose}:{who}", algorithm="sha256").hexdigest()
    LimitedAct.objects.filter(at__lt=now - KEPT).delete()
    if LimitedAct.objects.filter(key=key, at__gt=now - within).count() >= most:
        return True
    LimitedAct.objects.create(key=key, at=now)
    return False
