"""Papers: the archive between its shelves, a board of results, desks from above."""

import math

from .canvas import Canvas, Colour, alpha, light, mix, smooth
from .faces import a_person
from .offices import BLUES
from .palettes import DARK_WOOD, GOLD, RED, WOOD
from .people import arm, standing
from .stage import star


def archive(c: Canvas, keeper: bool = True, warm: bool = True, cart: bool = True) -> Colour:
    """Mobile shelving of an archive in perspective, boxes in rows, an archivist between them."""
    c.fill((60, 62, 70), (92, 88, 84))
    vx, vy = c.w / 2, 430
    depth = 9

    def at(side, t, y):
        """Return the point of a shelf wall at depth `t` (0 near, 1 far), `y` from ceiling to floor."""
        near_x = -80 if side < 0 else c.w + 80
        f = 1 - t * 0.84
        return vx + (near_x - vx) * f, vy + (-120 + 1280 * y - vy) * f

    c.poly([at(-1, 0, 1), at(1, 0, 1), at(1, 1, 1), at(-1, 1, 1)], ((120, 112, 104), (168, 158, 146)))
    c.poly([at(-1, 0, 0), at(1, 0, 0), at(1, 1, 0), at(-1, 1, 0)], (206, 204, 198))
    c.poly([at(-1, 1, 0), at(1, 1, 0), at(1, 1, 1), at(-1, 1, 1)], ((232, 230, 220), (196, 190, 180)))
    tones = (
        ((196, 160, 110), (180, 142, 96), (210, 178, 130), (166, 130, 90))
        if warm
        else ((120, 140, 160), (146, 160, 172), (104, 124, 150), (166, 176, 184))
    )
    for side in (-1, 1):
        c.poly(
            [at(side, 0, 0), at(side, 1, 0), at(side, 1, 1), at(side, 0, 1)], ((90, 96, 104), (70, 74, 82))
        )
        for bay in range(depth):
            t0, t1 = 1 - (1 - bay / depth) ** 0.72, 1 - (1 - (bay + 0.93) / depth) ** 0.72
            for shelf in range(6):
                y0, y1 = 0.06 + shelf * 0.155, 0.06 + shelf * 0.155 + 0.125
                for n in range(5):
                    if c.rng.random() < 0.06:
                        continue
                    a, b = t0 + (t1 - t0) * n / 5, t0 + (t1 - t0) * (n + 0.88) / 5
                    lift = c.rng.uniform(0, 0.02)
                    tone = mix(c.rng.choice(tones), (230, 224, 210), t0 * 0.35)
                    c.poly(
                        [at(side, a, y0 + lift), at(side, b, y0 + lift), at(side, b, y1), at(side, a, y1)],
                        light(tone, 0.1 if side < 0 else -0.05),
                    )
                    m = (a + b) / 2
                    c.line(
                        [at(side, m, y0 + 0.04), at(side, m, y0 + 0.075)],
                        alpha((255, 252, 240), 0.9),
                        9 * (1 - t0),
                    )
                c.line(
                    [at(side, t0, y1 + 0.006), at(side, t1, y1 + 0.006)], (130, 136, 144), 5 * (1 - t0 * 0.8)
                )
    for i in range(6):
        t = i / 6
        (lx, ly), (rx, _) = at(-1, t, 0.01), at(1, t, 0.01)
        half = (rx - lx) * 0.07
        c.rect(vx - half, ly - 3, vx + half, ly + 10 * (1 - t) + 3, (255, 255, 244))
    c.glow(vx, 330, 420, (255, 246, 214), 0.45)
    if keeper:
        look = a_person(c.rng, "shirt", True)
        px, py, s = standing(c, vx + 60, 930, 520, look, turn=-0.5, arms="none")
        c.rect(px - 1.0 * s, py - 0.2 * s, px + 0.9 * s, py + 0.85 * s, ((214, 182, 132), (170, 134, 92)), 5)
        c.rect(px - 0.35 * s, py + 0.1 * s, px + 0.25 * s, py + 0.4 * s, (252, 248, 236))
        for side in (-1, 1):
            arm(
                c,
                (px + side * 0.74 * s, py - 0.75 * s),
                (px + side * 1.05 * s, py + 0.2 * s),
                (px + side * 0.9 * s, py + 0.7 * s),
                s,
                look,
            )
    if cart:
        x = vx - 210
        c.shadow(x, 950, 130, 16, 0.5, 9)
        for y in (760, 880):
            c.rect(x - 110, y, x + 110, y + 12, (150, 156, 164), 4)
            for n in range(4):
                c.rect(
                    x - 100 + n * 50,
                    y - 70 + c.rng.uniform(0, 14),
                    x - 56 + n * 50,
                    y,
                    (tones[n % 4], light(tones[n % 4], -0.15)),
                    3,
                )
        for side in (-108, 100):
            c.rect(x + side, 700, x + side + 8, 940, (130, 136, 144))
            c.oval(x + side + 4, 946, 12, 12, (40, 42, 48))
    return (255, 250, 240) if warm else (246, 250, 255)


def charts(c: Canvas, bars: int = 7, kind: str = "bars", look: Colour = (18, 58, 108)) -> Colour:
    """A results board: bars, a line over them and a ring; no figures, which belong in the story's table."""
    c.fill(light(look, 0.12), light(look, -0.35))
    c.glow(c.w * 0.7, 200, 640, light(look, 0.4), 0.5)
    c.rect(c.w * 0.07 + 14, 124, c.w * 0.93 + 14, 894, alpha((0, 10, 30), 0.3), 28)
    c.rect(c.w * 0.07, 110, c.w * 0.93, 880, ((252, 253, 255), (232, 240, 248)), 28)
    left, right, foot = c.w * 0.13, c.w * (0.6 if kind == "bars" else 0.88), 780
    for i in range(5):
        c.line([(left, foot - i * 120), (right, foot - i * 120)], (206, 218, 230), 3)
    tops = []
    for i in range(bars):
        wide = (right - left) / bars
        x, y = (
            left + (i + 0.5) * wide,
            foot - 120 - 360 * (0.25 + 0.75 * (i / bars)) * c.rng.uniform(0.72, 1.08),
        )
        tone = BLUES[3] if i == bars - 1 else BLUES[i % 3]
        c.rect(x - wide * 0.3, y, x + wide * 0.3, foot, (light(tone, 0.22), tone), 8)
        c.rect(x - wide * 0.3, y + 6, x - wide * 0.16, foot, alpha((255, 255, 255), 0.22), 6)
        tops.append((x, y - 56))
    c.line(tops, BLUES[4], 9)
    for x, y in tops:
        c.oval(x, y, 15, 15, BLUES[4])
        c.oval(x, y, 8, 8, (255, 255, 255))
    if kind == "bars":
        cx, cy, r, start = c.w * 0.76, 370, 130, -90
        for share, tone in zip((0.46, 0.27, 0.17, 0.1), BLUES, strict=False):
            c.arc(cx, cy, r, r, start, start + 360 * share - 3, tone, 58)
            start += 360 * share
        for i in range(4):
            y = 600 + i * 54
            c.oval(c.w * 0.68, y, 14, 14, BLUES[i])
            c.rect(c.w * 0.7, y - 8, c.w * (0.8 + 0.02 * (i % 3)), y + 8, (200, 212, 226), 8)
    for i in range(3):
        c.rect(
            left, 170 + i * 34, left + c.w * (0.3 - 0.07 * i), 184 + i * 34, alpha(look, 0.75 - 0.2 * i), 7
        )
    return (255, 255, 255)


def desk(c: Canvas, kind: str = "papers", tone: Colour = WOOD) -> Colour:
    """A desk from above; `kind`: papers (a seal, a pen), scan (a scanner, old sheets), tea (books, a cup)."""
    c.fill(light(tone, 0.22), light(tone, -0.08))
    for i in range(26):
        y = i * 40 + c.rng.uniform(-8, 8)
        c.line(
            smooth(
                [
                    (0, y),
                    (c.w * 0.3, y + c.rng.uniform(-14, 14)),
                    (c.w * 0.7, y + c.rng.uniform(-14, 14)),
                    (c.w, y),
                ]
            ),
            alpha(light(tone, -0.35), 0.22),
            3,
        )

    def sheet(x, y, w, h, a, paper=(253, 252, 246), lines=9):
        ca, sa = math.cos(a), math.sin(a)

        def turn(px, py):
            return x + px * ca - py * sa, y + px * sa + py * ca

        c.soft(
            lambda pen, at: pen.polygon(
                at([turn(px + 10, py + 14) for px, py in ((-w, -h), (w, -h), (w, h), (-w, h))]), fill=255
            ),
            0.35,
            (30, 20, 16),
            10,
        )
        c.poly([turn(-w, -h), turn(w, -h), turn(w, h), turn(-w, h)], (paper, light(paper, -0.05)))
        for i in range(lines):
            py = -h * 0.62 + i * h * 1.4 / lines
            c.line(
                [turn(-w * 0.78, py), turn(w * (0.78 if i % 4 != 3 else 0.3), py)],
                alpha((90, 96, 110), 0.5),
                5,
            )
        c.line([turn(-w * 0.34, -h * 0.8), turn(w * 0.34, -h * 0.8)], alpha((60, 66, 80), 0.8), 9)
        return turn

    mid = c.w / 2
    if kind == "papers":
        sheet(mid - 300, 470, 210, 290, -0.14)
        turn = sheet(mid + 20, 500, 220, 310, 0.05)
        c.arc(*turn(100, 190), 66, 66, 0, 360, alpha(RED, 0.85), 8)
        c.poly(star(*turn(100, 190), 30), alpha(RED, 0.85))
        c.line(smooth([turn(20, 250), turn(70, 200), turn(110, 250), turn(170, 190)]), (34, 60, 140), 6)
        c.shadow(mid + 350, 700, 90, 90, 0.5, 14)
        c.oval(mid + 340, 680, 80, 80, (light(DARK_WOOD, 0.25), DARK_WOOD))
        c.oval(mid + 334, 672, 42, 42, (light(WOOD, 0.3), WOOD))
        c.limb([(mid + 230, 250), (mid + 420, 420)], (30, 34, 46), 20)
        c.line([(mid + 350, 357), (mid + 404, 405)], GOLD, 8)
    elif kind == "scan":
        c.shadow(mid + 10, 540, 430, 260, 0.3, 24)
        c.rect(mid - 400, 250, mid + 240, 790, ((76, 82, 94), (48, 52, 62)), 26)
        c.rect(mid - 360, 290, mid + 200, 750, ((196, 232, 250), (130, 186, 220)), 8)
        sheet(mid - 80, 520, 180, 200, 0.02, (236, 218, 176), 8)
        c.beam(
            [(mid - 360, 500), (mid + 200, 500), (mid + 200, 530), (mid - 360, 530)],
            (220, 255, 255),
            0.95,
            10,
        )
        for n in range(4):
            sheet(
                mid + 440 - 8 * n,
                520 - 10 * n,
                150,
                220,
                0.06 - 0.05 * n,
                ((226, 202, 154), (238, 222, 184), (230, 208, 164), (242, 230, 200))[n],
            )
        look = a_person(c.rng, "shirt")
        c.limb([(mid + 560, 1020), (mid + 470, 860), (mid + 410, 760)], light(look.colour, -0.05), 110)
        c.oval(mid + 396, 738, 58, 48, look.skin)
        for n in range(4):
            c.limb([(mid + 370 + n * 22, 730), (mid + 340 + n * 26, 668 + 8 * abs(n - 1))], look.skin, 22)
    else:
        for n in range(5):
            tone = ((150, 40, 48), (40, 78, 128), (204, 160, 70), (58, 112, 88), (110, 70, 110))[n]
            c.shadow(mid - 330 + 12, 430 + 14, 210, 230, 0.12, 14)
            c.rect(
                mid - 520 + 12 * n,
                210 + 12 * n,
                mid - 150 + 12 * n,
                700 - 6 * n,
                (light(tone, 0.1), light(tone, -0.15)),
                10,
            )
        c.rect(mid - 400, 330, mid - 160, 350, GOLD, 6)
        sheet(mid + 150, 520, 230, 300, 0.1)
        c.shadow(mid + 470, 330, 110, 110, 0.4, 14)
        c.oval(mid + 460, 310, 112, 112, (236, 238, 240))
        c.oval(mid + 460, 310, 72, 72, (252, 252, 252))
        c.oval(mid + 460, 310, 58, 58, ((206, 150, 70), (166, 104, 40)))
        c.limb([(mid + 300, 760), (mid + 470, 620)], (40, 70, 130), 18)
    c.beam([(0, 0), (c.w * 0.5, 0), (c.w * 0.2, 1000), (-200, 1000)], (255, 250, 226), 0.22, 60)
    return (255, 251, 244)
