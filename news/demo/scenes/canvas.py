"""A drawing surface for the demo pictures: shapes, gradients, light and grain, with Pillow alone.

Scenes use units, not pixels: a canvas is always 1000 units high and `w` units wide, whatever the size of
the file, so one scene serves a landscape, a portrait and a panorama. Everything is drawn at twice the size
and reduced at the end, which is the antialiasing; soft things (shadows, glows, blur) are made
small and enlarged, which is fast.
"""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]

OVERSAMPLE = 2
SOFT = 8  # soft layers are drawn at one eighth of the oversampled size


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """Return the colour that lies `t` (0 to 1) of the way from `a` to `b`."""
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b, strict=True))


def light(colour: Colour, amount: float) -> Colour:
    """Return `colour` moved towards white (`amount` up to 1) or towards black (down to -1)."""
    return mix(colour, (255, 255, 255), amount) if amount >= 0 else mix(colour, (0, 0, 0), -amount)


def alpha(colour: Colour, opacity: float) -> tuple[int, int, int, int]:
    """Return `colour` with an opacity of 0 (invisible) to 1."""
    return (*colour, round(255 * opacity))


def smooth(points: list[Point], steps: int = 8, closed: bool = False) -> list[Point]:
    """Return a Catmull-Rom curve through `points`, with `steps` points for each stretch."""
    count = len(points)
    at = (lambda i: points[i % count]) if closed else (lambda i: points[max(0, min(count - 1, i))])
    curve = []
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t * t
                        + (3 * b - a - 3 * c + d) * t**3
                    )
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


class Canvas:
    """One picture in the making. `rng` is seeded, so that the same key always gives the same bytes."""

    def __init__(self, width: int, height: int, seed: str):
        """Take the size of the finished file in pixels and the seed."""
        self.size = (width, height)
        self.w = 1000 * width / height
        self.k = OVERSAMPLE * height / 1000
        self.rng = random.Random(seed)
        self.image = Image.new("RGB", (width * OVERSAMPLE, height * OVERSAMPLE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def px(self, points: list[Point]) -> list[Point]:
        """Return `points`, given in units, in pixels of the oversampled surface."""
        return [(x * self.k, y * self.k) for x, y in points]

    def poly(self, points: list[Point], fill) -> None:
        """Fill a polygon with a colour or, given several colours, with a gradient from top to bottom."""
        if isinstance(fill[0], tuple):
            ys = [y for _, y in points]
            xs = [x for x, _ in points]
            self._graded(
                (min(xs), min(ys), max(xs), max(ys)), fill, lambda pen, at: pen.polygon(at(points), fill=255)
            )
        else:
            self.pen.polygon(self.px(points), fill=fill)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill, r: float = 0) -> None:
        """Fill a rectangle with corners of radius `r`; `fill` as in `poly`."""
        if x1 <= x0 or y1 <= y0:
            return
        if isinstance(fill[0], tuple):

            def shape(pen, at):
                (a, b), (c, d) = at([(x0, y0), (x1, y1)])
                pen.rounded_rectangle((a, b, c, d), r * self.k, fill=255)

            self._graded((x0, y0, x1, y1), fill, shape)
        elif r:
            self.pen.rounded_rectangle(
                (x0 * self.k, y0 * self.k, x1 * self.k, y1 * self.k), r * self.k, fill=fill
            )
        else:
            self.pen.rectangle((x0 * self.k, y0 * self.k, x1 * self.k, y1 * self.k), fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill) -> None:
        """Fill an ellipse around (x, y); `fill` as in `poly`."""
        if isinstance(fill[0], tuple):

            def shape(pen, at):
                (a, b), (c, d) = at([(x - rx, y - ry), (x + rx, y + ry)])
                pen.ellipse((a, b, c, d), fill=255)

            self._graded((x - rx, y - ry, x + rx, y + ry), fill, shape)
        else:
            k = self.k
            self.pen.ellipse(((x - rx) * k, (y - ry) * k, (x + rx) * k, (y + ry) * k), fill=fill)

    def arc(
        self, x: float, y: float, rx: float, ry: float, start: float, end: float, fill, width: float
    ) -> None:
        """Stroke a part of an ellipse, from `start` to `end` degrees clockwise from three o'clock."""
        k = self.k
        box = ((x - rx) * k, (y - ry) * k, (x + rx) * k, (y + ry) * k)
        self.pen.arc(box, start, end, fill=fill, width=max(1, round(width * k)))

    def line(self, points: list[Point], fill, width: float) -> None:
        """Stroke a line, with round joints, `width` units wide."""
        self.pen.line(self.px(points), fill=fill, width=max(1, round(width * self.k)), joint="curve")

    def limb(self, points: list[Point], fill, width: float) -> None:
        """Stroke a line with round ends: an arm, a branch, a rail."""
        self.line(points, fill, width)
        for x, y in (points[0], points[-1]):
            self.oval(x, y, width / 2, width / 2, fill)

    def _graded(self, box, fill, shape) -> None:
        """Fill what `shape` draws on a mask of `box` with the gradient `fill` (two or more colours)."""
        left, top = math.floor(box[0] * self.k), math.floor(box[1] * self.k)
        size = (math.ceil(box[2] * self.k) - left + 1, math.ceil(box[3] * self.k) - top + 1)
        if size[0] < 2 or size[1] < 2:
            return
        mask = Image.new("L", size)
        shape(ImageDraw.Draw(mask), lambda points: [(x * self.k - left, y * self.k - top) for x, y in points])
        self.image.paste(gradient(size, fill), (left, top), mask)

    def fill(self, *colours: Colour) -> None:
        """Fill the whole surface with a gradient from top to bottom."""
        self.image.paste(gradient(self.image.size, colours))

    def soft(self, paint, opacity: float, colour: Colour, blur: float = 12) -> None:
        """Lay a blurred shape in `colour`: `paint(pen, at)` draws in white on a small mask."""
        size = (self.image.width // SOFT, self.image.height // SOFT)
        mask = Image.new("L", size)
        scale = self.k / SOFT
        paint(ImageDraw.Draw(mask), lambda points: [(x * scale, y * scale) for x, y in points])
        mask = mask.filter(ImageFilter.GaussianBlur(blur * scale)).point(lambda v: round(v * opacity))
        box = mask.getbbox()
        if box is None:
            return
        big = tuple(edge * SOFT for edge in box)
        mask = mask.crop(box).resize((big[2] - big[0], big[3] - big[1]), Image.Resampling.BILINEAR)
        self.image.paste(colour, big, mask)

    def shadow(
        self, x: float, y: float, rx: float, ry: float, opacity: float = 0.35, blur: float = 10
    ) -> None:
        """Lay a soft dark ellipse on the ground."""

        def paint(pen, at):
            pen.ellipse([*at([(x - rx, y - ry)])[0], *at([(x + rx, y + ry)])[0]], fill=255)

        self.soft(paint, opacity, (20, 22, 34), blur)

    def glow(self, x: float, y: float, r: float, colour: Colour, opacity: float = 0.6) -> None:
        """Lay a round light that fades outwards."""
        disc = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda v: round(max(0, v - 75) ** 1.5 / 2415 * 255)
        )
        mask = disc.point(lambda v: round(min(255, v) * opacity))
        side = max(2, round(2 * r * self.k))
        mask = mask.resize((side, side), Image.Resampling.BILINEAR)
        self.image.paste(colour, (round((x - r) * self.k), round((y - r) * self.k)), mask)

    def beam(self, points: list[Point], colour: Colour, opacity: float = 0.2, blur: float = 18) -> None:
        """Lay a soft beam of light (a polygon)."""
        self.soft(lambda pen, at: pen.polygon(at(points), fill=255), opacity, colour, blur)

    def blur(self, radius: float) -> None:
        """Blur all that is drawn so far, as a lens blurs a background; `radius` in units."""
        small = self.image.reduce(4).filter(ImageFilter.GaussianBlur(radius * self.k / 4))
        self.image = small.resize(self.image.size, Image.Resampling.BILINEAR)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def finish(
        self, tint: Colour = (255, 255, 255), grain: float = 0.05, vignette: float = 0.28
    ) -> Image.Image:
        """Return the picture: reduced, tinted by the light of the hour, darkened at the rim, with grain."""
        image = self.image.reduce(OVERSAMPLE)
        rim = Image.radial_gradient("L").point(lambda v: round(255 - vignette * 255 * max(0, v - 120) / 135))
        rim = rim.resize(image.size, Image.Resampling.BILINEAR)
        shade = Image.merge("RGB", [rim.point(lambda v, c=c: v * c // 255) for c in tint])
        image = ImageChops.multiply(image, shade)
        return Image.blend(image, ImageChops.overlay(image, self._noise(image.size)), min(1.0, grain * 8))

    def _noise(self, size: tuple[int, int]) -> Image.Image:
        """Return grey grain of `size`: a seeded tile repeated (Pillow's own noise cannot be seeded)."""
        side = 512
        fine = Image.frombytes("L", (side, side), self.rng.randbytes(side * side))
        coarse = fine.resize((side // 2, side // 2)).resize((side, side), Image.Resampling.BILINEAR)
        tile = Image.blend(fine, coarse, 0.5).point(lambda v: round(128 + (v - 128) * 0.32))
        sheet = Image.new("L", size)
        for left in range(0, size[0], side):
            for top in range(0, size[1], side):
                sheet.paste(tile, (left, top))
        return Image.merge("RGB", (sheet, sheet, sheet))


def gradient(size: tuple[int, int], colours) -> Image.Image:
    """Return an image of `size` that runs through `colours`, evenly, from top to bottom."""
    column = Image.new("RGB", (1, size[1]))
    last = len(colours) - 1
    pixels = []
    for y in range(size[1]):
        t = y / max(1, size[1] - 1) * last
        i = min(last - 1, int(t))
        pixels.append(mix(colours[i], colours[i + 1], t - i))
    column.putdata(pixels)
    return column.resize(size)
