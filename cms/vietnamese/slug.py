"""Addresses and file names: Vietnamese text as plain ASCII."""

import re
import unicodedata

from anyascii import anyascii

from .characters import clean_run
from .text import fold

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_FILENAME_MAX = 100
_NAMELESS = "tep"  # tệp: a file whose name leaves nothing to keep
# Names that Windows opens as a device, with any extension.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")


def slugify(text: str, max_length: int = 80) -> str:
    """Make the part of an address that names a page: "Đảng bộ Sở Nội vụ" → "dang-bo-so-noi-vu".

    Returns lower-case ASCII letters, digits and single hyphens, shorter than ``max_length`` characters, cut
    between words (a first word that is too long by itself is cut hard); "" if nothing remains. Letters of
    other scripts are transliterated, symbols and emoji dropped. Idempotent.
    """
    words = _NOT_SLUG.sub("-", _to_ascii(text).lower()).strip("-").split("-")
    limit = max(max_length - 1, 0)
    slug = words[0][:limit]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > limit:
            break
        slug += "-" + word
    return slug


def safe_filename(name: str) -> str:
    """Make a name under which an uploaded file may be stored and offered.

    "Nghị định 42.PDF" → "nghi-dinh-42.pdf". Takes what a browser sent. Returns at most 100 lower-case ASCII
    characters: a slug and, if the name ends in one of up to eight ASCII letters or digits, that extension;
    never a path, a dot at the start or a device name of Windows. Says nothing about what the file holds.
    Idempotent.
    """
    base = re.split(r"[/\\]", clean_run(name))[-1].strip(" .")
    suffix = _SUFFIX.search(base)
    stem, extension = base, ""
    if suffix and suffix.start():
        stem, extension = base[: suffix.start()], suffix.group().lower()
    slug = slugify(stem, max_length=_FILENAME_MAX - len(extension) + 1) or _NAMELESS
    if _DEVICES.fullmatch(slug):
        slug = f"{_NAMELESS}-{slug}"
    return slug + extension


def _to_ascii(text: str) -> str:
    folded = fold(clean_run(text))
    if folded.isascii():
        return folded
    # Only letters and digits are transliterated: anyascii would spell out emoji (":smile:") and symbols.
    return "".join(
        anyascii(character) if character.isascii() or unicodedata.category(character)[0] in "LN" else " "
        for character in folded
    )
