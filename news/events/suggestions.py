"""Who spoke before: names with the position of that day, for whoever types a name again."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cms import vietnamese
from news.models import ConferenceReportPage, Speech
from news.speakers import Spoken, by_position

SHORTEST = 2  # letters without their marks
LONGEST = 120
MOST = 8
# Of more speeches than these the latest are looked at: a reporter types on.
MOST_READ = 300


@dataclass(frozen=True)
class Suggestion:
    """A name in one position, as it was printed last: said on ``day`` ("26/5/2023", or "")."""

    speaker: str
    honorific: str
    position: str
    day: str


def known_speeches(user: Any) -> QuerySet[Speech]:
    """Return the speeches that may be suggested to that account: those of public reports and of its own drafts."""
    public = ConferenceReportPage.objects.visible().values("pk")
    return Speech.objects.filter(Q(story__in=public) | Q(story__owner=user, story__live=False))


def suggest(user: Any, words: str) -> list[Suggestion]:
    """Return who may be meant, the latest first, each name once in each position.

    Args:
        user: who types; others' drafts say nothing.
        words: the beginning or a part of a name, with or without marks.

    Returns:
        At most ``MOST``; none if less than ``SHORTEST`` letters were typed.
    """
    typed = vietnamese.slugify(words[:LONGEST], LONGEST)
    if len(typed) < SHORTEST:
        return []
    # At the beginning of a word of the name: "an" is no part of "Nguyễn Văn Toàn".
    named = Q(speaker_slug__startswith=typed) | Q(speaker_slug__contains=f"-{typed}")
    speeches = list(
        known_speeches(user)
        .filter(named)
        .select_related("story")
        .only("speaker", "honorific", "position", "story__start_date")
        .order_by("-story__start_date", "-pk")[:MOST_READ]
    )
    honorifics = {speech.pk: speech.honorific for speech in speeches}
    groups = by_position(
        Spoken(each.pk, each.speaker, each.position, each.story.start_date) for each in speeches
    )
    return [
        Suggestion(
            speaker=group.speaker,
            honorific=honorifics[group.speeches[0].pk],
            position=group.position,
            day=vietnamese.short_date(group.days[1]) if group.days else "",
        )
        for group in groups[:MOST]
    ]
