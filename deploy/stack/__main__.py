"""``python -m deploy.stack``: start the stack, print where it is, and end it with Ctrl-C. `make stack` runs this."""

import argparse
import signal
import tempfile
import threading
from pathlib import Path

from .portal import Stack

# Seconds between two looks at whether all processes run; systemd waits as long (RestartSec).
_EVERY = 3


def main() -> None:
    """Run the stack in a temporary folder until it is interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="load the demo's stories and accounts")
    options = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with tempfile.TemporaryDirectory(prefix="portal-stack-") as folder:
        stack = Stack(Path(folder))
        print(
            "==> Starting PostgreSQL, Redis, two applications, workers, scheduler, purger, nginx", flush=True
        )
        stack.start()
        try:
            if options.demo:
                print(stack.manage("load_demo"), flush=True)
            print(f"==> Portal: {stack.address}/   Newsroom: {stack.address}/quan-tri/")
            print(f"    Figures for Prometheus: http://127.0.0.1:{stack.metrics}/metrics")
            print(f"    Its certificate is its own: {stack.certificate}   Logs: {stack.folder / 'log'}")
            for service in stack.services.values():
                print(f"    {service.name:<13} process {service.pid}")
            print("    Ctrl-C ends it.", flush=True)
            while not ended.wait(_EVERY):
                for name in stack.supervise():
                    print(f"    {name} had ended and is started again", flush=True)
        finally:
            stack.stop()


if __name__ == "__main__":
    main()
