"""How long the web waits for PostgreSQL: for a statement, for a lock, for whoever does not go on with a transaction.

Of the processes that answer requests alone (cms/wsgi.py). gunicorn ends no request that hangs: eight of them would be
the end of an application. migrate, backup, restore, the workers and the scheduler may take their time.
"""

from collections.abc import Mapping
from typing import Any


def bounded(database: Mapping[str, Any], seconds: Mapping[str, float]) -> dict[str, Any]:
    """Return the database's OPTIONS with those limits.

    Told with the connection: that costs no query, and is what ``SET LOCAL … TO DEFAULT`` goes back to. What
    DATABASE_URL itself says comes later, and wins.
    """
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"] == "django.db.backends.postgresql":
        limits = [f"-c {name}={round(limit * 1000)}" for name, limit in seconds.items()]
        options["options"] = " ".join([*limits, options.get("options", "")]).strip()
    return options
