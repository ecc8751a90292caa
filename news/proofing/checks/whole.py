"""What a complete story has besides its text: pictures, captions, authors, positions, a title of its own."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..text import Finding, Known, Place, Text
from .base import Check


class LeadPictureMissing(Check):
    """The picture of the publication."""

    key = "lead_picture"
    name = gettext_lazy("Lead picture")
    explanation = gettext_lazy("Points out a story without a lead picture.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        if text.lead_picture is None or text.lead_picture.chosen:
            return
        if text.lead_picture.caption:
            sentence = _("There is a caption but no lead picture yet: choose the picture that it describes.")
        else:
            sentence = _("The story has no lead picture: choose one, so that it is seen in the lists.")
        yield self.finding(Place.of_field("lead_image"), sentence)


class CaptionMissing(Check):
    """Who and what is to be seen, under every picture."""

    key = "caption"
    name = gettext_lazy("Captions")
    explanation = gettext_lazy("Points out pictures that are printed without a caption.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for picture in text.pictures:
            if not picture.caption.strip() and not picture.decorative:
                yield self.finding(
                    picture.place,
                    _("The picture has no caption: say who is to be seen, where and on which occasion."),
                )


class BylineMissing(Check):
    """Tin, bài, ảnh: …"""

    key = "byline"
    name = gettext_lazy("Authors")
    explanation = gettext_lazy("Points out a story that names nobody who wrote it.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        if text.is_story and not any(person.name and not person.spoke for person in text.people):
            yield self.finding(
                Place.of_field("contributions"),
                _("Nobody is named as the author: add who wrote the story and who took the photographs."),
            )


class PositionMissing(Check):
    """A speaker is introduced with the position."""

    key = "position"
    name = gettext_lazy("Positions of speakers")
    explanation = gettext_lazy("Points out a speaker whose position is not given.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for person in text.people:
            if person.spoke and person.name and not person.position:
                yield self.finding(
                    person.place,
                    _("The position of %(name)s is missing: write it as it was on that day.")
                    % {"name": person.name},
                )


class SameTitle(Check):
    """Two stories of one title cannot be told apart in a list."""

    key = "same_title"
    name = gettext_lazy("Title used before")
    explanation = gettext_lazy(
        "Points out that a public story, or a draft of the same reporter, has the same title."
    )

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        if known.same_titles:
            sentence = ngettext(
                "Another story has this title: is it the same story, or does the title need what is new in it?",
                "%(count)s other stories have this title: is it the same story, or does the title need what is new "
                "in it?",
                known.same_titles,
            )
            yield self.finding(Place.of_field("title"), sentence % {"count": known.same_titles}, text.title)
