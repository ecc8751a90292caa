"""Offices of a commune: the one-stop counter, the building, a class at computers."""

import math

from .canvas import Canvas, Colour, alpha, light, mix, smooth
from .faces import a_person
from .land import ranges, sky, tree
from .palettes import GOLD, HOURS, LEAF, RED, WOOD
from .people import bust, standing
from .stage import star

SCREEN = ((226, 240, 250), (164, 202, 232))
BLUES = ((36, 98, 168), (64, 142, 204), (122, 186, 226), (238, 176, 66), (214, 84, 70))


def plant(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw a pot plant with its foot at (x, y), `s` high."""
    c.shadow(x, y, s * 0.24, s * 0.04, 0.4, 7)
    for i in range(11):
        a = math.pi * (0.12 + 0.76 * i / 10)
        tip = (x + math.cos(a) * s * 0.46, y - s * 0.3 - math.sin(a) * s * 0.66)
        c.poly(
            smooth(
                [
                    (x, y - s * 0.28),
                    ((x + tip[0]) / 2 - s * 0.05, (y - s * 0.28 + tip[1]) / 2),
                    tip,
                    ((x + tip[0]) / 2 + s * 0.06, (y - s * 0.22 + tip[1]) / 2),
                ],
                5,
                closed=True,
            ),
            light(LEAF, 0.18 * math.sin(i * 2.1)),
        )
    c.poly(
        [(x - s * 0.17, y - s * 0.3), (x + s * 0.17, y - s * 0.3), (x + s * 0.12, y), (x - s * 0.12, y)],
        ((236, 232, 224), (176, 168, 158)),
    )


def monitor(c: Canvas, x: float, y: float, s: float, back: bool = False) -> None:
    """Draw a computer screen standing at (x, y), `s` wide, its face or its back to the reader."""
    c.rect(x - s * 0.06, y - s * 0.16, x + s * 0.06, y, (90, 94, 102))
    c.rect(x - s * 0.22, y - s * 0.03, x + s * 0.22, y, (70, 74, 82), s * 0.02)
    c.rect(x - s * 0.5, y - s * 0.76, x + s * 0.5, y - s * 0.14, ((56, 60, 70), (36, 40, 48)), s * 0.03)
    if back:
        c.oval(x, y - s * 0.45, s * 0.05, s * 0.05, (110, 116, 126))
        return
    c.rect(x - s * 0.46, y - s * 0.72, x + s * 0.46, y - s * 0.18, SCREEN)
    c.rect(x - s * 0.46, y - s * 0.72, x + s * 0.46, y - s * 0.63, BLUES[0])
    for i in range(4):
        c.rect(
            x - s * 0.4,
            y - s * (0.57 - 0.1 * i),
            x + s * (0.1 + 0.08 * (i % 3)),
            y - s * (0.53 - 0.1 * i),
            alpha((60, 90, 130), 0.6),
        )


def counter(
    c: Canvas, desks: int = 3, waiting: int = 4, wall: Colour = (236, 240, 240), highland: bool = False
) -> Colour:
    """The one-stop counter of a commune: officials behind glass, people in front, seats and plants."""
    c.fill(light(wall, 0.3), wall)
    c.rect(0, 0, c.w, 90, ((250, 250, 246), (226, 228, 226)))
    for i in range(5):
        c.rect(c.w * (0.05 + 0.2 * i), 34, c.w * (0.17 + 0.2 * i), 50, (255, 255, 250))
        c.glow(c.w * (0.11 + 0.2 * i), 44, 170, (255, 252, 230), 0.5)
    c.rect(0, 120, c.w, 200, ((206, 44, 46), (164, 28, 36)))
    c.poly(star(c.w / 2, 160, 28), GOLD)
    for side in (-1, 1):
        c.rect(
            c.w / 2 + side * c.w * 0.2 - c.w * 0.11,
            154,
            c.w / 2 + side * c.w * 0.2 + c.w * 0.11,
            164,
            alpha(GOLD, 0.8),
            4,
        )
    c.rect(0, 700, c.w, 1000, ((214, 208, 198), (176, 168, 158)))
    for i in range(7):
        c.line([(0, 716 + i * i * 6), (c.w, 716 + i * i * 6)], alpha((255, 255, 255), 0.35), 2)
    wide = c.w / desks
    for i in range(desks):
        x = (i + 0.5) * wide
        c.rect(x - wide * 0.3, 222, x + wide * 0.3, 276, (34, 44, 60), 6)
        for n in range(3):
            c.rect(
                x - wide * 0.24 + n * wide * 0.17,
                240,
                x - wide * 0.24 + n * wide * 0.17 + wide * 0.11,
                256,
                (255, 150, 60) if n == 0 else (90, 210, 150),
                2,
            )
        look = a_person(c.rng, "shirt" if i % 2 else "ao_dai", True if i % 2 == 0 else None)
        bust(c, x - wide * 0.08, 560, 96, look, turn=0.5, rise=1.4)
        monitor(c, x + wide * 0.25, 566, 130, back=True)
        c.rect(x - wide * 0.46, 330, x + wide * 0.46, 560, alpha((214, 236, 246), 0.16))
        c.poly(
            [(x - wide * 0.4, 560), (x - wide * 0.25, 330), (x - wide * 0.16, 330), (x - wide * 0.31, 560)],
            alpha((255, 255, 255), 0.2),
        )
        c.rect(x - wide * 0.47, 326, x + wide * 0.47, 334, (170, 180, 186))
    c.rect(0, 556, c.w, 584, (light(WOOD, 0.35), light(WOOD, 0.1)))
    c.rect(0, 584, c.w, 760, ((248, 246, 240), (216, 210, 200)))
    for i in range(desks + 1):
        c.rect(i * wide - 4, 300, i * wide + 4, 760, (186, 180, 172))
    c.rect(0, 744, c.w, 762, light(WOOD, -0.1))
    for i in range(waiting):
        x = c.w * (i + 0.5) / waiting + c.rng.uniform(-20, 20)
        dress = "highland" if highland and i % 2 == 0 else "shirt"
        standing(
            c,
            x,
            930 + 36 * (i % 2),
            480,
            a_person(c.rng, dress, bool(i % 2 == 0)),
            back=True,
            arms="front" if i % 3 == 0 else "down",
        )
    for x in (c.w * 0.03, c.w * 0.97):
        plant(c, x, 960, 270)
    return (252, 254, 255)


def mast(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw the national flag flying from a mast in a courtyard, its foot at (x, y), `s` high."""
    c.rect(x - 46, y - 16, x + 46, y + 10, ((222, 214, 200), (176, 166, 152)), 4)
    c.line([(x, y - 10), (x, y - s)], (214, 216, 220), 7)
    c.oval(x, y - s, 8, 8, GOLD)
    wide, deep = s * 0.3, s * 0.2
    upper = [(x + wide * i / 12, y - s + 12 + 9 * math.sin(i * 0.9)) for i in range(13)]
    c.poly([*upper, *((px, py + deep) for px, py in reversed(upper))], ((224, 38, 40), (188, 24, 32)))
    for i in (3, 6, 9):
        px, py = upper[i]
        c.rect(px, py, px + wide * 0.06, py + deep, alpha((110, 0, 10), 0.18))
    c.poly(star(x + wide * 0.5, y - s + 14 + deep * 0.5, deep * 0.28), (255, 220, 70))


def building(
    c: Canvas, hour: str = "morning", floors: int = 2, people: int = 3, flowers_out: bool = True
) -> Colour:
    """The office of a commune: yellow walls, a tiled roof, the flag on its mast, a courtyard with trees."""
    h = HOURS[hour]
    sky(c, h)
    ranges(c, h, 3, 430, 600, 230)
    x0, x1, top, foot = c.w * 0.16, c.w * 0.84, 640 - 150 * floors, 760
    c.rect(0, 700, c.w, 1000, (mix(h.ground, h.haze, 0.2), h.ground))
    for x in (0.05, 0.12, 0.9, 0.97):
        tree(c, c.w * x, 770, c.rng.uniform(260, 360), light(h.ground, -0.02))
    c.shadow((x0 + x1) / 2, foot + 6, (x1 - x0) * 0.54, 26, 0.45, 14)
    c.rect(x0, top, x1, foot, (mix((252, 226, 154), h.haze, 0.12), mix((226, 186, 116), h.haze, 0.12)))
    c.poly(
        [(x0 - 46, top + 8), (x0 + 60, top - 92), (x1 - 60, top - 92), (x1 + 46, top + 8)],
        (light((188, 76, 56), 0.05), (142, 50, 42)),
    )
    for i in range(44):
        t = i / 43
        c.line(
            [(x0 + 60 + t * (x1 - x0 - 120), top - 92), (x0 - 46 + t * (x1 - x0 + 92), top + 8)],
            alpha((96, 30, 28), 0.35),
            3,
        )
    lit = hour in ("dusk", "night")
    each = (foot - top) / floors
    for floor in range(floors):
        y = top + floor * each
        c.rect(x0 - 10, y + each - 12, x1 + 10, y + each, (250, 242, 218))
        for i in range(7):
            x = x0 + (x1 - x0) * (0.04 + 0.137 * i)
            if i == 3 and floor == floors - 1:
                continue
            w = (x1 - x0) * 0.09
            c.rect(x - 5, y + each * 0.2 - 5, x + w + 5, y + each * 0.7 + 5, (252, 246, 228))
            c.rect(
                x,
                y + each * 0.2,
                x + w,
                y + each * 0.7,
                ((255, 226, 150), (250, 196, 110)) if lit else ((150, 194, 214), (86, 132, 160)),
            )
            c.line([(x + w / 2, y + each * 0.2), (x + w / 2, y + each * 0.7)], (252, 246, 228), 5)
    mid = (x0 + x1) / 2
    c.rect(mid - 120, foot - each * 0.82, mid + 120, foot, (250, 240, 214))
    c.poly(
        [(mid - 150, foot - each * 0.8), (mid, foot - each * 1.15), (mid + 150, foot - each * 0.8)],
        ((190, 80, 60), (150, 54, 46)),
    )
    c.oval(mid, foot - each * 0.93, 24, 24, RED)
    c.poly(star(mid, foot - each * 0.93, 18), GOLD)
    c.rect(mid - 74, foot - each * 0.66, mid + 74, foot, ((96, 122, 140), (58, 78, 98)))
    for x in (mid - 106, mid + 92):
        c.rect(x, foot - each * 0.8, x + 14, foot, ((255, 250, 236), (214, 198, 168)))
    for i in range(3):
        c.rect(
            mid - 150 - 20 * i,
            foot + 12 * i,
            mid + 150 + 20 * i,
            foot + 12 * (i + 1),
            light((214, 206, 192), -0.06 * i),
        )
    c.poly(
        [(mid - 160, foot + 36), (mid + 160, foot + 36), (mid + 460, 1000), (mid - 460, 1000)],
        ((222, 212, 194), (196, 184, 164)),
    )
    if flowers_out:
        for i in range(26):
            x = c.w * (i + 0.5) / 26
            if abs(x - mid) > 300:
                c.oval(x, 900 + 30 * (i % 2), 46, 30, light(h.ground, -0.1))
                for _ in range(5):
                    c.oval(
                        x + c.rng.uniform(-36, 36),
                        890 + 30 * (i % 2) + c.rng.uniform(-16, 12),
                        8,
                        8,
                        c.rng.choice(((240, 90, 110), (250, 214, 90), (255, 246, 240))),
                    )
    mast(c, c.w * 0.27, 900, 560)
    for i in range(people):
        standing(
            c,
            mid + (i - (people - 1) / 2) * 150 + c.rng.uniform(-20, 20),
            905 + 40 * (i % 2),
            210,
            a_person(c.rng, ("shirt", "highland")[i % 2]),
            back=i % 3 == 0,
            turn=c.rng.uniform(-1, 1),
        )
    return h.tint


def classroom(
    c: Canvas, rows: int = 3, dress: str = "office", board: Colour = (226, 236, 244), trainer: bool = True
) -> Colour:
    """A training class: learners at computers seen from behind, a trainer beside the screen."""
    c.fill((238, 234, 222), (206, 198, 184))
    c.rect(c.w * 0.26, 90, c.w * 0.82, 430, (70, 74, 84), 8)
    c.rect(c.w * 0.27, 102, c.w * 0.81, 418, (light(board, 0.3), board))
    c.glow(c.w * 0.54, 260, 420, (230, 244, 255), 0.45)
    for i in range(3):
        x = c.w * (0.31 + 0.165 * i)
        c.rect(x, 170, x + c.w * 0.13, 330, (light(BLUES[i], 0.5), light(BLUES[i], 0.25)), 14)
        c.oval(x + c.w * 0.065, 222, 30, 30, BLUES[i])
        c.rect(x + c.w * 0.025, 276, x + c.w * 0.105, 288, alpha((255, 255, 255), 0.9), 6)
        c.rect(x + c.w * 0.04, 300, x + c.w * 0.09, 310, alpha((255, 255, 255), 0.7), 5)
    c.rect(c.w * 0.31, 126, c.w * 0.6, 146, alpha(BLUES[0], 0.8), 8)
    for x in (0.02, 0.9):
        c.rect(c.w * x, 90, c.w * (x + 0.09), 400, ((186, 220, 240), (230, 240, 230)))
        c.rect(c.w * (x + 0.043), 90, c.w * (x + 0.047), 400, (250, 248, 240))
    if trainer:
        standing(c, c.w * 0.19, 600, 400, a_person(c.rng, "office"), turn=0.8, arms="wave")
    for row in range(rows):
        t = row / max(1, rows - 1)
        s, y = 44 + 52 * t, 600 + 320 * t
        count = max(2, int(c.w / (s * 3.6)))
        c.rect(0, y - s * 0.9, c.w, y - s * 0.66, (light(WOOD, 0.4), light(WOOD, 0.2)))
        for i in range(count):
            x = c.w * (i + 0.5) / count + (row % 2) * s * 0.7
            monitor(c, x + s * 0.9, y - s * 0.84, s * 2.0)
        for i in range(count):
            x = c.w * (i + 0.5) / count + (row % 2) * s * 0.7
            bust(c, x - s * 0.5, y + s * 0.5, s, a_person(c.rng, dress), back=True, rise=1.2)
            c.rect(
                x - s * 1.3, y + s * 0.05, x + s * 0.3, y + s * 2.2, ((92, 116, 146), (62, 82, 112)), s * 0.2
            )
    return (255, 253, 248)
