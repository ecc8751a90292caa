"""Rooms seen closely: a meeting table from above, one person at the place of work."""

import math

from .canvas import Canvas, Colour, alpha, light, mix
from .faces import a_person
from .land import ranges, sky, tree
from .offices import BLUES, plant
from .palettes import CREAM, HOURS, WOOD
from .papers import archive
from .people import bust
from .stage import flowers


def table(c: Canvas, seats: int = 10, shape: str = "oval", tone: Colour = WOOD) -> Colour:
    """A meeting table from above: papers, computers, cups, and the people around it."""
    floor = mix(tone, (70, 80, 96), 0.7)
    c.fill(light(floor, 0.12), light(floor, -0.1))
    for i in range(int(c.w / 84) + 2):
        for n in range(13):
            c.rect(
                i * 84 - (n % 2) * 42,
                n * 84,
                i * 84 - (n % 2) * 42 + 82,
                n * 84 + 82,
                alpha(light(floor, c.rng.uniform(-0.06, 0.1)), 0.7),
            )
    cx, cy, rx, ry = c.w / 2, 500, c.w * 0.32, 250
    spots = []
    for i in range(seats):
        a = 2 * math.pi * (i + 0.5) / seats
        ux, uy = math.cos(a), math.sin(a)
        if shape == "oval":
            spots.append((cx + ux * (rx + 92), cy + uy * (ry + 92), -ux, -uy))
        else:
            per = (seats + 1) // 2
            side = -1 if i < per else 1
            spots.append((cx + ((i % per) - (per - 1) / 2) * 2 * rx / per, cy + side * (ry + 60), 0, -side))
    for x, y, _, _ in spots:
        c.shadow(x + 12, y + 16, 84, 84, 0.4, 12)
        c.oval(x, y, 72, 72, ((62, 66, 78), (44, 48, 58)))
    for x, y, dx, dy in spots:
        look = a_person(c.rng)
        px, py = -dy, dx
        c.limb([(x - px * 52, y - py * 52), (x + px * 52, y + py * 52)], light(look.colour, -0.06), 58)
        for side in (-1, 1):
            hand = (x + px * side * 34 + dx * 92, y + py * side * 34 + dy * 92)
            c.limb(
                [
                    (x + px * side * 58, y + py * side * 58),
                    (x + px * side * 62 + dx * 46, y + py * side * 62 + dy * 46),
                    hand,
                ],
                light(look.colour, 0.04),
                28,
            )
            c.oval(*hand, 14, 14, look.skin)
        c.oval(x + dx * 12, y + dy * 12, 38, 38, look.skin)
        c.oval(x, y, 41, 41, (light(look.hair_colour, 0.25), look.hair_colour))
    c.shadow(cx + 14, cy + 24, rx, ry, 0.3, 20)
    if shape == "oval":
        c.oval(cx, cy, rx, ry, (light(tone, 0.3), light(tone, 0.02)))
        c.oval(cx, cy, rx * 0.46, ry * 0.4, light(tone, -0.2))
    else:
        c.rect(cx - rx * 1.08, cy - ry, cx + rx * 1.08, cy + ry, (light(tone, 0.3), light(tone, 0.02)), 30)
    for i in range(5):
        flowers(c, cx + (i - 2) * rx * 0.17, cy + 34 * (1 if shape == "oval" else 0.4), 76)
    for i, (x, y, dx, dy) in enumerate(spots):
        px, py, mx, my = -dy, dx, x + dx * 150, y + dy * 150

        def quad(a, b, tone, mx=mx, my=my, dx=dx, dy=dy, px=px, py=py, off=0):
            mx, my = mx + px * off, my + py * off
            c.poly(
                [
                    (mx + px * a + dx * b, my + py * a + dy * b),
                    (mx - px * a + dx * b, my - py * a + dy * b),
                    (mx - px * a - dx * b, my - py * a - dy * b),
                    (mx + px * a - dx * b, my + py * a - dy * b),
                ],
                tone,
            )

        if i % 3 == 1:
            quad(44, 30, (58, 62, 70))
            quad(38, 8, (150, 190, 220))
        else:
            quad(30, 40, (252, 252, 248))
            quad(20, 3, alpha((120, 130, 150), 0.6))
        cup = (mx + px * 66, my + py * 66)
        c.oval(*cup, 19, 19, (250, 250, 250))
        c.oval(*cup, 13, 13, (186, 140, 70))
    c.beam([(0, 0), (c.w * 0.35, 0), (c.w * 0.8, 1000), (c.w * 0.3, 1000)], (255, 248, 220), 0.12, 50)
    return (255, 252, 246)


def portrait(
    c: Canvas, woman: bool = True, dress: str = "shirt", place: str = "office", hour: str = "morning"
) -> Colour:
    """One person, half length, at the place of work: office, archive, village."""
    h = HOURS[hour]
    if place == "village":
        sky(c, h)
        ranges(c, h, 4, 430, 700, 260)
        c.rect(0, 700, c.w, 1000, (h.ground, light(h.ground, -0.2)))
        tree(c, c.w * 0.12, 960, 640, light(h.ground, -0.05))
    elif place == "archive":
        archive(c, keeper=False, cart=False)
    else:
        c.fill(light(CREAM, 0.1), light(CREAM, -0.15))
        c.rect(c.w * 0.58, 80, c.w * 0.98, 560, h.sky)
        c.rect(c.w * 0.775, 80, c.w * 0.785, 560, (250, 248, 240))
        for row in range(3):
            c.rect(c.w * 0.03, 200 + row * 190, c.w * 0.42, 214 + row * 190, WOOD)
            for i in range(9):
                tone = c.rng.choice(
                    ((150, 60, 56), (50, 90, 140), (210, 170, 90), (70, 120, 96), (120, 90, 120))
                )
                c.rect(
                    c.w * (0.04 + 0.041 * i),
                    90 + row * 190 + c.rng.uniform(0, 30),
                    c.w * (0.072 + 0.041 * i),
                    200 + row * 190,
                    tone,
                    3,
                )
        plant(c, c.w * 0.9, 860, 380)
    c.blur(11)
    x, s, look = c.w * 0.5, 215, a_person(c.rng, dress, woman)
    c.glow(x, 380, 460, (255, 246, 226), 0.35)
    bust(c, x, 960, s, look, turn=0.35, rise=2.1)
    if dress != "highland":
        c.rect(x + 0.3 * s, 790, x + 0.62 * s, 880, ((250, 250, 250), (222, 230, 238)), 8)
        c.rect(x + 0.3 * s, 790, x + 0.62 * s, 808, BLUES[0], 4)
    c.rect(0, 948, c.w, 1000, (light(WOOD, 0.25), WOOD))
    return h.tint
