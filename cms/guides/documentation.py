"""The guides as files for docs/guides/, which a browser opens without the portal."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from .guides import GUIDES, Guide

FOLDER = settings.BASE_DIR / "docs" / "guides"
# From there to the pictures, which the admin serves as static files.
PICTURES = "../../static/img/guides/"


def as_file(guide: Guide) -> str:
    """Return a guide as an HTML file that stands alone, its pictures beside it in the repository."""
    with translation.override("vi"):
        return render_to_string("guides/file.html", {"guide": guide, "pictures": PICTURES})


def write() -> list[Path]:
    """Write every guide to docs/guides/ and return the files that changed."""
    changed = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for guide in GUIDES:
        path, text = FOLDER / f"{guide.slug}.html", as_file(guide)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
