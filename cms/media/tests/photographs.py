"""Pictures with the statistics of photographs, made from a seed.

Drawn pictures compress like nothing that a camera takes. These are made of what photographs are known for:
things that hide each other, of all sizes (the "dead leaves" model: Lee, Mumford and Huang, "Occlusion models for
natural images", 2001); on each a texture with the same contrast in every octave (amplitude 1/f: Field, 1987), here
strong, there weak; and a sensor's noise over all.
"""

import random

from PIL import Image, ImageDraw, ImageFilter, ImageMath

# Grey levels of 255.
TEXTURE = 26.0
SENSOR_NOISE = 4.0
LEAVES = 2500


def photograph(width: int, height: int, seed: int) -> Image.Image:
    """Return a picture that compresses like a photograph; the same for the same seed."""
    chance = random.Random(seed)
    things, roughness = _leaves(chance, width, height)
    texture, noise = _pink(chance, width, height), _white(chance, width, height)
    rough = roughness.convert("F")

    def lay(layer: Image.Image) -> Image.Image:
        return ImageMath.lambda_eval(
            lambda given: (
                given["thing"]
                + given["texture"] * given["rough"] * (TEXTURE / 255.0)
                + given["noise"] * SENSOR_NOISE
            ),
            thing=layer.convert("F"),
            texture=texture,
            rough=rough,
            noise=noise,
        ).convert("L")

    return Image.merge("RGB", [lay(layer) for layer in things.split()])


def _leaves(chance: random.Random, width: int, height: int) -> tuple[Image.Image, Image.Image]:
    """Return things that hide each other, with lenses' soft edges, and how rough each of them is."""
    things, roughness = Image.new("RGB", (width, height), "dimgrey"), Image.new("L", (width, height), 90)
    brush, rough_brush = ImageDraw.Draw(things), ImageDraw.Draw(roughness)
    largest, smallest = width / 2, width / 200
    for _number in range(LEAVES):
        # Radii with a density of r⁻³: as many things as are seen from near and from far.
        share = chance.random()
        radius = (largest**-2 + share * (smallest**-2 - largest**-2)) ** -0.5
        x, y, flat = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(0.4, 1.6)
        box = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        light, tint = chance.gauss(115, 50), [chance.gauss(0, 18) for _channel in range(3)]
        brush.ellipse(box, fill=tuple(max(0, min(255, round(light + one))) for one in tint))
        rough_brush.ellipse(box, fill=round(255 * chance.random() ** 2))
    soft = ImageFilter.GaussianBlur(width / 1600)
    return things.filter(soft), roughness.filter(soft)


def _pink(chance: random.Random, width: int, height: int) -> Image.Image:
    """Return noise with a variance of about 1 in which every octave has the same share."""
    total, size, octaves = Image.new("F", (width, height)), 4, 0
    while size <= width:
        layer = _white(chance, size, max(2, size * height // width))
        layer = layer.resize((width, height), Image.Resampling.BICUBIC)
        total = ImageMath.lambda_eval(lambda given: given["total"] + given["layer"], total=total, layer=layer)
        size, octaves = size * 2, octaves + 1
    return total.point(lambda value: value * (octaves**-0.5) + 0)


def _white(chance: random.Random, width: int, height: int) -> Image.Image:
    """Return noise with mean 0 and variance 1, every pixel for itself."""
    layer = Image.frombytes("L", (width, height), chance.randbytes(width * height)).convert("F")
    return layer.point(lambda value: value * (1 / 73.9) + (-127.5 / 73.9))
