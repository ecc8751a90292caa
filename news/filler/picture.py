"""The one picture of all filler galleries, with everything that the public gets of it."""

import io

from PIL import Image, ImageDraw

from cms.media import renditions
from cms.media.intake import store_picture
from cms.media.models import PortalImage


def of_all_galleries() -> PortalImage:
    """Return the picture; it is drawn and stored once."""
    drawn = Image.linear_gradient("L").resize((1200, 900)).convert("RGB")
    ImageDraw.Draw(drawn).ellipse((400, 250, 800, 650), fill=(180, 60, 40))
    written = io.BytesIO()
    drawn.save(written, "JPEG")
    stored = store_picture(written.getvalue(), "hoi-truong.jpg", title="Hội trường", user=None)
    if renditions.unready([stored.pk]):
        renditions.make(stored)
    return stored
