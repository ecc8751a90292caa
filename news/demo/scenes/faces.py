"""Heads and faces: how a person looks, and the drawing of a head from before and behind."""

from dataclasses import dataclass

from .canvas import Canvas, Colour, alpha, light, smooth

SKINS = ((238, 196, 160), (228, 182, 144), (216, 168, 130), (204, 154, 116))
HAIRS = ((34, 28, 30), (46, 36, 34), (28, 26, 34))
GREY = (164, 164, 168)
SUITS = ((40, 50, 74), (52, 54, 64), (34, 42, 56), (70, 66, 66))
SHIRTS = ((240, 244, 248), (206, 222, 240), (226, 230, 224), (188, 206, 224))
AO_DAI = ((196, 58, 76), (58, 104, 150), (130, 70, 130), (40, 120, 116), (222, 150, 60), (210, 108, 130))
YOUTH = (38, 104, 176)
INDIGO = (38, 40, 66)


@dataclass(frozen=True)
class Look:
    """One person: `dress` is suit, shirt, ao_dai, youth or highland; `hair` short, long, bun or scarf."""

    skin: Colour
    hair_colour: Colour
    hair: str
    dress: str
    colour: Colour
    glasses: bool = False
    hat: str = ""


def a_person(rng, dress: str = "office", woman: bool | None = None, hat: str = "") -> Look:
    """Return a random look for `dress` (office draws suit, shirt or áo dài), a man's or a woman's."""
    woman = rng.random() < 0.5 if woman is None else woman
    old = rng.random() < 0.15
    if dress == "office":
        dress = rng.choice(("ao_dai", "shirt", "suit") if woman else ("suit", "shirt", "shirt"))
    colours = {
        "suit": SUITS,
        "shirt": SHIRTS,
        "ao_dai": AO_DAI,
        "youth": (YOUTH,),
        "highland": (INDIGO, (30, 30, 40)),
    }
    hair = rng.choice(("long", "bun", "long")) if woman else "short"
    if dress == "highland" and woman:
        hair = "scarf"
    return Look(
        rng.choice(SKINS),
        GREY if old else rng.choice(HAIRS),
        hair,
        dress,
        rng.choice(colours[dress]),
        rng.random() < 0.25,
        hat,
    )


def draw_head(c: Canvas, x: float, y: float, s: float, look: Look, back: bool, turn: float) -> None:
    """Draw a head of height `s` with its chin at (x, y); `turn` moves the face sideways (-1 to 1)."""
    top, mid, hair = y - s, y - s * 0.52, look.hair_colour
    if look.hair == "long":
        c.poly(
            smooth(
                [
                    (x - 0.4 * s, mid - 0.2 * s),
                    (x - 0.46 * s, y + 0.3 * s),
                    (x, y + (0.45 if back else 0.1) * s),
                    (x + 0.46 * s, y + 0.3 * s),
                    (x + 0.4 * s, mid - 0.2 * s),
                ],
                6,
            ),
            light(hair, 0.04),
        )
    if look.hair == "bun":
        c.oval(x, top + (0.34 if back else 0.0) * s, 0.2 * s, 0.17 * s, hair)
    if back:
        c.rect(x - 0.17 * s, y - 0.3 * s, x + 0.17 * s, y + 0.12 * s, light(look.skin, -0.14), 0.06 * s)
        for side in (-1, 1):
            c.oval(x + side * 0.38 * s, mid + 0.08 * s, 0.06 * s, 0.1 * s, light(look.skin, -0.06))
        c.oval(x, mid - 0.03 * s, 0.4 * s, 0.47 * s, (light(hair, 0.16), hair))
        if look.hair == "bun":
            c.oval(x, top + 0.46 * s, 0.2 * s, 0.18 * s, (light(hair, 0.22), light(hair, 0.05)))
    else:
        c.poly(
            [
                (x - 0.17 * s, y - 0.2 * s),
                (x + 0.17 * s, y - 0.2 * s),
                (x + 0.2 * s, y + 0.1 * s),
                (x, y + 0.26 * s),
                (x - 0.2 * s, y + 0.1 * s),
            ],
            light(look.skin, -0.16),
        )
        for side in (-1, 1):
            c.oval(x + side * 0.37 * s, mid + 0.06 * s, 0.07 * s, 0.1 * s, light(look.skin, -0.08))
        c.poly(
            smooth(
                [
                    (x - 0.37 * s, mid - 0.12 * s),
                    (x - 0.34 * s, mid + 0.2 * s),
                    (x - 0.14 * s, y - 0.02 * s),
                    (x + 0.14 * s, y - 0.02 * s),
                    (x + 0.34 * s, mid + 0.2 * s),
                    (x + 0.37 * s, mid - 0.12 * s),
                    (x, top + 0.06 * s),
                ],
                6,
                closed=True,
            ),
            (light(look.skin, 0.1), look.skin),
        )
        _face(c, x + turn * 0.09 * s, mid, s, look)
        part = x + (0.1 if turn >= 0 else -0.1) * s
        c.poly(
            smooth(
                [
                    (x - 0.41 * s, mid + 0.06 * s),
                    (x - 0.43 * s, mid - 0.3 * s),
                    (x - 0.2 * s, top - 0.02 * s),
                    (x + 0.2 * s, top - 0.02 * s),
                    (x + 0.43 * s, mid - 0.3 * s),
                    (x + 0.41 * s, mid + 0.06 * s),
                    (x + 0.35 * s, mid - 0.16 * s),
                    (part, mid - 0.25 * s),
                    (x - 0.34 * s, mid - 0.14 * s),
                ],
                6,
                closed=True,
            ),
            (light(hair, 0.18), hair),
        )
    if look.hair == "scarf":
        c.poly(
            smooth(
                [
                    (x - 0.46 * s, mid - 0.1 * s),
                    (x - 0.44 * s, top + 0.02 * s),
                    (x, top - 0.14 * s),
                    (x + 0.44 * s, top + 0.02 * s),
                    (x + 0.46 * s, mid - 0.1 * s),
                    (x, mid - 0.3 * s),
                ],
                6,
                closed=True,
            ),
            (light(look.colour, 0.12), look.colour),
        )
        c.line(
            smooth([(x - 0.45 * s, mid - 0.12 * s), (x, mid - 0.32 * s), (x + 0.45 * s, mid - 0.12 * s)], 6),
            (214, 72, 88),
            0.07 * s,
        )
    _hat(c, x, top, s, look.hat)


def _face(c: Canvas, fx: float, mid: float, s: float, look: Look) -> None:
    """Draw eyes, brows, nose, mouth and, for some, glasses; small faces get the eyes and the mouth alone."""
    dark = (52, 36, 34)
    for side in (-1, 1):
        ex = fx + side * 0.16 * s
        c.oval(ex, mid + 0.05 * s, 0.03 * s, 0.037 * s, dark)
        c.line(
            [(ex - 0.075 * s, mid - 0.055 * s), (ex + 0.075 * s, mid - 0.06 * s)], alpha(dark, 0.7), 0.03 * s
        )
        c.oval(ex + side * 0.06 * s, mid + 0.2 * s, 0.075 * s, 0.05 * s, alpha((226, 120, 104), 0.28))
        if look.glasses:
            c.arc(ex, mid + 0.05 * s, 0.11 * s, 0.1 * s, 0, 360, (60, 60, 70), 0.025 * s)
    c.line(
        [(fx + 0.01 * s, mid + 0.08 * s), (fx + 0.035 * s, mid + 0.19 * s), (fx - 0.01 * s, mid + 0.2 * s)],
        alpha((150, 92, 70), 0.6),
        0.025 * s,
    )
    c.arc(fx, mid + 0.25 * s, 0.1 * s, 0.085 * s, 20, 160, (172, 74, 70), 0.035 * s)


def _hat(c: Canvas, x: float, top: float, s: float, hat: str) -> None:
    """Draw a conical hat or a soft youth-union hat."""
    if hat == "cone":
        c.poly(
            [(x - 0.85 * s, top + 0.38 * s), (x, top - 0.36 * s), (x + 0.85 * s, top + 0.38 * s)],
            ((250, 232, 184), (214, 182, 120)),
        )
        c.oval(x, top + 0.37 * s, 0.85 * s, 0.07 * s, (196, 162, 102))
    elif hat == "youth":
        c.oval(x, top + 0.24 * s, 0.6 * s, 0.12 * s, light(YOUTH, -0.15))
        c.oval(x, top + 0.12 * s, 0.4 * s, 0.24 * s, (light(YOUTH, 0.16), YOUTH))
