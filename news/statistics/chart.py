"""A bar chart as numbers for a template: pure, whole pixels, no library."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 160
BAR = 16
WIDE_BAR = 32
# Room for the numbers at the left and the names below.
LEFT = 56
BELOW = 24
ABOVE = 12
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """A bar: its corner, its height, what stands below it and what it says."""

    x: int
    y: int
    height: int
    name: str
    value: int
    middle: int
    named: bool


@dataclass(frozen=True)
class Line:
    """A line across the chart with its number."""

    y: int
    value: int


@dataclass(frozen=True)
class Chart:
    """What the template draws. All in pixels of a picture ``width`` wide and ``height`` high."""

    width: int
    height: int
    bars: list[Bar]
    lines: list[Line]
    bar: int
    left: int = LEFT
    bottom: int = ABOVE + HEIGHT


def chart(rows: Sequence[tuple[str, int]], every: int = 1, bar: int = BAR) -> Chart:
    """Return the chart of (name, number) pairs, from left to right.

    Args:
        rows: what is drawn; negative numbers are drawn as 0.
        every: name every so many bars, the first among them, where names would touch each other.
        bar: how wide a bar is; the gaps are half of that.
    """
    top = scale_end(max((value for _name, value in rows), default=0))
    step = bar + bar // 2
    bars = []
    for number, (name, value) in enumerate(rows):
        height = round(HEIGHT * max(value, 0) / top)
        # Something that was read at all is seen.
        height = max(height, 1) if value > 0 else height
        x = LEFT + number * step
        bars.append(Bar(x, ABOVE + HEIGHT - height, height, name, value, x + bar // 2, number % every == 0))
    lines = [Line(ABOVE + HEIGHT - HEIGHT * part // 4, top * part // 4) for part in range(0, 5, 2)]
    return Chart(LEFT + len(rows) * step, ABOVE + HEIGHT + BELOW, bars, lines, bar)


def scale_end(largest: int) -> int:
    """Return the round number that the scale ends at, which has a whole half; never below the largest."""
    if largest <= 4:
        return 4
    size = 1
    while True:
        for step in STEPS:
            if step * size >= largest and (step * size) % 2 == 0:
                return step * size
        size *= 10
