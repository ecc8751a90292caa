"""The stage and what stands on it: red cloth, flag, flowers, lectern; the hall and the speaker."""

import math

from .canvas import Canvas, Colour, Point, alpha, light, smooth
from .faces import a_person
from .palettes import CREAM, DARK_WOOD, GOLD, LEAF, RED, WOOD
from .people import arm, bust

WALLS = {
    "wood": (176, 124, 78),
    "cream": (228, 214, 186),
    "blue": (108, 142, 178),
    "green": (120, 156, 138),
    "stone": (186, 180, 172),
}


def star(x: float, y: float, r: float) -> list[Point]:
    """Return the ten points of a five-pointed star of radius `r`."""
    return [
        (
            x + (r if i % 2 == 0 else r * 0.4) * math.sin(i * math.pi / 5),
            y - (r if i % 2 == 0 else r * 0.4) * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]


def flowers(
    c: Canvas, x: float, y: float, s: float, tones=((232, 72, 92), (250, 206, 90), (250, 240, 244))
) -> None:
    """Draw a flower arrangement standing at (x, y), `s` wide."""
    for _ in range(16):
        a = c.rng.uniform(-0.2, 3.4)
        c.line(
            [(x, y - s * 0.1), (x + math.cos(a) * s * 0.62, y - s * 0.16 - abs(math.sin(a)) * s * 0.5)],
            light(LEAF, c.rng.uniform(-0.2, 0.2)),
            s * 0.05,
        )
    for _ in range(26):
        a, r = c.rng.uniform(0, 3.14), c.rng.uniform(0, 0.46) * s
        fx, fy, tone = x + math.cos(a) * r, y - s * 0.2 - math.sin(a) * r * 0.7, c.rng.choice(tones)
        c.oval(fx, fy, s * 0.085, s * 0.08, light(tone, -0.12))
        c.oval(fx - s * 0.015, fy - s * 0.02, s * 0.055, s * 0.05, light(tone, 0.22))
    c.poly(
        [(x - s * 0.2, y - s * 0.14), (x + s * 0.2, y - s * 0.14), (x + s * 0.13, y), (x - s * 0.13, y)],
        ((220, 226, 230), (160, 168, 176)),
    )


def backdrop(c: Canvas, x0: float, x1: float, y0: float, y1: float) -> None:
    """Draw the red cloth behind a stage, with folds, a gold star and plain gold rules (no lettering)."""
    c.rect(x0, y0, x1, y1, (light(RED, -0.05), light(RED, -0.3)))
    folds = int((x1 - x0) / 34)
    for i in range(folds):
        x = x0 + (i + 0.5) * (x1 - x0) / folds
        c.rect(x - 7, y0, x + 2, y1, alpha(light(RED, 0.2), 0.18))
        c.rect(x + 4, y0, x + 11, y1, alpha((60, 0, 8), 0.2))
    middle, tall = (x0 + x1) / 2, y1 - y0
    c.glow(middle, y0 + tall * 0.3, tall * 0.6, (255, 120, 90), 0.3)
    c.poly(star(middle, y0 + tall * 0.3, tall * 0.13), GOLD)
    for wide, dy in ((0.3, 0.56), (0.2, 0.62)):
        c.rect(
            middle - (x1 - x0) * wide,
            y0 + tall * dy,
            middle + (x1 - x0) * wide,
            y0 + tall * (dy + 0.016),
            alpha(GOLD, 0.85),
            3,
        )


def flag(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw the national flag on a stand, its foot at (x, y), `s` high."""
    c.line([(x, y), (x, y - s)], (196, 170, 110), s * 0.018)
    c.poly(
        smooth(
            [
                (x, y - s),
                (x + s * 0.18, y - s * 0.97),
                (x + s * 0.2, y - s * 0.6),
                (x + s * 0.11, y - s * 0.36),
                (x, y - s * 0.5),
            ],
            5,
            closed=True,
        ),
        ((222, 38, 40), (160, 22, 30)),
    )
    c.poly(star(x + s * 0.095, y - s * 0.72, s * 0.07), (255, 220, 70))


def lectern(c: Canvas, x: float, y: float, s: float, flower: bool = True) -> None:
    """Draw a lectern with a microphone and flowers, its foot at (x, y), `s` high."""
    c.shadow(x, y, s * 0.42, s * 0.06, 0.45, 9)
    c.poly(
        [(x - s * 0.26, y), (x - s * 0.3, y - s * 0.86), (x + s * 0.3, y - s * 0.86), (x + s * 0.26, y)],
        (light(WOOD, 0.06), DARK_WOOD),
    )
    c.rect(x - s * 0.19, y - s * 0.7, x + s * 0.19, y - s * 0.16, alpha(light(WOOD, 0.25), 0.3), s * 0.02)
    c.poly(star(x, y - s * 0.44, s * 0.1), GOLD)
    c.poly(
        [
            (x - s * 0.36, y - s * 0.84),
            (x - s * 0.31, y - s * 0.95),
            (x + s * 0.31, y - s * 0.95),
            (x + s * 0.36, y - s * 0.84),
        ],
        light(WOOD, 0.16),
    )
    if flower:
        flowers(c, x - s * 0.14, y - s * 0.9, s * 0.36)
    c.line(
        smooth([(x + s * 0.2, y - s * 0.9), (x + s * 0.18, y - s * 1.06), (x + s * 0.06, y - s * 1.14)]),
        (40, 40, 46),
        s * 0.018,
    )
    c.oval(x + s * 0.05, y - s * 1.15, s * 0.03, s * 0.024, (30, 30, 36))


def hall(
    c: Canvas,
    wall: str = "wood",
    rows: int = 4,
    speaker: float = 0.22,
    presidium: int = 5,
    screen: bool = False,
) -> Colour:
    """A conference hall seen from the back rows: the stage, its red cloth, the presidium, the audience."""
    tone = WALLS[wall]
    c.fill(light(tone, 0.1), light(tone, -0.2))
    for i in range(int(c.w / 70) + 1):
        c.rect(i * 70, 0, i * 70 + 3, 620, alpha(light(tone, -0.4), 0.28))
    c.rect(0, 0, c.w, 74, (light(CREAM, 0.2), light(CREAM, -0.1)))
    for i in range(int(c.w / 190) + 1):
        c.oval(i * 190 + 60, 60, 34, 9, (255, 252, 236))
        c.beam(
            [(i * 190 + 40, 60), (i * 190 + 80, 60), (i * 190 + 170, 600), (i * 190 - 50, 600)],
            (255, 244, 210),
            0.14,
            22,
        )
    x0, x1 = c.w * 0.17, c.w * 0.83
    backdrop(c, x0, x1, 110, 500)
    for x in (x0 - 52, x1 + 8):
        c.rect(x, 90, x + 44, 560, ((150, 24, 34), (96, 14, 24)), 8)
    if screen:
        c.rect(c.w * 0.85, 170, c.w * 0.985, 330, (28, 32, 40), 6)
        c.rect(c.w * 0.857, 180, c.w * 0.978, 320, ((220, 236, 248), (150, 190, 224)))
        for i in range(5):
            c.rect(
                c.w * 0.868 + i * c.w * 0.021,
                300 - 20 * ((i * 3) % 5 + 1),
                c.w * 0.868 + i * c.w * 0.021 + c.w * 0.012,
                306,
                (40, 110, 180),
            )
    flag(c, x0 + 46, 540, 380)
    c.rect(0, 540, c.w, 640, ((156, 108, 72), (104, 70, 46)))
    c.rect(0, 536, c.w, 548, light(WOOD, 0.2))
    for i in range(presidium):
        bust(
            c,
            c.w * 0.55 + (i - (presidium - 1) / 2) * 92,
            486,
            42,
            a_person(c.rng, "suit" if i % 2 == 0 else "office"),
            rise=1.0,
        )
    half = presidium * 50
    c.rect(c.w * 0.55 - half, 474, c.w * 0.55 + half, 560, ((246, 240, 232), (196, 186, 176)), 4)
    c.rect(c.w * 0.55 - half, 474, c.w * 0.55 + half, 486, light(RED, 0.05))
    flowers(c, c.w * 0.55, 568, 130)
    x = c.w * speaker
    bust(c, x, 462, 46, a_person(c.rng, "suit"), turn=0.4, rise=1.1)
    lectern(c, x, 566, 124)
    for row in range(rows):
        t = row / max(1, rows - 1)
        s, y = 36 + 52 * t, 690 + 290 * t
        seats = int(c.w / (s * 2.35)) + 1
        for i in range(seats):
            sx = (i + (0.5 if row % 2 else 0)) * s * 2.35 + c.rng.uniform(-5, 5)
            if abs(sx - c.w / 2) < s * 0.9:
                continue
            bust(c, sx, y, s, a_person(c.rng, "office"), back=True, rise=0.86)
            c.rect(
                sx - s * 0.98,
                y - s * 0.5,
                sx + s * 0.98,
                y + 130,
                (light(RED, -0.16), light(RED, -0.5)),
                s * 0.22,
            )
            c.rect(
                sx - s * 0.9, y - s * 0.46, sx + s * 0.9, y - s * 0.36, alpha((255, 210, 190), 0.16), s * 0.05
            )
    return (255, 250, 242)


def speaker(
    c: Canvas,
    woman: bool = False,
    dress: str = "suit",
    wall: str = "wood",
    side: float = 0.5,
    raised: bool = False,
) -> Colour:
    """A speaker at the lectern, close, with the stage out of focus behind."""
    tone = WALLS[wall]
    c.fill(light(tone, 0.15), light(tone, -0.25))
    for i in range(int(c.w / 80) + 1):
        c.rect(i * 80, 0, i * 80 + 26, 1000, alpha(light(tone, -0.3), 0.2))
    backdrop(c, c.w * (side - 0.62), c.w * (side + 0.26), 60, 760)
    flag(c, c.w * (0.9 if side < 0.6 else 0.08), 960, 860)
    for _ in range(7):
        c.glow(c.rng.uniform(0, c.w), c.rng.uniform(0, 240), c.rng.uniform(50, 120), (255, 236, 190), 0.45)
    for i in range(4):
        bust(c, c.w * (0.16 + 0.24 * i), 900, 100, a_person(c.rng), rise=1.1)
    c.rect(0, 850, c.w, 1000, ((226, 218, 208), (176, 164, 152)))
    c.blur(13)
    x, look = c.w * side, a_person(c.rng, dress, woman)
    s = 190
    c.glow(x, 330, 420, (255, 240, 214), 0.35)
    bust(c, x, 790, s, look, turn=0.5 if side < 0.5 else -0.5, rise=1.75)
    if raised:
        arm(c, (x + 0.8 * s, 640), (x + 1.35 * s, 690), (x + 1.42 * s, 470), s * 0.9, look)
    else:
        arm(c, (x - 0.78 * s, 640), (x - 0.98 * s, 790), (x - 0.5 * s, 838), s * 0.9, look)
    c.shadow(x, 850, 330, 40, 0.4, 20)
    c.poly([(x - 330, 830), (x - 290, 796), (x + 290, 796), (x + 330, 830)], light(WOOD, 0.25))
    c.rect(x - 330, 828, x + 330, 1000, (light(WOOD, 0.06), light(DARK_WOOD, -0.1)))
    c.poly(star(x, 930, 58), GOLD)
    c.poly([(x - 100, 822), (x - 86, 800), (x + 86, 800), (x + 100, 822)], (250, 250, 246))
    flowers(c, x - 220, 850, 250, ((236, 96, 120), (252, 220, 120), (255, 250, 244), (220, 60, 70)))
    for dx in (60, 130):
        c.line(smooth([(x + dx + 90, 812), (x + dx + 50, 690), (x + dx - 10, 612)]), (36, 38, 44), 8)
        c.oval(x + dx - 14, 606, 20, 15, (24, 26, 30))
    return (255, 250, 244)
