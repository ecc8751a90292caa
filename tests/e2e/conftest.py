"""A real Chromium against a real server, for what only a browser can show."""

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.restored import Restored

# Playwright's loop makes Django think that it is called from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", "var/screenshots"))
# Screenshots that stand in the guides (templates/guides/texts/), and their names there. `make guides` takes them anew.
GUIDES = Path("static/img/guides")
IN_GUIDES = {
    "e2e-2-completed": "soan-bai",
    "e2e-3-submitted": "da-gui-duyet",
    "e2e-4-chief-home": "viec-cho-toi",
    "e2e-5-review-390": "trang-duyet",
    "e2e-6-approved-390": "da-ky",
    "word-preview-1280": "nhap-tu-word",
    "proofing-1-desk": "soat-bai",
}
# A guide shows the top of a screen: in pixels.
GUIDE_HEIGHT = 1100


def pytest_collection_modifyitems(items) -> None:
    """Mark everything in this folder, and skip it with one line where there is no browser."""
    for item in items:
        if Path(__file__).parent in Path(str(item.fspath)).parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium):
    """Open a browser context of its own: ``new_page(width=390)``; every person has one."""
    contexts = []

    def open_page(width: int = 1280, height: int = 900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a slow machine publishes thirty pictures in it
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def screenshot():
    """Keep a picture under var/screenshots: ``screenshot(page, "review-390")``. CI takes none: nobody looks there."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(page, name: str, *, full_page: bool = True) -> None:
        if os.environ.get("CI") == "true":
            return
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full_page)
        if name in IN_GUIDES and os.environ.get("GUIDES"):
            GUIDES.mkdir(parents=True, exist_ok=True)
            with Image.open(SCREENSHOTS / f"{name}.png") as taken:
                top = taken.crop((0, 0, taken.width, min(taken.height, GUIDE_HEIGHT)))
                top.convert("RGB").save(GUIDES / f"{IN_GUIDES[name]}.webp", quality=70, method=6)

    return take


@pytest.fixture(scope="session")
def _built() -> dict:
    """What ``once`` keeps."""
    return {}


@pytest.fixture
def once(request, settings, tmp_path_factory, _built):
    """Publish for a whole file what its tests only read: ``once(build)`` returns what ``build()`` returned first.

    The next test of the file begins with the database and the files as they were then. Nothing that a fixture made
    before is there any more, so a test that asks for this asks for no accounts or stories beside it.
    """

    def give(build):
        kept = _built.get(request.path)
        if kept is None:
            made, files = build(), tmp_path_factory.mktemp("built") / "media"
            shutil.copytree(settings.MEDIA_ROOT, files) if Path(
                settings.MEDIA_ROOT
            ).exists() else files.mkdir()
            _built[request.path] = made, Restored(), files
            return made
        made, database, files = kept
        database.restore()
        shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return made

    return give


@pytest.fixture
def served_portal(live_server, portal):
    """The portal behind a server on loopback."""
    portal.site.port = live_server.thread.port
    portal.site.hostname = "localhost"
    portal.site.save()
    return portal
