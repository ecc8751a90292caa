"""People, drawn flat with a little light: a bust at a table or in the audience, a whole figure."""

from .canvas import Canvas, alpha, light, mix, smooth
from .faces import Look, draw_head
from .palettes import GOLD, RED


def _torso(c: Canvas, x: float, top: float, bottom: float, half: float, look: Look, back: bool) -> None:
    """Draw shoulders and chest from the neck (`top`) to the cut (`bottom`); `half` the shoulders' width."""
    s = half / 1.1
    drop = min(0.42 * s, (bottom - top) * 0.6)
    shape = smooth(
        [
            (x - half * 0.88, bottom),
            (x - half, top + drop * 1.3),
            (x - half * 0.86, top + drop * 0.62),
            (x - 0.26 * s, top),
            (x + 0.26 * s, top),
            (x + half * 0.86, top + drop * 0.62),
            (x + half, top + drop * 1.3),
            (x + half * 0.88, bottom),
        ],
        5,
    )
    c.poly(shape, (light(look.colour, 0.07), light(look.colour, -0.16)))
    c.line(
        [(x - half * 0.66, bottom), (x - half * 0.68, top + drop * 1.9)],
        alpha(light(look.colour, -0.5), 0.3),
        0.05 * s,
    )
    c.line(
        [(x + half * 0.66, bottom), (x + half * 0.68, top + drop * 1.9)],
        alpha(light(look.colour, -0.5), 0.3),
        0.05 * s,
    )
    if back:
        if look.dress == "highland":
            c.line(
                [(x - half * 0.7, top + drop), (x + half * 0.7, top + drop)],
                alpha((210, 70, 80), 0.8),
                0.08 * s,
            )
        return
    if look.dress == "suit":
        deep = min(bottom, top + 1.15 * s)
        c.poly([(x - 0.25 * s, top), (x + 0.25 * s, top), (x, deep)], (246, 248, 250))
        tie = mix(RED, look.colour, 0.3) if look.hair == "short" else (246, 248, 250)
        c.poly(
            [
                (x - 0.07 * s, top + 0.08 * s),
                (x + 0.07 * s, top + 0.08 * s),
                (x + 0.1 * s, deep - 0.25 * s),
                (x, deep - 0.02 * s),
                (x - 0.1 * s, deep - 0.25 * s),
            ],
            tie,
        )
        for side in (-1, 1):
            c.poly(
                [
                    (x + side * 0.25 * s, top - 0.04 * s),
                    (x + side * 0.46 * s, top + 0.28 * s),
                    (x + side * 0.3 * s, top + 0.5 * s),
                    (x, deep),
                ],
                light(look.colour, 0.13),
            )
        c.oval(x - 0.52 * s, top + 0.62 * s, 0.06 * s, 0.06 * s, alpha(RED, 0.95))
    elif look.dress in ("shirt", "youth"):
        for side in (-1, 1):
            c.poly(
                [
                    (x, top + 0.22 * s),
                    (x + side * 0.27 * s, top - 0.07 * s),
                    (x + side * 0.36 * s, top + 0.2 * s),
                ],
                light(look.colour, 0.35 if look.dress == "shirt" else 0.16),
            )
        c.line([(x, top + 0.22 * s), (x, bottom)], alpha(light(look.colour, -0.4), 0.35), 0.035 * s)
        if look.dress == "youth":
            c.oval(x - 0.5 * s, top + 0.62 * s, 0.1 * s, 0.1 * s, RED)
            c.oval(x - 0.5 * s, top + 0.62 * s, 0.05 * s, 0.05 * s, GOLD)
    elif look.dress == "ao_dai":
        c.rect(x - 0.2 * s, top - 0.14 * s, x + 0.2 * s, top + 0.1 * s, light(look.colour, 0.14), 0.08 * s)
        for i in range(5):
            c.oval(
                x + (i - 2) * 0.15 * s,
                top + (0.62 + 0.1 * (i % 2)) * s,
                0.045 * s,
                0.045 * s,
                alpha(light(look.colour, 0.6), 0.8),
            )
    else:
        for i, tone in enumerate(((212, 66, 84), (240, 190, 70), (70, 160, 150))):
            c.line([(x - (0.24 - 0.07 * i) * s, top), (x - (0.05 - 0.01 * i) * s, bottom)], tone, 0.06 * s)
            c.line([(x + (0.24 - 0.07 * i) * s, top), (x + (0.05 - 0.01 * i) * s, bottom)], tone, 0.06 * s)


def bust(
    c: Canvas,
    x: float,
    y: float,
    s: float,
    look: Look,
    back: bool = False,
    turn: float = 0.0,
    rise: float = 1.0,
) -> None:
    """Draw a person from the chest up: cut at `y`, head `s` high, `rise` heads of chest showing."""
    chin = y - rise * s
    if look.hair == "long" and not back:
        draw_head(c, x, chin, s, look, False, turn)
    _torso(c, x, chin + 0.14 * s, y, 1.02 * s if look.hair == "short" else 0.9 * s, look, back)
    draw_head(c, x, chin, s, look, back, turn)


def arm(c: Canvas, shoulder, elbow, hand, s: float, look: Look) -> None:
    """Draw an arm with a sleeve and a hand, for a head of height `s`."""
    c.limb([shoulder, elbow, hand], light(look.colour, -0.1), 0.36 * s)
    c.oval(*elbow, 0.18 * s, 0.18 * s, light(look.colour, -0.1))
    c.oval(*hand, 0.17 * s, 0.16 * s, look.skin)


def standing(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    back: bool = False,
    turn: float = 0.0,
    arms: str = "down",
) -> tuple[float, float, float]:
    """Draw a whole person with the feet at (x, y); return the chest's x and y and the height of the head.

    `arms`: down, front (hands together before the belly), wave, or none (the scene draws them itself).
    """
    s = height / 6.6
    hip, chin = y - 3.0 * s, y - 5.6 * s
    c.shadow(x + 0.2 * s, y, 1.3 * s, 0.22 * s, 0.4, 0.22 * s)
    legs = {"ao_dai": (244, 240, 236), "shirt": (44, 50, 66), "youth": (46, 54, 80)}.get(
        look.dress, light(look.colour, -0.25)
    )
    for side in (-1, 1):
        c.limb([(x + side * 0.34 * s, hip), (x + side * 0.36 * s, y - 0.14 * s)], legs, 0.52 * s)
        c.oval(x + side * 0.42 * s, y - 0.06 * s, 0.34 * s, 0.13 * s, (36, 30, 32))
    if look.dress == "ao_dai" or (look.dress == "highland" and look.hair == "scarf"):
        c.poly(
            [
                (x - 0.72 * s, hip - 0.3 * s),
                (x + 0.72 * s, hip - 0.3 * s),
                (x + 0.82 * s, y - 0.5 * s),
                (x - 0.82 * s, y - 0.5 * s),
            ],
            (look.colour, light(look.colour, -0.18)),
        )
        if look.dress == "highland":
            c.line([(x - 0.82 * s, y - 0.9 * s), (x + 0.82 * s, y - 0.9 * s)], (212, 66, 84), 0.16 * s)
            c.line([(x - 0.82 * s, y - 0.68 * s), (x + 0.82 * s, y - 0.68 * s)], (240, 190, 70), 0.1 * s)
    if look.hair == "long" and not back:
        draw_head(c, x, chin, s, look, False, turn)
    _torso(c, x, chin + 0.14 * s, hip + 0.25 * s, 0.92 * s, look, back)
    draw_head(c, x, chin, s, look, back, turn)
    shoulder = chin + 0.55 * s
    for side in (-1, 1):
        root = (x + side * 0.74 * s, shoulder + 0.12 * s)
        if arms == "down" or (back and arms == "front"):
            arm(
                c,
                root,
                (x + side * 1.0 * s, shoulder + 1.0 * s),
                (x + side * 0.95 * s, shoulder + 1.95 * s),
                s,
                look,
            )
        elif arms == "front" and not back:
            arm(
                c,
                root,
                (x + side * 0.98 * s, shoulder + 1.0 * s),
                (x + side * 0.16 * s, shoulder + 1.5 * s),
                s,
                look,
            )
        elif arms == "wave":
            up = side > 0
            arm(
                c,
                root,
                (x + side * 1.25 * s, shoulder + (-0.2 if up else 0.9) * s),
                (x + side * (1.35 if up else 0.95) * s, shoulder + (-1.2 if up else 1.9) * s),
                s,
                look,
            )
    return x, shoulder + 0.9 * s, s
