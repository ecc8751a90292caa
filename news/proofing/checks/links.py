"""Links that lead nowhere. Nothing is fetched: other sites are judged by their address alone."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..text import Finding, Known, Link, Text
from .base import Check, shortened

_HOST = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+")
_OTHER_SCHEMES = ("mailto:", "tel:")


def is_address(address: str) -> bool:
    """Tell whether a link's address can lead anywhere, by its form."""
    if not address or any(character.isspace() for character in address):
        return False
    if address.startswith(("#", "/")) and not address.startswith("//"):
        return True
    if address.lower().startswith(_OTHER_SCHEMES):
        return len(address.partition(":")[2]) > 2
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(_HOST.fullmatch(host[:253]))


class BrokenLink(Check):
    """A reader who clicks finds nothing."""

    key = "link"
    name = gettext_lazy("Broken links")
    explanation = gettext_lazy(
        "Points out links to pages that are not public, to missing files and to addresses that cannot be right."
    )

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for link in text.links:
            if sentence := self._fault(link, known):
                yield self.finding(link.place, sentence, link.words)

    @staticmethod
    def _fault(link: Link, known: Known) -> str:
        words = {"words": shortened(link.words)}
        if link.page is not None:
            if link.page in known.open_pages:
                return ""
            if not link.words:
                return _("The chosen story is not public: readers do not see it until it is.")
            return (
                _("The link “%(words)s” leads to a page that is not public: readers see no link until it is.")
                % words
            )
        if link.document is not None:
            if link.document in known.documents:
                return ""
            return _("The file behind the link “%(words)s” is no longer there: choose it again.") % words
        if is_address(link.address):
            return ""
        return (
            _("The address of the link “%(words)s” cannot be right: copy it again from the browser.") % words
        )
