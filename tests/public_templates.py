"""The templates of which readers' pages are put together: those that show no token, no account and no script."""

from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
# Whole folders, with what lies below; of the others by name, for the newsroom's lie beside them.
FOLDERS = ("blocks", "components", "errors", "home", "search")
BESIDE_OTHERS = ("*.html", "news/*.html", "news/parts/feed_table.html", "news/parts/places.html")
OF_THE_NEWSROOM = {ROOT / "news/statistics.html"}


def public_templates() -> list[Path]:
    """Return their files."""
    found = {path for folder in FOLDERS for path in (ROOT / folder).rglob("*.html")}
    found |= {path for pattern in BESIDE_OTHERS for path in ROOT.glob(pattern)}
    return sorted(found - OF_THE_NEWSROOM)
