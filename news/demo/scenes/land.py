"""Open country: the sky, ranges in the mist, trees, mountains over a river."""

import math

from .canvas import Canvas, Colour, Point, alpha, light, mix, smooth
from .palettes import HOURS, Hour


def sky(c: Canvas, hour: Hour, horizon: float = 620, clouds: int = 5) -> None:
    """Draw the sky down to `horizon`, the sun (or moon) with its glow, and a few clouds."""
    c.fill(*hour.sky, hour.sky[-1])
    c.rect(0, 0, c.w, horizon, hour.sky)
    sx, sy = c.w * hour.sun_at[0], hour.sun_at[1]
    c.glow(sx, sy, 520, hour.sun, 0.55)
    c.oval(sx, sy, 44, 44, alpha(hour.sun, 0.95))
    for _ in range(clouds):
        x, y, wide = c.rng.uniform(0, c.w), c.rng.uniform(60, horizon * 0.55), c.rng.uniform(110, 260)

        def paint(pen, at, x=x, y=y, wide=wide):
            for i in range(5):
                px, py, r = x + (i - 2) * wide / 4, y + (i % 2) * 10, wide * (0.26 - 0.05 * abs(i - 2))
                pen.ellipse(
                    [*at([(px - r * 1.4, py - r * 0.42)])[0], *at([(px + r * 1.4, py + r * 0.42)])[0]],
                    fill=255,
                )

        c.soft(paint, 0.5, mix(hour.sky[-1], (255, 255, 255), 0.45), 14)


def ridge(
    c: Canvas, base: float, height: float, peaks: int, near: Colour, far: Colour, floor: float = 1000
) -> list[Point]:
    """Draw one range of hills that rises up to `height` above `base`; return its crest, left to right."""
    rng = c.rng
    bumps = [
        (rng.uniform(-0.05, 1.05) * c.w, rng.uniform(0.45, 1) * height, rng.uniform(0.55, 1.2) * c.w / peaks)
        for _ in range(peaks)
    ]
    phase = rng.uniform(0, 9)
    crest = []
    for i in range(121):
        x = c.w * i / 120
        y = max((h * math.exp(-(((x - px) / wide * 1.9) ** 2)) for px, h, wide in bumps), default=0)
        y += height * (0.05 * math.sin(x / 31 + phase) + 0.035 * math.sin(x / 11.3 + phase * 2))
        crest.append((x, base - y))
    c.poly([(0, floor), *crest, (c.w, floor)], (near, far))
    return crest


def ranges(
    c: Canvas, hour: Hour, count: int = 4, top: float = 430, bottom: float = 690, height: float = 210
) -> None:
    """Draw `count` ranges from the haze to the foreground, with mist lying between them."""
    for i in range(count):
        t = i / max(1, count - 1)
        base = top + (bottom - top) * t
        tone = mix(hour.haze, light(hour.ground, -0.12), t * 0.85)
        ridge(
            c,
            base,
            height * (1 - 0.45 * t),
            4 + i,
            light(tone, -0.06),
            mix(tone, hour.haze, 0.55),
            base + 160,
        )
        if i < count - 1:
            c.beam([(0, base + 10), (c.w, base - 6), (c.w, base + 48), (0, base + 60)], hour.haze, 0.75, 26)


def tree(c: Canvas, x: float, y: float, h: float, tone: Colour, kind: str = "round") -> None:
    """Draw a tree with its foot at (x, y): round, bamboo or palm."""
    if kind == "bamboo":
        for i in range(7):
            lean = (i - 3) * 0.11 * h + c.rng.uniform(-6, 6)
            stem = smooth(
                [
                    (x + (i - 3) * 0.03 * h, y),
                    (x + lean * 0.4, y - h * 0.55),
                    (x + lean * 1.4, y - h * c.rng.uniform(0.82, 1)),
                ]
            )
            c.line(stem, light(tone, -0.2), 0.016 * h)
            for px, py in stem[4:]:
                for _ in range(3):
                    a = c.rng.uniform(0.1, 3.0)
                    c.line(
                        [(px, py), (px + math.cos(a) * 0.16 * h, py + math.sin(a) * 0.1 * h)],
                        alpha(light(tone, c.rng.uniform(-0.1, 0.25)), 0.9),
                        0.024 * h,
                    )
    elif kind == "palm":
        lean = c.rng.uniform(-0.15, 0.15) * h
        c.line(
            smooth([(x, y), (x + lean * 0.3, y - h * 0.5), (x + lean, y - h * 0.8)]), (104, 82, 62), 0.05 * h
        )
        for i in range(9):
            a = math.pi * (i / 8) * 1.3 - 0.45
            tip = (x + lean + math.cos(a) * 0.42 * h, y - h * 0.8 - math.sin(a) * 0.26 * h + 0.07 * h)
            bend = (x + lean + math.cos(a) * 0.24 * h, y - h * 0.86 - math.sin(a) * 0.2 * h)
            c.line(
                smooth([(x + lean, y - h * 0.8), bend, tip]),
                light(tone, c.rng.uniform(-0.15, 0.15)),
                0.045 * h,
            )
    else:
        c.rect(x - 0.035 * h, y - 0.5 * h, x + 0.035 * h, y, (92, 68, 52))
        for _ in range(16):
            a, r = c.rng.uniform(0, 6.28), c.rng.uniform(0, 0.25) * h
            px, py = x + math.cos(a) * r, y - 0.66 * h + math.sin(a) * r * 0.8
            shade = light(tone, 0.2 * (y - 0.6 * h - py) / (0.3 * h))
            c.oval(px, py, 0.15 * h, 0.13 * h, shade)


def mountains(
    c: Canvas, hour: str = "morning", river: bool = True, boat: bool = False, boats: int = 1
) -> Colour:
    """Ranges in the mist over a river that winds towards the reader, or over a valley of fields."""
    h = HOURS[hour]
    sky(c, h)
    ranges(c, h, 5, 420, 660, 240)
    c.rect(0, 690, c.w, 1000, (mix(h.ground, h.haze, 0.35), light(h.ground, -0.15)))
    if not river:
        for row in range(9):
            y, deep = 700 + row * row * 3.6, 5 + row * 3.4
            for col in range(int(c.w / 120) + 2):
                x, wide = col * 120 - (row * 47) % 120, 104 + c.rng.uniform(-16, 14)
                tone = mix(
                    c.rng.choice(((178, 186, 92), (120, 158, 82), (206, 190, 108), (96, 140, 84))),
                    h.haze,
                    0.5 - row * 0.05,
                )
                c.poly(
                    [
                        (x, y),
                        (x + wide, y - 2),
                        (x + wide + deep, y + deep * 1.6),
                        (x + deep, y + deep * 1.7),
                    ],
                    tone,
                )
    else:
        bend = c.w * c.rng.uniform(0.35, 0.62)
        left = smooth(
            [(bend, 668), (bend - 120, 730), (bend - 20, 800), (bend - 330, 900), (bend - 420, 1010)]
        )
        right = smooth(
            [(bend + 18, 668), (bend - 20, 730), (bend + 190, 800), (bend + 150, 900), (bend + 480, 1010)]
        )
        c.poly(
            [*left, *reversed(right)], (mix(h.sky[-1], (255, 255, 255), 0.2), mix(h.sky[0], h.ground, 0.35))
        )
        for _ in range(46):
            t = c.rng.uniform(0.25, 1)
            i = min(len(left) - 1, int(t * len(left)))
            x = left[i][0] + (right[i][0] - left[i][0]) * c.rng.uniform(0.1, 0.85)
            c.line([(x, left[i][1]), (x + 60 * t, left[i][1])], alpha((255, 255, 255), 0.28), 2 * t)
        for n in range(boats if boat else 0):
            x, y, s = bend - 60 + n * 130, 900 - n * 76, 1 - 0.35 * n
            c.shadow(x, y + 14 * s, 110 * s, 12 * s, 0.5, 6)
            c.poly(
                smooth(
                    [
                        (x - 120 * s, y - 26 * s),
                        (x - 70 * s, y + 14 * s),
                        (x + 70 * s, y + 14 * s),
                        (x + 120 * s, y - 26 * s),
                        (x, y - 6 * s),
                    ],
                    6,
                    closed=True,
                ),
                (96, 66, 46),
            )
            c.poly(
                [
                    (x - 16 * s, y - 8 * s),
                    (x - 10 * s, y - 62 * s),
                    (x + 12 * s, y - 62 * s),
                    (x + 20 * s, y - 8 * s),
                ],
                (58, 60, 92),
            )
            c.poly([(x - 36 * s, y - 62 * s), (x, y - 100 * s), (x + 36 * s, y - 62 * s)], (232, 206, 150))
            c.line([(x + 14 * s, y - 50 * s), (x + 70 * s, y + 40 * s)], (110, 80, 54), 5 * s)
    for side in (0.03, 0.95, 0.12):
        tree(c, c.w * side, 1010, c.rng.uniform(300, 420), light(h.ground, -0.25), "bamboo")
    return h.tint
