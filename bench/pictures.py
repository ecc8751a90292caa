"""What readers' pictures weigh, and what their formats cost the server.

The pictures are made with the statistics of photographs (cms/media/tests/photographs.py): the demo's drawn ones
compress better than anything that a camera takes, and would flatter every figure.

``measure()`` returns the figures. Bytes and ratios are the same on every machine with the same libraries; seconds
and renditions a second are of this machine, with whatever else it does. Run by itself:
``python -m bench.pictures [http://127.0.0.1:8000]``; with the address of a running portal the galleries in it are
weighed, too, in Chromium, as a phone and as a desktop load them.
"""

import io
import json
import os
import re
import shutil
import sys
import time
import urllib.request
from math import log10
from statistics import mean
from typing import Any

import django
from django.core.files.base import ContentFile
from PIL import Image, ImageChops, ImageStat

PHOTOGRAPHS = 6
WIDTH, HEIGHT = 4000, 3000
CAMERA_QUALITY = 92
SCREENS = {"phone": (390, 844, 3), "desktop": (1280, 900, 1)}


def measure(portal: str | None = None, photographs: int = PHOTOGRAPHS) -> dict[str, Any]:
    """Return the figures.

    Args:
        portal: the address of a running portal whose galleries are to be weighed; None for none.
        photographs: how many are made.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    figures: dict[str, Any] = formats(photographs)
    if portal:
        figures["galleries"] = galleries(portal.rstrip("/"))
    return figures


def formats(photographs: int) -> dict[str, Any]:
    """Make all renditions of some photographs of twelve megapixels; say what each format weighs and takes."""
    from wagtail.images.models import Filter

    from cms.media.encoding import rendition_files
    from cms.media.specs import PICTURE_SPECS

    weights: dict[str, list[int]] = {spec: [] for spec in PICTURE_SPECS}
    likeness: dict[str, list[float]] = {spec: [] for spec in PICTURE_SPECS}
    seconds: dict[str, list[float]] = {"ours": [], "wagtail": [], "jpeg": [], "webp": [], "avif": []}
    for seed in range(photographs):
        image = _photograph(seed)
        begun = time.process_time()
        files = [
            (wanted.spec, b"".join(file.chunks())) for wanted, file in rendition_files(image, PICTURE_SPECS)
        ]
        seconds["ours"].append(time.process_time() - begun)
        for name in ("jpeg", "webp", "avif"):
            begun = time.process_time()
            list(rendition_files(image, [spec for spec in PICTURE_SPECS if name in spec]))
            seconds[name].append(time.process_time() - begun)
        begun = time.process_time()
        for spec in PICTURE_SPECS:
            image.generate_rendition_file(Filter(spec)).close()
        seconds["wagtail"].append(time.process_time() - begun)
        truth = _exact(image, {spec: Image.open(io.BytesIO(data)).size for spec, data in files})
        for spec, data in files:
            weights[spec].append(len(data))
            if spec in truth:
                likeness[spec].append(_psnr(truth[spec], Image.open(io.BytesIO(data))))
    taken = {name: round(mean(values), 2) for name, values in seconds.items()}
    return {
        "photographs": photographs,
        "kilobytes": {spec: round(mean(values) / 1000, 1) for spec, values in weights.items()},
        "decibels": {spec: round(mean(values), 1) for spec, values in likeness.items() if values},
        "of_jpeg": _shares({spec: mean(values) for spec, values in weights.items()}),
        "seconds_per_photograph": taken,
        "times_wagtails": round(taken["ours"] / taken["wagtail"], 2),
        "renditions_per_second": round(len(PICTURE_SPECS) / taken["ours"], 1),
        "kilobytes_stored_per_photograph": round(sum(mean(values) for values in weights.values()) / 1000),
    }


def _photograph(seed: int) -> Any:
    """Return a picture of the library that is in no database."""
    from wagtail.images import get_image_model

    from cms.media.tests.photographs import photograph

    written = io.BytesIO()
    photograph(WIDTH, HEIGHT, seed).save(written, "JPEG", quality=CAMERA_QUALITY)
    image = get_image_model()(pk=seed + 1, title="", width=WIDTH, height=HEIGHT, collection_id=1)
    image.file = ContentFile(written.getvalue(), name=f"{seed}.jpg")
    return image


def _exact(image: Any, sizes: dict[str, tuple[int, int]]) -> dict[str, Image.Image]:
    """Return what the whole pictures would be if nothing were lost in writing them."""
    with image.open_file() as stored:
        picture = Image.open(stored).convert("RGB")
    return {
        spec: picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        for spec, size in sizes.items()
        if "width" in spec
    }


def _psnr(one: Image.Image, other: Image.Image) -> float:
    """Return how alike two pictures are in brightness, in decibels: above 35 few see a difference."""
    difference = ImageChops.difference(one.convert("L"), other.convert("RGB").convert("L"))
    return 10 * log10(255**2 / max(ImageStat.Stat(difference).sum2[0] / (one.width * one.height), 1e-9))


def _shares(weights: dict[str, float]) -> dict[str, float]:
    """Return what AVIF and WebP weigh as a share of the JPEG of the same size."""
    by_size: dict[str, dict[str, float]] = {}
    for spec, weight in weights.items():
        kind, transform, _quality = spec.split("|")
        by_size.setdefault(transform, {})[kind.removeprefix("format-")] = weight
    return {
        f"{name} {transform}": round(found[name] / found["jpeg"], 2)
        for transform, found in by_size.items()
        for name in ("webp", "avif")
    }


def galleries(portal: str) -> list[dict[str, Any]]:
    """Weigh every gallery of a running portal in Chromium: before scrolling, and when all has been seen."""
    from playwright.sync_api import sync_playwright

    with urllib.request.urlopen(f"{portal}/thu-vien-anh/", timeout=30) as answer:
        addresses = re.findall(r'class="album__title"><a href="([^"#]+)', answer.read().decode())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        found = [
            _weigh(browser, portal + address, screen) for address in addresses for screen in sorted(SCREENS)
        ]
        browser.close()
    return found


def _weigh(browser: Any, address: str, screen: str) -> dict[str, Any]:
    width, height, ratio = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=ratio)
    page = context.new_page()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    pictures = page.locator(".gallery .enlarge img").count()
    before = sum(len(answer.body()) for answer in answers)
    asked_before = sum("/media/" in answer.url for answer in answers)
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(one => { one.loading = 'eager'; })")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("[...document.images].every(one => one.complete)")
    after = sum(len(answer.body()) for answer in answers)
    context.close()
    return {
        "gallery": address.rstrip("/").rpartition("/")[2][:40],
        "screen": screen,
        "pictures": pictures,
        "asked_before_scrolling": asked_before,
        "kilobytes_before_scrolling": round(before / 1000),
        "kilobytes_in_all": round(after / 1000),
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1] if len(sys.argv) > 1 else None), ensure_ascii=False, indent=2))
