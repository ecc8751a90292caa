"""Headings: whoever hears a page goes through it by them, and a level left out sounds like a part that is missing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..text import Finding, Known, Text
from .base import Check, shortened

TITLE = 1
# As cms/blocks.py calls them; the last level leaves none out below it.
_NAMES = {2: gettext_lazy("Section heading"), 3: gettext_lazy("Subsection")}


class HeadingJump(Check):
    """The title, then sections, then subsections."""

    key = "heading_level"
    name = gettext_lazy("Heading levels")
    explanation = gettext_lazy(
        "Points out a heading that leaves a level out, such as a subsection without a section heading above it."
    )

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        above = TITLE
        for heading in text.headings:
            if heading.level > above + 1:
                yield self.finding(
                    heading.place,
                    _(
                        "The heading “%(words)s” leaves a level out: it stands below no “%(level)s”. Choose that "
                        "level for it."
                    )
                    % {"words": shortened(heading.text), "level": _NAMES[above + 1]},
                    heading.text,
                )
            above = heading.level
