"""What the checks must know of other stories: at most five queries, however long the text is."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms import vietnamese
from cms.pages import PublicPageQuerySet
from news.models import ConferenceReportPage, Contribution, Speech, StoryPage
from news.speakers import same_words

from .checks.people import key_of
from .text import Earlier, Known, Text

MOST_ROWS = 400
MOST_TITLES = 50


def known_of(page: Page, text: Text, owner: Any = None) -> Known:
    """Ask the database what the checks compare a text with.

    Args:
        page: the page; it need not be stored.
        text: its text.
        owner: whose drafts count for the title: the page's owner if it has one.
    """
    today = text.day or timezone.localdate()
    return Known(
        earlier_speakers=_speakers(page, text, today),
        earlier_authors=_authors(page, text, today),
        same_titles=_same_titles(page, text, getattr(page, "owner_id", None) or getattr(owner, "pk", None)),
        open_pages=_open_pages(text),
        documents=_documents(text),
    )


def _latest(rows: Iterable[tuple[str, str, date]]) -> dict[str, Earlier]:
    """Return each person's position in the first row that has one; rows come newest first."""
    found: dict[str, Earlier] = {}
    for name, position, day in rows:
        if position:
            found.setdefault(key_of(name), Earlier(position, day))
    return found


def _speakers(page: Page, text: Text, today: date) -> dict[str, Earlier]:
    slugs = {vietnamese.slugify(person.name, 121) for person in text.people if person.spoke} - {""}
    if not slugs:
        return {}
    rows = Speech.objects.filter(
        story__in=ConferenceReportPage.objects.visible(), speaker_slug__in=slugs, story__start_date__lte=today
    ).exclude(story=page.pk)
    rows = rows.order_by("-story__start_date", "-pk").values_list("speaker", "position", "story__start_date")
    return _latest(rows[:MOST_ROWS])


def _authors(page: Page, text: Text, today: date) -> dict[str, Earlier]:
    names = {person.name for person in text.people if not person.spoke} - {""}
    if not names:
        return {}
    rows = Contribution.objects.filter(
        story__in=StoryPage.objects.visible(), name__in=names, story__first_published_at__isnull=False
    ).exclude(story=page.pk)
    rows = rows.order_by("-story__first_published_at", "-pk")
    found = rows.values_list("name", "position", "story__first_published_at")[:MOST_ROWS]
    return _latest((name, position, timezone.localdate(moment)) for name, position, moment in found)


def _same_titles(page: Page, text: Text, owner: int | None) -> int:
    title = vietnamese.normalise(text.title)
    slug = vietnamese.slugify(title)
    if not text.is_story or not slug:
        return 0
    alike = Q(title=title) | Q(draft_title=title) | Q(slug__in=_addresses(slug))
    public = StoryPage.objects.visible().values("pk")
    mine = Q(pk__in=public) | (Q(live=False, owner=owner) if owner else Q(pk__in=()))
    rows = StoryPage.objects.filter(alike).filter(mine).exclude(pk=page.pk)
    found = rows.values_list("live", "title", "draft_title")[:MOST_TITLES]
    # What a public story is called in a newer draft is nobody's business.
    return sum(
        same_words(public if live else draft or public) == same_words(title) for live, public, draft in found
    )


def _addresses(slug: str) -> list[str]:
    """Return the addresses that stories of one title get: "hoi-nghi", "hoi-nghi-2" …"""
    return [slug, *(f"{slug}-{number}" for number in range(2, MOST_TITLES))]


def _open_pages(text: Text) -> frozenset[int]:
    numbers = {link.page for link in text.links if link.page}
    if not numbers:
        return frozenset()
    # Links lead to every type of page, and ``visible()`` is the queryset's of BasePage.
    return frozenset(PublicPageQuerySet(Page).visible().filter(pk__in=numbers).values_list("pk", flat=True))


def _documents(text: Text) -> frozenset[int]:
    numbers = {link.document for link in text.links if link.document}
    if not numbers:
        return frozenset()
    documents = get_document_model()._default_manager.filter(pk__in=numbers)
    return frozenset(documents.values_list("pk", flat=True))
