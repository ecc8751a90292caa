"""Life in the valley: a market, a footbridge, a storm, an evening class."""

import math

from .canvas import Canvas, Colour, alpha, light, mix, smooth
from .faces import a_person
from .land import ranges, sky, tree
from .palettes import DARK_WOOD, HOURS, RED
from .people import bust, standing
from .village import stilt_house


def market(c: Canvas, hour: str = "morning", people: int = 7) -> Colour:
    """A highland market where an information table of the commune stands among the stalls."""
    h = HOURS[hour]
    sky(c, h, 500)
    ranges(c, h, 3, 340, 500, 220)
    c.rect(0, 540, c.w, 1000, ((202, 178, 140), (158, 128, 96)))
    for i in range(int(c.w / 250) + 1):
        x, tone = i * 250 + 40, ((206, 70, 66), (64, 130, 170), (232, 180, 76), (88, 150, 104))[i % 4]
        c.rect(x - 6, 420, x + 4, 690, DARK_WOOD)
        c.rect(x + 206, 420, x + 216, 690, DARK_WOOD)
        c.rect(x, 590, x + 210, 690, ((150, 108, 72), (112, 78, 52)))
        for n in range(9):
            c.oval(
                x + 18 + n * 22,
                586 - 6 * (n % 2),
                16,
                13,
                c.rng.choice(((210, 72, 56), (240, 190, 80), (110, 160, 70), (232, 140, 60), (140, 90, 130))),
            )
        c.poly([(x - 24, 440), (x + 10, 350), (x + 200, 350), (x + 236, 440)], (light(tone, 0.15), tone))
        for n in range(6):
            c.oval(x - 6 + n * 44, 440, 22, 14, light(tone, 0.35 if n % 2 else -0.02))
    for i in range(people):
        x = c.w * (i + 0.5) / people + c.rng.uniform(-30, 30)
        y = 800 + 150 * ((i * 0.618) % 1)
        standing(
            c,
            x,
            y,
            330 * y / 900,
            a_person(
                c.rng,
                ("highland", "shirt", "highland")[i % 3],
                bool(i % 3 != 1),
                "cone" if i % 4 == 3 else "",
            ),
            turn=c.rng.uniform(-1, 1),
            arms=("front", "down", "wave")[i % 3],
        )
    return h.tint


def bridge(c: Canvas, hour: str = "morning", walkers: int = 3) -> Colour:
    """A suspension footbridge over a stream, crossed by officials and villagers."""
    h = HOURS[hour]
    sky(c, h)
    ranges(c, h, 4, 420, 640, 260)
    c.rect(0, 700, c.w, 1000, (mix(h.sky[1], h.ground, 0.35), mix(h.sky[0], h.ground, 0.6)))
    for _ in range(60):
        x, y = c.rng.uniform(0, c.w), c.rng.uniform(760, 1000)
        c.line([(x, y), (x + c.rng.uniform(30, 110), y)], alpha((255, 255, 255), 0.25), 3)
    for side, tone in ((0, -0.05), (1, -0.12)):
        edge = smooth([(0, 640), (c.w * 0.12, 700), (c.w * 0.16, 800), (c.w * 0.08, 1010)])
        points = [(c.w - x, y + 20) if side else (x, y) for x, y in edge]
        c.poly([*points, (c.w if side else 0, 1010)], (light(h.ground, tone), light(h.ground, -0.3)))
    a, b = c.w * 0.11, c.w * 0.89
    deck = [(a + (b - a) * i / 40, 690 + 34 * math.sin(math.pi * i / 40)) for i in range(41)]
    cable = [(a + (b - a) * i / 40, 500 + 140 * math.sin(math.pi * i / 40)) for i in range(41)]
    for (x, y), (_, top) in zip(deck[1:-1], cable[1:-1], strict=True):
        c.line([(x, y), (x, top)], alpha((70, 70, 76), 0.8), 3)
    for i in range(walkers):
        x, y = deck[8 + i * 24 // max(1, walkers - 1)]
        standing(
            c,
            x,
            y + 3,
            190,
            a_person(c.rng, ("shirt", "highland", "youth")[i % 3], bool(i % 2)),
            turn=0.6,
            arms=("down", "wave")[i % 2],
        )
    c.line(deck, (118, 82, 54), 18)
    c.line(deck, (156, 112, 74), 7)
    c.line(cable, (62, 62, 70), 8)
    for x in (a, b):
        c.rect(x - 17, 470, x + 17, 740, ((190, 184, 174), (128, 122, 116)), 4)
    for x in (0.02, 0.97):
        tree(c, c.w * x, 900, 380, light(h.ground, -0.2), "bamboo")
    return h.tint


def storm(c: Canvas, strength: float = 1.0) -> Colour:
    """A storm over a commune: low cloud, slanting rain, bent palms, water on the road and one lit window."""
    h = HOURS["storm"]
    c.fill(*h.sky, h.sky[-1])
    for _ in range(16):
        x, y, r = c.rng.uniform(0, c.w), c.rng.uniform(-20, 330), c.rng.uniform(130, 260)
        tone = mix((40, 48, 60), (116, 126, 134), c.rng.random())
        c.soft(
            lambda pen, at, x=x, y=y, r=r: pen.ellipse(
                [*at([(x - r, y - r * 0.4)])[0], *at([(x + r, y + r * 0.4)])[0]], fill=255
            ),
            0.6,
            tone,
            30,
        )
    ranges(c, h, 3, 480, 640, 200)
    c.rect(0, 690, c.w, 1000, ((84, 102, 96), (62, 78, 84)))
    stilt_house(c, c.w * 0.3, 790, 440, h, True)
    stilt_house(c, c.w * 0.72, 740, 280, h, True)
    c.poly(
        smooth([(0, 850), (c.w * 0.4, 830), (c.w, 880), (c.w, 1010), (0, 1010)], 4),
        ((118, 132, 136), (74, 88, 96)),
    )
    for _ in range(50):
        x, y = c.rng.uniform(0, c.w), c.rng.uniform(870, 995)
        c.arc(x, y, 26, 7, 0, 360, alpha((214, 224, 228), 0.4), 2)
    for base in (0.08, 0.52, 0.93):
        x, y = c.w * base, 860
        top = (x + 120 * strength, y - 330)
        c.line(smooth([(x, y), (x + 20, y - 190), top]), (62, 54, 48), 18)
        for i in range(9):
            a = -0.5 + i * 0.2
            c.line(
                smooth(
                    [
                        top,
                        (top[0] + 90, top[1] - 60 + i * 18),
                        (top[0] + 200 * math.cos(a * 0.6), top[1] + 30 + i * 20),
                    ]
                ),
                (44, 74, 58),
                15,
            )
    slant = 46 * strength
    for _ in range(420):
        x, y, size = c.rng.uniform(-50, c.w), c.rng.uniform(-50, 1000), c.rng.uniform(24, 80)
        c.line([(x, y), (x - slant * size / 80, y + size)], alpha((220, 230, 236), 0.3), 2)
    return h.tint


def evening_class(c: Canvas, people: int = 6) -> Colour:
    """An evening at the village house: the digital team shows people how to file papers on a telephone."""
    h = HOURS["night"]
    sky(c, h, 600, 3)
    for _ in range(90):
        c.oval(
            c.rng.uniform(0, c.w),
            c.rng.uniform(0, 420),
            1.8,
            1.8,
            alpha((255, 255, 240), c.rng.uniform(0.3, 0.9)),
        )
    ranges(c, h, 3, 430, 600, 200)
    c.rect(0, 640, c.w, 1000, ((44, 54, 58), (30, 38, 46)))
    stilt_house(c, c.w * 0.5, 800, 900, h, True)
    c.glow(c.w * 0.5, 820, 620, (255, 190, 100), 0.5)
    c.shadow(c.w * 0.5, 930, 460, 40, 0.6, 20)
    for i in range(people):
        x = c.w * 0.5 + (i - (people - 1) / 2) * 150
        look = a_person(c.rng, "youth" if i % 3 == 1 else "highland", bool((i + 1) % 2))
        bust(c, x, 880, 84, look, turn=0.7 if i < people / 2 else -0.7, rise=1.3)
    c.rect(c.w * 0.5 - 470, 876, c.w * 0.5 + 470, 908, ((190, 138, 86), (138, 94, 58)), 6)
    for i in range(people):
        x = c.w * 0.5 + (i - (people - 1) / 2) * 150
        c.rect(x - 17, 842, x + 17, 890, (24, 28, 36), 6)
        c.rect(x - 13, 847, x + 13, 884, ((170, 216, 250), (110, 170, 226)), 3)
        c.glow(x, 850, 90, (150, 206, 255), 0.35)
    for side in (0.1, 0.9):
        c.line([(c.w * side, 640), (c.w * side, 330)], (30, 26, 28), 8)
        c.oval(c.w * side, 330, 24, 24, (255, 226, 160))
        c.glow(c.w * side, 330, 240, (255, 206, 120), 0.6)
        c.rect(c.w * side - 3, 354, c.w * side + 3, 380, RED)
    return h.tint
