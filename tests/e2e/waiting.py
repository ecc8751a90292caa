"""Waiting for what a page's script does, on pages whose policy lets nobody evaluate text."""

import time
from typing import Any

# Seconds between two looks, and until it is given up.
PAUSE, PATIENCE = 0.05, 20.0


def wait_until(page: Any, expression: str, arg: Any = None, *, timeout: float | None = None) -> None:
    """Wait until an expression of JavaScript is true in the page.

    Playwright's ``wait_for_function`` evaluates the text inside of the page, which a Content-Security-Policy
    without unsafe-eval forbids from the second look on; the debugger, which is asked here each time, may.

    Args:
        page: Playwright's.
        expression: an expression, or a function of ``arg``.
        arg: what the function takes.
        timeout: in milliseconds, as Playwright's own.

    Raises:
        AssertionError: it was not true in time.
    """
    end = time.monotonic() + (PATIENCE if timeout is None else timeout / 1000)
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"not true in time: {expression}"
        page.wait_for_timeout(PAUSE * 1000)
