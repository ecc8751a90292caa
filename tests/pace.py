"""Bounds of time that hold on a slow and busy machine: they are told in the seconds of a reference.

A bound in plain seconds fails when the machine is slow or shared, not when the code is. So the machine is asked, right
before and after what is bounded, how long it takes for a known piece of work, and the bound is stretched by that.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

# What `_known_work` takes on a core of 2023 with nothing beside it, in seconds of its processor.
REFERENCE = 0.006
_TEXT = "Đồng chí Giám đốc Sở Nội vụ phát biểu tại Hội nghị sơ kết giữa nhiệm kỳ; " * 40
_WORD = re.compile(r"\w+")


def _known_work() -> float:
    """Return the seconds of the processor that work like the portal's takes now: expressions, words, dictionaries."""
    began = time.process_time()
    for _time in range(30):
        counted: dict[str, int] = {}
        for match in _WORD.finditer(_TEXT):
            word = match.group().casefold()
            counted[word] = counted.get(word, 0) + 1
        sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return time.process_time() - began


def slowness() -> float:
    """Return how many times slower than the reference this machine is now; never less than one."""
    return max(1.0, min(_known_work() for _time in range(5)) / REFERENCE)


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Fail if the block takes more of the processor than these seconds of the reference.

    Args:
        seconds: what the block may take on the reference machine; waiting costs nothing.

    Raises:
        AssertionError: it took longer, by the slower of two looks at the machine.
    """
    before = slowness()
    began = time.process_time()
    yield
    taken = time.process_time() - began
    allowed = seconds * max(before, slowness())
    assert taken <= allowed, f"{taken:.3f} s of the processor where {allowed:.3f} s are allowed"
