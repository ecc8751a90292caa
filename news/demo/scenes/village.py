"""The village: stilt houses, a visit at home, young people planting trees."""

from .canvas import Canvas, Colour, alpha, light, mix, smooth
from .faces import a_person
from .land import ranges, sky, tree
from .palettes import DARK_WOOD, HOURS, WOOD, Hour
from .people import arm, bust, standing


def stilt_house(c: Canvas, x: float, y: float, s: float, hour: Hour, lit: bool = False) -> None:
    """Draw a house on stilts with its foot at (x, y), `s` wide."""
    c.shadow(x, y, s * 0.6, s * 0.06, 0.45, 10)
    for i in range(6):
        px = x - s * 0.4 + i * s * 0.16
        c.rect(px - s * 0.013, y - s * 0.26, px + s * 0.013, y, ((88, 62, 44), (64, 46, 36)))
    c.rect(x - s * 0.46, y - s * 0.275, x + s * 0.46, y - s * 0.24, DARK_WOOD)
    c.rect(x - s * 0.42, y - s * 0.5, x + s * 0.42, y - s * 0.27, (light(WOOD, -0.18), WOOD))
    for i in range(1, 22):
        px = x - s * 0.42 + i * s * 0.038
        c.line([(px, y - s * 0.48), (px, y - s * 0.28)], alpha(DARK_WOOD, 0.4), s * 0.004)
    pane = (255, 206, 110) if lit else (58, 44, 40)
    for i in (-0.27, 0.02, 0.29):
        c.rect(x + (i - 0.055) * s, y - s * 0.43, x + (i + 0.055) * s, y - s * 0.32, pane)
        c.line([(x + i * s, y - s * 0.43), (x + i * s, y - s * 0.32)], DARK_WOOD, s * 0.008)
        if lit:
            c.glow(x + i * s, y - s * 0.37, s * 0.24, (255, 196, 96), 0.55)
    c.line([(x - s * 0.46, y - s * 0.335), (x + s * 0.46, y - s * 0.335)], light(WOOD, 0.08), s * 0.01)
    c.poly(
        [
            (x - s * 0.58, y - s * 0.46),
            (x - s * 0.33, y - s * 0.8),
            (x + s * 0.33, y - s * 0.8),
            (x + s * 0.58, y - s * 0.46),
        ],
        (mix((146, 122, 92), hour.haze, 0.25), mix((88, 70, 54), hour.ground, 0.15)),
    )
    for i in range(30):
        t = i / 29
        c.line(
            [(x - s * 0.33 + t * s * 0.66, y - s * 0.8), (x - s * 0.58 + t * s * 1.16, y - s * 0.46)],
            alpha((60, 46, 36), 0.3),
            s * 0.005,
        )
    c.line([(x - s * 0.34, y - s * 0.8), (x + s * 0.34, y - s * 0.8)], (82, 64, 50), s * 0.022)
    c.line([(x + s * 0.16, y - s * 0.25), (x + s * 0.27, y)], (104, 76, 52), s * 0.018)
    c.line([(x + s * 0.24, y - s * 0.25), (x + s * 0.35, y)], (104, 76, 52), s * 0.018)
    for i in range(1, 6):
        t = i / 6
        c.line(
            [
                (x + s * (0.16 + 0.11 * t), y - s * 0.25 * (1 - t)),
                (x + s * (0.24 + 0.11 * t), y - s * 0.25 * (1 - t)),
            ],
            (120, 88, 60),
            s * 0.013,
        )


def stilts(c: Canvas, hour: str = "morning", houses: int = 4, walkers: int = 2) -> Colour:
    """A village of stilt houses at the foot of the mountains."""
    h = HOURS[hour]
    sky(c, h)
    ranges(c, h, 4, 430, 640, 250)
    c.rect(0, 660, c.w, 1000, (mix(h.ground, h.haze, 0.3), light(h.ground, -0.05)))
    path = [
        (c.w * 0.56, 720),
        (c.w * 0.5, 800),
        (c.w * 0.62, 1010),
        (c.w * 0.36, 1010),
        (c.w * 0.45, 800),
        (c.w * 0.545, 720),
    ]
    c.poly(smooth(path, 6, closed=True), alpha(mix((214, 190, 148), h.haze, 0.2), 0.75))
    lit = hour in ("dusk", "night")
    places = sorted((680 + 250 * ((i * 0.382 + c.rng.random() * 0.2) % 1), i) for i in range(houses))
    for y, i in places:
        x = c.w * ((0.16 + i * 0.618) % 0.92 + 0.04)
        tree(
            c,
            x - 150 * y / 900,
            y + 4,
            260 * y / 900,
            light(h.ground, 0.02 - 0.1 * c.rng.random()),
            c.rng.choice(("round", "palm", "bamboo")),
        )
        stilt_house(c, x, y, 330 * (y / 860) ** 2.2, h, lit)
    for i in range(walkers):
        standing(
            c,
            c.w * (0.46 + 0.08 * i),
            965 - 26 * i,
            190,
            a_person(c.rng, ("shirt", "highland")[i % 2], bool(i % 2)),
            back=i == 2,
        )
    if hour in ("dawn", "mist", "morning"):
        c.beam([(0, 640), (c.w, 620), (c.w, 690), (0, 710)], h.haze, 0.6, 30)
    return h.tint


def visit(c: Canvas, hour: str = "morning", guests: int = 2) -> Colour:
    """Officials sit with a family over tea in a stilt house; the valley shines through the window."""
    h = HOURS[hour]
    c.fill(light(WOOD, -0.3), light(WOOD, -0.1))
    for i in range(int(c.w / 46) + 1):
        c.rect(
            i * 46,
            0,
            i * 46 + 43,
            640,
            (light(WOOD, -0.3 + 0.04 * (i % 3)), light(WOOD, -0.14 + 0.04 * (i % 2))),
        )
    wx = c.w * 0.5
    c.rect(wx - 270, 110, wx + 270, 430, h.sky)
    for n, tone in enumerate((h.haze, mix(h.haze, h.ground, 0.5), h.ground)):
        crest = smooth(
            [
                (wx - 270, 320 + 36 * n),
                (wx - 130, 250 + 44 * n),
                (wx + 10, 330 + 22 * n),
                (wx + 140, 240 + 50 * n),
                (wx + 270, 330 + 30 * n),
            ]
        )
        c.poly([*crest, (wx + 270, 430), (wx - 270, 430)], tone)
    for x0, x1, y0, y1 in (
        (-286, -262, 96, 446),
        (262, 286, 96, 446),
        (-286, 286, 96, 118),
        (-286, 286, 424, 450),
        (-6, 6, 110, 430),
    ):
        c.rect(wx + x0, y0, wx + x1, y1, DARK_WOOD)
    c.rect(0, 620, c.w, 1000, ((176, 122, 76), (120, 78, 48)))
    for i in range(8):
        c.line([(0, 640 + i * i * 7), (c.w, 640 + i * i * 7)], alpha(DARK_WOOD, 0.4), 3)
    c.beam([(wx - 240, 430), (wx + 240, 430), (wx + 420, 1000), (wx - 480, 1000)], h.sun, 0.26, 40)
    total = guests + 2
    s = min(118, c.w / total / 2.5)
    for i in range(total):
        x = c.w / 2 + (i - (total - 1) / 2) * s * 2.45
        host = i >= guests
        look = a_person(c.rng, "highland" if host else "shirt", woman=bool(i % 2))
        c.shadow(x, 800, s * 1.35, s * 0.3, 0.45, 12)
        c.oval(x, 790, s * 1.25, s * 0.4, light(look.colour, -0.35) if host else (48, 52, 66))
        bust(c, x, 770, s, look, turn=0.8 if i < total / 2 else -0.8, rise=1.35)
        arm(c, (x - 0.72 * s, 640), (x - 0.82 * s, 735), (x - 0.2 * s, 775), s, look)
    c.shadow(c.w / 2, 885, 230, 46, 0.5, 14)
    c.oval(c.w / 2, 868, 220, 58, ((204, 160, 106), (150, 104, 62)))
    c.oval(c.w / 2, 860, 200, 48, (214, 176, 124))
    c.oval(c.w / 2 - 20, 832, 34, 32, ((236, 240, 244), (150, 170, 190)))
    c.rect(c.w / 2 - 24, 790, c.w / 2 - 16, 806, (110, 130, 150))
    for dx in (-120, -70, 50, 96, 140):
        c.rect(c.w / 2 + dx - 14, 842, c.w / 2 + dx + 14, 868, ((250, 250, 248), (206, 212, 216)), 6)
    return h.tint


def planting(c: Canvas, hour: str = "morning", people: int = 5, close: bool = False) -> Colour:
    """Youth-union members in blue plant saplings on a hillside; `close` shows hands and one sapling."""
    h = HOURS[hour]
    sky(c, h, 560)
    ranges(c, h, 3, 400, 560, 200)
    slope = smooth([(0, 620), (c.w * 0.35, 560), (c.w * 0.7, 600), (c.w, 540)])
    c.poly([*slope, (c.w, 1000), (0, 1000)], ((134, 158, 84), (116, 92, 58)))
    for _ in range(240):
        x, y = c.rng.uniform(0, c.w), c.rng.uniform(640, 1000)
        c.line(
            [(x, y), (x + c.rng.uniform(-8, 8), y - 8 - y / 70)],
            alpha(c.rng.choice(((90, 128, 62), (152, 170, 92), (104, 84, 52))), 0.7),
            3,
        )
    for row in range(5):
        for i in range(int(c.w / 130) + 1):
            x, y = i * 130 + (row % 2) * 60, 640 + row * row * 9
            sapling(c, x, y, 22 + row * 9)
    if close:
        look = a_person(c.rng, "youth", True, "youth")
        x = c.w * 0.5
        c.shadow(x, 960, 330, 40, 0.5, 20)
        bust(c, x, 900, 215, look, turn=-0.4, rise=1.3)
        c.poly(
            smooth([(x - 300, 1010), (x - 200, 900), (x, 868), (x + 200, 900), (x + 300, 1010)]),
            ((126, 86, 56), (84, 56, 38)),
        )
        sapling(c, x, 900, 250)
        for side in (-1, 1):
            c.limb(
                [(x + side * 190, 760), (x + side * 230, 880), (x + side * 66, 900)],
                light(look.colour, -0.08),
                74,
            )
            c.oval(x + side * 56, 902, 40, 32, look.skin)
        return h.tint
    for i in range(people):
        x, y = c.w * (i + 0.6) / (people + 0.2), 860 + 80 * ((i * 0.618) % 1)
        look = a_person(c.rng, "youth", bool(i % 2), "youth" if i % 3 else "cone")
        if i % 2:
            px, py, s = standing(c, x, y, 330, look, arms="none")
            c.line([(px + 74, py - 80), (px + 92, y + 8)], (132, 92, 58), 9)
            c.poly([(px + 78, y - 26), (px + 108, y - 26), (px + 94, y + 26)], (120, 126, 134))
            arm(c, (px - 0.74 * s, py - 30), (px - 40, py + 36), (px + 74, py + 40), s, look)
            arm(c, (px + 0.74 * s, py - 30), (px + 84, py - 6), (px + 78, py - 20), s, look)
        else:
            c.shadow(x, y, 90, 14, 0.4, 9)
            c.oval(x, y - 36, 62, 40, (46, 54, 80))
            bust(c, x, y - 40, 52, look, turn=0.5, rise=1.35)
            sapling(c, x + 84, y + 2, 74)
            arm(c, (x + 40, y - 90), (x + 62, y - 60), (x + 80, y - 24), 52, look)
    return h.tint


def sapling(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw a young tree with its foot at (x, y), `s` high."""
    c.oval(x, y, s * 0.42, s * 0.12, (96, 64, 42))
    c.line([(x, y), (x + s * 0.03, y - s * 0.8)], (106, 96, 56), max(2, s * 0.05))
    for i in range(6):
        side, py = (-1) ** i, y - s * (0.3 + 0.11 * i)
        c.poly(
            smooth(
                [
                    (x, py),
                    (x + side * s * 0.2, py - s * 0.17),
                    (x + side * s * 0.42, py - s * 0.14),
                    (x + side * s * 0.22, py - s * 0.01),
                ],
                5,
                closed=True,
            ),
            (light((86, 160, 72), 0.25 - 0.04 * i), (66, 136, 62)),
        )
