"""Worked land: rice terraces, the mountain road, a commune seen from the air."""

import math

from .canvas import Canvas, Colour, alpha, light, mix, smooth
from .land import ranges, sky, tree
from .palettes import HOURS, Hour


def terraces(
    c: Canvas, hour: str = "morning", season: str = "green", people: int = 0, huts: int = 1
) -> Colour:
    """Rice terraces down a slope: `season` is green, gold or water (the fields flooded, holding the sky)."""
    h = HOURS[hour]
    sky(c, h, 480, 4)
    ranges(c, h, 3, 330, 470, 180)
    tops = {
        "green": ((168, 202, 92), (74, 146, 66)),
        "gold": ((246, 214, 110), (214, 160, 52)),
        "water": (mix(h.sky[1], (255, 255, 255), 0.35), mix(h.sky[0], (40, 60, 70), 0.25)),
    }[season]
    bank = mix((84, 96, 48) if season != "water" else (92, 84, 62), h.ground, 0.4)
    phase, swing = c.rng.uniform(0, 6), c.rng.uniform(0.8, 1.25)
    y, step, level = 450.0, 10.0, 0
    while y < 1080:
        t = (y - 450) / 560
        amp = (16 + 86 * t) * swing

        def edge(offset, y=y, amp=amp, level=level):
            return [
                (
                    x * c.w / 60,
                    y
                    + offset
                    + amp
                    * (
                        math.sin(x / 60 * 5.2 + phase + level * 0.2)
                        + 0.45 * math.sin(x / 60 * 9.4 - phase + level * 0.33)
                        + 0.16 * math.sin(x / 60 * 23 + level * 1.3)
                    ),
                )
                for x in range(61)
            ]

        tone = mix(tops[0], tops[1], min(1, 0.15 + t * 0.8 + c.rng.uniform(-0.1, 0.1)))
        body = [*edge(0), (c.w, y + 400), (0, y + 400)]
        c.poly([*edge(-step * 0.24), (c.w, y + 400), (0, y + 400)], light(bank, -0.12))
        c.poly(body, mix(tone, h.haze, max(0, 0.45 - t)))
        c.line(edge(0), alpha(light(tone, 0.55), 0.75), 1.5 + 2.5 * t)
        if season != "water" and t > 0.15:
            for x, ey in edge(step * 0.5)[:: max(1, 3 - int(2 * t))]:
                c.line([(x, ey), (x + 3, ey - 9 * t)], alpha(light(tone, -0.25), 0.5), 1.5 + 2 * t)
        y, step, level = y + step, step * 1.13, level + 1
    for n in range(huts):
        hut(c, c.w * (0.2 + 0.55 * ((n * 0.618 + c.rng.random() * 0.3) % 1)), 560 + 90 * n, 92 + 34 * n, h)
    for _ in range(people):
        x, y = c.rng.uniform(0.15, 0.85) * c.w, c.rng.uniform(740, 900)
        s = (y - 500) / 400
        c.shadow(x, y, 34 * s, 7 * s, 0.4, 5)
        c.poly(
            [(x - 20 * s, y), (x - 14 * s, y - 58 * s), (x + 14 * s, y - 58 * s), (x + 22 * s, y)],
            c.rng.choice(((44, 46, 82), (150, 52, 66), (40, 84, 96))),
        )
        c.poly(
            [(x - 34 * s, y - 56 * s), (x, y - 92 * s), (x + 34 * s, y - 56 * s)],
            ((250, 234, 188), (208, 176, 116)),
        )
    c.beam(
        [(c.w * h.sun_at[0], 250), (c.w * h.sun_at[0] + 180, 250), (c.w * 0.6, 1000), (c.w * 0.1, 1000)],
        h.sun,
        0.12,
        40,
    )
    return h.tint


def hut(c: Canvas, x: float, y: float, s: float, h: Hour) -> None:
    """Draw a small field hut with its foot at (x, y), `s` wide."""
    c.shadow(x, y + 2, s * 0.7, s * 0.1, 0.4, 6)
    c.rect(x - s * 0.4, y - s * 0.42, x + s * 0.4, y, (light(h.ground, -0.4), (74, 54, 42)))
    c.poly(
        [
            (x - s * 0.62, y - s * 0.36),
            (x - s * 0.25, y - s * 0.8),
            (x + s * 0.25, y - s * 0.8),
            (x + s * 0.62, y - s * 0.36),
        ],
        ((150, 124, 92), (98, 78, 58)),
    )


def road(c: Canvas, hour: str = "morning", riders: int = 1) -> Colour:
    """A road on the mountain side, with officials on motorbikes and the valley below."""
    h = HOURS[hour]
    sky(c, h)
    ranges(c, h, 4, 420, 620, 220)
    c.poly(
        [(0, 560), *smooth([(0, 560), (c.w * 0.25, 600), (c.w * 0.4, 700), (c.w * 0.62, 1010)]), (0, 1010)],
        (mix(h.ground, h.haze, 0.25), light(h.ground, -0.2)),
    )
    c.poly(
        [*smooth([(c.w * 0.3, 640), (c.w * 0.6, 690), (c.w, 650)]), (c.w, 1010), (c.w * 0.3, 1010)],
        (mix(h.ground, h.haze, 0.45), light(h.ground, -0.12)),
    )
    left = smooth([(c.w * 0.34, 655), (c.w * 0.42, 690), (c.w * 0.36, 760), (c.w * 0.2, 1010)])
    right = smooth([(c.w * 0.36, 655), (c.w * 0.5, 690), (c.w * 0.56, 780), (c.w * 0.78, 1010)])
    c.poly([*left, *reversed(right)], ((176, 172, 166), (126, 124, 124)))
    middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(left, right, strict=True)]
    for i in range(4, len(middle) - 1, 4):
        c.line(middle[i : i + 2], alpha((250, 246, 230), 0.9), 3 + i * 0.3)
    for i in range(6, len(right), 4):
        x, y = right[i]
        c.rect(x + 4, y - 10 - i * 1.6, x + 12 + i * 0.3, y, ((250, 250, 250), (206, 60, 56)))
    for n in range(riders):
        x, y, s = c.w * (0.44 + 0.07 * n), 890 - 90 * n, 1 - 0.3 * n
        c.shadow(x, y + 4, 66 * s, 12 * s, 0.5, 7)
        c.rect(x - 13 * s, y - 70 * s, x + 13 * s, y, (36, 36, 42), 12 * s)
        c.rect(x - 34 * s, y - 112 * s, x + 34 * s, y - 60 * s, ((190, 44, 48), (130, 30, 38)), 14 * s)
        c.rect(x - 42 * s, y - 190 * s, x + 42 * s, y - 92 * s, ((224, 232, 240), (176, 192, 210)), 26 * s)
        c.oval(x, y - 212 * s, 31 * s, 34 * s, ((60, 110, 170), (36, 74, 128)))
        c.oval(x, y - 86 * s, 10 * s, 8 * s, (252, 80, 60))
    for side in (0.86, 0.96):
        tree(c, c.w * side, 1010, 430, light(h.ground, -0.2), "bamboo")
    tree(c, c.w * 0.08, 760, 240, light(h.ground, -0.08))
    return h.tint


def aerial(c: Canvas, hour: str = "noon") -> Colour:
    """A commune centre seen from the air: fields, roofs along a road, a stream."""
    h = HOURS[hour]
    c.fill((120, 164, 88), (98, 146, 76))
    rng = c.rng
    for row in range(-1, 9):
        for col in range(-1, int(c.w / 150) + 2):
            x, y = col * 150 + row * 30, row * 128
            tone = rng.choice(
                (
                    (150, 186, 92),
                    (110, 160, 78),
                    (206, 196, 104),
                    (134, 178, 112),
                    (88, 142, 78),
                    (176, 190, 98),
                )
            )
            quad = [
                (x + rng.uniform(-9, 9), y + rng.uniform(-9, 9)),
                (x + 142, y + rng.uniform(-6, 14)),
                (x + 146 + rng.uniform(-9, 9), y + 120),
                (x + rng.uniform(-6, 8), y + 122),
            ]
            c.poly(quad, tone)
            for i in range(1, 9):
                c.line([(x + i * 16, y + 4), (x + i * 16 + 3, y + 118)], alpha(light(tone, -0.18), 0.4), 2)
    stream = smooth(
        [
            (-20, 260),
            (c.w * 0.2, 330),
            (c.w * 0.38, 240),
            (c.w * 0.62, 380),
            (c.w * 0.8, 310),
            (c.w + 20, 400),
        ]
    )
    for wide, tone in ((84, (176, 160, 116)), (62, (92, 156, 176)), (22, (140, 196, 208))):
        c.line(stream, tone, wide)
    main = smooth(
        [(c.w * 0.1, 1020), (c.w * 0.3, 780), (c.w * 0.52, 640), (c.w * 0.74, 420), (c.w * 0.86, -20)]
    )
    c.line(main, (222, 214, 196), 46)
    c.line(main, (150, 150, 150), 30)
    for i in range(2, len(main) - 2, 2):
        (x, y), (nx, ny) = main[i], main[i + 1]
        length = math.hypot(nx - x, ny - y) or 1
        for side in (-1, 1):
            away = rng.uniform(64, 150)
            roof_from_above(
                c,
                x - side * (ny - y) / length * away,
                y + side * (nx - x) / length * away,
                rng.uniform(44, 76),
            )
    roof_from_above(c, c.w * 0.62, 720, 150, (186, 66, 52))
    for _ in range(70):
        x, y, r = rng.uniform(0, c.w), rng.uniform(0, 1000), rng.uniform(10, 24)
        c.shadow(x + 7, y + 9, r, r, 0.35, 4)
        c.oval(x, y, r, r, rng.choice(((58, 110, 60), (72, 128, 66), (48, 98, 62))))
        c.oval(x - r * 0.25, y - r * 0.3, r * 0.55, r * 0.5, alpha((150, 196, 110), 0.45))
    c.beam([(0, 0), (c.w * 0.4, 0), (c.w * 0.1, 1000), (0, 1000)], h.sun, 0.16, 60)
    return h.tint


def roof_from_above(c: Canvas, x: float, y: float, s: float, tone: Colour | None = None) -> None:
    """Draw a hipped roof seen from the air, `s` deep, with its shadow."""
    tone = tone or c.rng.choice(
        ((178, 92, 66), (120, 126, 138), (94, 120, 150), (160, 116, 84), (196, 190, 182))
    )
    half = s * 0.8
    c.shadow(x + s * 0.18, y + s * 0.24, half * 1.05, s * 0.5, 0.45, 7)
    c.poly(
        [(x - half, y - s / 2), (x + half, y - s / 2), (x + half * 0.6, y), (x - half * 0.6, y)],
        light(tone, 0.12),
    )
    c.poly(
        [(x - half, y + s / 2), (x + half, y + s / 2), (x + half * 0.6, y), (x - half * 0.6, y)],
        light(tone, -0.12),
    )
    c.poly([(x - half, y - s / 2), (x - half, y + s / 2), (x - half * 0.6, y)], light(tone, 0.02))
    c.poly([(x + half, y - s / 2), (x + half, y + s / 2), (x + half * 0.6, y)], light(tone, -0.2))
