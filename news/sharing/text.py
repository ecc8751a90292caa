"""Text for XML and for people's programs."""

import re

# What XML 1.0 cannot hold, not even as a reference (W3C, XML 1.0, production 2 "Char").
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return the text without the characters that would make any XML file unreadable as a whole."""
    return _NOT_XML.sub("", text)
