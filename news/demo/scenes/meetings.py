"""People at meetings: delegates, honours on the stage, a hand-over, a signing, a group picture."""

from .canvas import Canvas, Colour, alpha, light, mix
from .faces import a_person
from .palettes import GOLD, RED, WOOD
from .people import arm, bust, standing
from .stage import WALLS, backdrop, flag, flowers, star


def delegates(c: Canvas, wall: str = "cream", rows: int = 3, dress: str = "office", hands: int = 0) -> Colour:
    """Delegates in rows, seen from the stage; `hands` of them raise a hand."""
    tone = WALLS[wall]
    c.fill(light(tone, 0.2), light(tone, -0.12))
    for i in range(4):
        x = c.w * (0.06 + 0.25 * i)
        c.rect(x, 50, x + c.w * 0.15, 330, ((206, 230, 242), (240, 244, 232)))
        c.rect(x + c.w * 0.072, 50, x + c.w * 0.078, 330, light(tone, -0.2))
        c.rect(x - 26, 30, x + 18, 380, (light(RED, 0.05), light(RED, -0.2)), 8)
        c.beam(
            [(x, 330), (x + c.w * 0.15, 330), (x + c.w * 0.3, 1000), (x + c.w * 0.05, 1000)],
            (255, 248, 220),
            0.2,
            30,
        )
    if rows > 2:
        c.blur(3)
    for row in range(rows):
        t = row / max(1, rows - 1)
        s, y = 56 + 62 * t, 470 + 380 * t
        seats = int(c.w / (s * 2.7)) + 2
        for i in range(seats):
            x = (i - 0.25 * (row % 2)) * s * 2.7 + s * 0.7
            look = a_person(c.rng, dress)
            bust(c, x, y, s, look, turn=c.rng.uniform(-0.7, 0.7), rise=1.15)
            if hands and (i + row * 2) % 4 == 1:
                arm(
                    c,
                    (x + 0.75 * s, y - 0.6 * s),
                    (x + 1.2 * s, y - 0.7 * s),
                    (x + 1.15 * s, y - 1.9 * s),
                    s,
                    look,
                )
        c.rect(0, y - 10, c.w, y + s * 1.5, ((250, 248, 244), (206, 200, 194)))
        c.rect(0, y - 12, c.w, y, light(WOOD, 0.2))
        for i in range(seats):
            x = (i - 0.25 * (row % 2)) * s * 2.7 + s * 0.7
            c.poly(
                [
                    (x - 0.5 * s, y + 0.02 * s),
                    (x - 0.4 * s, y - 0.22 * s),
                    (x + 0.3 * s, y - 0.22 * s),
                    (x + 0.36 * s, y + 0.02 * s),
                ],
                (255, 255, 255),
            )
            c.rect(x + 0.62 * s, y - 0.52 * s, x + 0.82 * s, y, ((200, 228, 244), (140, 186, 214)), 0.06 * s)
            c.rect(x + 0.66 * s, y - 0.6 * s, x + 0.78 * s, y - 0.5 * s, (50, 110, 180))
            c.rect(
                x - 0.5 * s, y + 0.12 * s, x + 0.5 * s, y + 0.44 * s, ((180, 40, 44), (140, 26, 32)), 0.04 * s
            )
            c.rect(x - 0.3 * s, y + 0.25 * s, x + 0.3 * s, y + 0.3 * s, alpha(GOLD, 0.8))
    return (255, 252, 246)


def honours(
    c: Canvas, people: int = 6, wall: str = "wood", given: str = "frame", dress: str = "office"
) -> Colour:
    """People in a line on the stage holding certificates (`frame`) or bunches of flowers (`flowers`)."""
    tone = WALLS[wall]
    c.fill(light(tone, 0.1), light(tone, -0.25))
    backdrop(c, c.w * 0.06, c.w * 0.94, 40, 720)
    for i in range(5):
        x = c.w * (0.1 + 0.2 * i)
        c.beam([(x - 16, -10), (x + 16, -10), (x + 130, 760), (x - 130, 760)], (255, 240, 200), 0.16, 24)
    c.rect(0, 720, c.w, 1000, ((170, 118, 78), (104, 68, 44)))
    c.rect(0, 714, c.w, 728, light(WOOD, 0.24))
    tall = min(560, c.w / people * 2.1)
    for i in range(people):
        x = c.w / 2 + (i - (people - 1) / 2) * min(tall * 0.44, c.w * 0.92 / people)
        px, py, s = standing(
            c,
            x,
            905 + 14 * (i % 2),
            tall * c.rng.uniform(0.95, 1.04),
            a_person(c.rng, dress, bool(i % 2)),
            turn=c.rng.uniform(-0.4, 0.4),
            arms="front",
        )
        if given == "frame":
            c.rect(
                px - 1.05 * s,
                py - 0.35 * s,
                px + 1.05 * s,
                py + 1.05 * s,
                ((206, 160, 74), (150, 104, 44)),
                0.05 * s,
            )
            c.rect(
                px - 0.92 * s, py - 0.22 * s, px + 0.92 * s, py + 0.92 * s, ((255, 252, 238), (244, 232, 204))
            )
            c.poly(star(px, py + 0.05 * s, 0.16 * s), RED)
            for n in range(3):
                c.rect(
                    px - 0.55 * s,
                    py + (0.32 + 0.16 * n) * s,
                    px + 0.55 * s,
                    py + (0.36 + 0.16 * n) * s,
                    alpha((150, 110, 60), 0.6),
                )
        else:
            c.poly(
                [
                    (px - 0.3 * s, py),
                    (px + 0.3 * s, py),
                    (px + 0.08 * s, py + 1.1 * s),
                    (px - 0.08 * s, py + 1.1 * s),
                ],
                ((250, 250, 250), (206, 220, 206)),
            )
            flowers(c, px, py + 0.2 * s, 1.3 * s)
    for x in range(60, int(c.w), 210):
        flowers(c, x, 1000, 150)
    return (255, 249, 240)


def handover(c: Canvas, wall: str = "wood", woman: bool = True, dress: str = "office") -> Colour:
    """The head of the department hands a framed decision and flowers to one person."""
    c.fill(light(WALLS[wall], 0.1), light(WALLS[wall], -0.25))
    backdrop(c, c.w * 0.04, c.w * 0.96, 30, 760)
    flag(c, c.w * 0.07, 880, 780)
    c.rect(0, 770, c.w, 1000, ((170, 118, 78), (104, 68, 44)))
    c.blur(6)
    gap = min(190, c.w * 0.2)
    chief, other = a_person(c.rng, "suit", False), a_person(c.rng, dress, woman)
    c.glow(c.w / 2, 420, 420, (255, 236, 200), 0.35)
    ax, ay, s = standing(c, c.w / 2 - gap, 960, 760, chief, turn=0.9, arms="none")
    bx, by, _ = standing(c, c.w / 2 + gap, 960, 730, other, turn=-0.9, arms="none")
    arm(c, (ax - 0.7 * s, ay - 0.7 * s), (ax - 0.5 * s, ay + 0.4 * s), (c.w / 2 - 70, ay + 0.7 * s), s, chief)
    arm(c, (bx + 0.7 * s, by - 0.7 * s), (bx + 0.5 * s, by + 0.4 * s), (c.w / 2 + 70, ay + 0.7 * s), s, other)
    c.rect(c.w / 2 - 104, ay - 30, c.w / 2 + 104, ay + 120, ((212, 166, 80), (150, 104, 44)), 6)
    c.rect(c.w / 2 - 92, ay - 18, c.w / 2 + 92, ay + 108, ((255, 252, 240), (246, 234, 206)))
    c.poly(star(c.w / 2, ay + 14, 18), RED)
    for n in range(3):
        c.rect(c.w / 2 - 58, ay + 46 + 18 * n, c.w / 2 + 58, ay + 51 + 18 * n, alpha((150, 110, 60), 0.6))
    arm(c, (ax + 0.7 * s, ay - 0.7 * s), (ax + 0.8 * s, ay + 0.3 * s), (c.w / 2 - 90, ay + 60), s, chief)
    arm(c, (bx - 0.7 * s, by - 0.7 * s), (bx - 0.8 * s, by + 0.3 * s), (c.w / 2 + 90, ay + 60), s, other)
    return (255, 249, 242)


def signing(c: Canvas, wall: str = "blue", pairs: int = 2) -> Colour:
    """Representatives sign a programme of cooperation at a long table; witnesses stand behind."""
    tone = WALLS[wall]
    c.fill(light(tone, 0.25), light(tone, -0.1))
    backdrop(c, c.w * 0.12, c.w * 0.88, 40, 620)
    for i in range(5):
        standing(
            c, c.w * (0.22 + 0.14 * i), 800, 520, a_person(c.rng), arms="front", turn=c.rng.uniform(-0.4, 0.4)
        )
    c.rect(0, 700, c.w, 1000, mix(tone, (90, 70, 60), 0.5))
    for i in range(pairs):
        x = c.w / 2 + (i - (pairs - 1) / 2) * min(440, c.w * 0.42)
        look = a_person(c.rng, "suit", bool(i % 2))
        bust(c, x, 780, 106, look, turn=0.3 - 0.6 * (i % 2), rise=1.3)
        for side in (-1, 1):
            arm(c, (x + side * 82, 690), (x + side * 108, 770), (x + side * 46, 804), 96, look)
    c.rect(0, 790, c.w, 1000, ((132, 30, 40), (92, 18, 28)))
    c.rect(0, 784, c.w, 800, ((252, 250, 246), (220, 214, 206)))
    for i in range(pairs):
        x = c.w / 2 + (i - (pairs - 1) / 2) * min(440, c.w * 0.42)
        c.poly([(x - 86, 808), (x - 66, 776), (x + 66, 776), (x + 86, 808)], ((40, 70, 120), (28, 50, 96)))
        c.poly([(x - 66, 804), (x - 52, 780), (x + 52, 780), (x + 66, 804)], (254, 253, 248))
        c.line([(x + 46, 806), (x + 70, 752)], (30, 30, 40), 7)
    flowers(c, c.w / 2, 822, 190)
    for x in (c.w / 2 - 330, c.w / 2 + 330):
        flag(c, x, 800, 170)
    return (255, 251, 246)


def group(
    c: Canvas, people: int = 9, front: str = "office", sky_tones=((126, 186, 222), (232, 240, 236))
) -> Colour:
    """A group photograph on the steps before the office building."""
    c.fill(*sky_tones, (214, 206, 190))
    c.rect(c.w * 0.04, 120, c.w * 0.96, 640, ((248, 226, 168), (232, 200, 138)))
    c.rect(c.w * 0.02, 96, c.w * 0.98, 130, ((186, 76, 58), (150, 56, 46)))
    for row in range(2):
        for i in range(8):
            x = c.w * (0.08 + 0.113 * i)
            c.rect(x, 170 + row * 200, x + c.w * 0.06, 300 + row * 200, ((146, 190, 214), (96, 140, 170)), 3)
            c.rect(x - 4, 298 + row * 200, x + c.w * 0.06 + 4, 308 + row * 200, (250, 244, 226))
    c.rect(c.w * 0.4, 330, c.w * 0.6, 640, ((92, 116, 136), (62, 84, 106)))
    c.rect(c.w * 0.38, 310, c.w * 0.62, 340, (250, 244, 226))
    for i in range(5):
        c.rect(
            0,
            640 + i * 72,
            c.w,
            712 + i * 72,
            (light((206, 198, 186), 0.1 - 0.04 * i), light((186, 178, 166), -0.04 * i)),
        )
    c.blur(3)
    for row, (y, tall) in enumerate(((800, 430), (935, 480))):
        count = people - 1 + row
        for i in range(count):
            x = c.w / 2 + (i - (count - 1) / 2) * min(146, c.w * 0.9 / count)
            standing(
                c,
                x,
                y + c.rng.uniform(-5, 5),
                tall * c.rng.uniform(0.95, 1.03),
                a_person(c.rng, front, bool((i + row) % 2)),
                turn=c.rng.uniform(-0.3, 0.3),
                arms="front" if row else "down",
            )
    return (255, 252, 246)
