"""``python -m tests.stack.moved_clock SECONDS COMMAND …``: a management command whose process has a wrong clock.

Only what the process itself takes for the time is moved, as on a machine with a wrong clock: PostgreSQL and all other
processes keep the right one. Waiting (``time.sleep``, ``time.monotonic``) goes on as ever.
"""

import datetime
import sys

import django
import time_machine
from django.core.management import call_command


def main() -> None:
    """Run the command that many seconds away from now; the clock runs on."""
    django.setup()
    moved = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(seconds=float(sys.argv[1]))
    with time_machine.travel(moved, tick=True):
        call_command(*sys.argv[2:])


if __name__ == "__main__":
    main()
