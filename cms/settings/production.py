"""Production: what must be given is checked at the start, with a sentence for each omission."""

from .environment import refuse_if_wrong

refuse_if_wrong(production=True)  # before base.py, so that all that is wrong is told at once

from .base import *  # noqa: E402, F403
from .base import DATABASES  # noqa: E402

DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A server that vanished from the network is noticed in seconds, not in the minutes that TCP takes.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "tcp_user_timeout": 10_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
