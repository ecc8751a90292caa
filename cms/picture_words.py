"""What the words beside a picture must be, whatever page shows it: pure functions over texts.

The alternative text stands for the picture to those who cannot see it (WCAG 2.2, 1.1.1, and its failures F30,
a file's name, and F65, none at all). One that repeats the caption is read to a blind reader twice.
"""

import re
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms import vietnamese

# What cameras, phones and messengers call their files, and what says no more: "IMG_2041", "DSC 0012",
# "20260511_081500", "z6583920112345_0a1b2c" (Zalo), "468123456_1234567890_1234567890_n" (Facebook), "Ảnh 3".
# Possessive (++, *+): digits of a long name can be grouped in a thousand ways, and none must be tried twice.
_MEANINGLESS = re.compile(
    r"(?:img|mvimg|dsc[nf]?|pxl|image|photo|picture|pic|screenshot|received|fb img|untitled|anh|hinh|hinh anh|"
    r"anh chup|buc anh|anh minh hoa|file|tep)?(?: ?(?:wa)?\d++)*+|z\d{8,}(?: [0-9a-f]+)?|"
    r"\d{8,}(?: \d{8,})+ [no]"
)
_FILE_ENDING = re.compile(r"\.(?:jpe?g|png|webp|gif|heic|heif|avif|tiff?|bmp)$", re.IGNORECASE)
_CAPTION_INTRODUCTION = re.compile(r"^(?:anh|hinh|chu thich)\s*:\s*")
_NO_WORD = re.compile(r"[\W_]+")
# Stored names begin with a token, and are cut (models.picture_path).
_TOKEN = re.compile(r"^[0-9a-f]{16}-")
_STORED_NAME_MAX = 40


class AltFault(StrEnum):
    """What is wrong with an alternative text."""

    MISSING = "missing"
    FILE_NAME = "file name"
    REPEATS_CAPTION = "repeats the caption"


SENTENCES = {
    AltFault.MISSING: _("Write what the picture shows, or tick “Decorative”."),
    AltFault.FILE_NAME: _(
        "The alternative text is only a file's name or a number; write what the picture shows instead."
    ),
    AltFault.REPEATS_CAPTION: _(
        "The alternative text repeats the caption, which is read aloud anyway; write what the picture shows."
    ),
}


def alt_fault(
    alt: str, caption: str = "", *, decorative: bool = False, file_name: str = "", title: str = ""
) -> AltFault | None:
    """Return what is wrong with a picture's alternative text, None if nothing is.

    Args:
        alt: the alternative text.
        caption: what is printed under the picture.
        decorative: the picture says nothing that the text does not; then no text is read.
        file_name: the name of the stored file, with or without its folders.
        title: the picture's title in the library; uploaders make it of the file's name.
    """
    if decorative:
        return None
    words = _words(alt)
    if not words:
        return AltFault.MISSING
    if _FILE_ENDING.search(alt.strip()) or _MEANINGLESS.fullmatch(words) or _names(alt, file_name, title):
        return AltFault.FILE_NAME
    if words == _words(caption):
        return AltFault.REPEATS_CAPTION
    return None


def alt_problem(picture: Any, alt: str, caption: str, *, decorative: bool = False) -> Any | None:
    """Return the sentence for whoever wrote the alternative text of a stored picture, None if it is well.

    Args:
        picture: the PortalImage, or None if none is chosen yet.
        alt, caption, decorative: as for ``alt_fault``.
    """
    file_name = picture.file.name if picture and picture.file else ""
    fault = alt_fault(
        alt, caption, decorative=decorative, file_name=file_name, title=picture.title if picture else ""
    )
    return SENTENCES[fault] if fault else None


def _words(text: str) -> str:
    """Return what a text says, without marks, case, punctuation and the words that introduce a caption."""
    folded = _CAPTION_INTRODUCTION.sub("", vietnamese.fold(vietnamese.normalise(text)).strip())
    return _NO_WORD.sub(" ", folded).strip()


def _names(alt: str, file_name: str, title: str) -> bool:
    """Tell whether the text is the file's name: as stored, or as the title that an uploader made of it."""
    stem = _TOKEN.sub("", file_name.rpartition("/")[2]).rpartition(".")[0]
    if not stem:
        return False
    if _words(alt).replace(" ", "-") == stem:
        return True
    return _words(alt) == _words(title) and vietnamese.slugify(title, max_length=_STORED_NAME_MAX) == stem
