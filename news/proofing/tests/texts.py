"""Texts for the tests of the checks."""

from news.proofing.checks import CHECKS
from news.proofing.proofread import advice
from news.proofing.text import Finding, Known, LeadPicture, Named, Passage, Place, Text

BODY = Place("body.1", "body-1")


def text_with(*paragraphs: str, **fields) -> Text:
    """Return a complete story of these paragraphs, which are one flow of words."""
    author = Named(Place("contributions.0.position", "contributions-1"), "Lê Thị Mai", "Chuyên viên", False)
    values = {
        "title": "Sở Nội vụ triển khai nhiệm vụ",
        "passages": tuple(Passage(BODY, paragraph, "body") for paragraph in paragraphs),
        "lead_picture": LeadPicture(chosen=True, caption="Quang cảnh hội nghị"),
        "people": (author,),
        "is_story": True,
    }
    return Text(**{**values, **fields})


def found(key: str, text: Text, known: Known | None = None) -> list[Finding]:
    """Return what one check finds."""
    return [finding for finding in advice(text, known or Known()) if finding.check == key]


def excerpts(key: str, *paragraphs: str) -> list[str]:
    """Return the words that one check points at in these paragraphs."""
    return [finding.excerpt for finding in found(key, text_with(*paragraphs))]


KEYS = [check.key for check in CHECKS]
