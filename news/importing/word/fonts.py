"""The fonts of before Unicode, by name: what is typed in them is another letter than the file says."""

import re

from cms.vietnamese import legacy_to_unicode

# ".VnTime", ".VnArialH" (the fonts of TCVN3; H: capitals) and "VNI-Times"; also "VnTime" without the point.
_TCVN3 = re.compile(r"\.?vn(?!i)[a-z]", re.IGNORECASE)
_VNI = re.compile(r"vni[-\s]", re.IGNORECASE)


def encoding_of(font: str | None) -> str:
    """The encoding of a font: "tcvn3", "tcvn3-capitals", "vni", or "" for those of Unicode."""
    font = (font or "").strip("\"' ")
    if _VNI.match(font):
        return "vni"
    if _TCVN3.match(font):
        return "tcvn3-capitals" if font.endswith("H") else "tcvn3"
    return ""


def decode(text: str, encoding: str) -> str:
    """The letters that were meant by a text in a font of that encoding; text that is Unicode already stays."""
    if encoding == "tcvn3-capitals":
        return legacy_to_unicode(text, "tcvn3").upper()
    return legacy_to_unicode(text, encoding) if encoding else text
