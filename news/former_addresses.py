"""Old addresses of categories, events and people lead to the new ones once nothing public stands there any more.

An event and a person have no row of their own: their addresses follow from what public reports say. So one
becomes an old address when a correction is published, not when a draft is typed, and only if no other public
report still says the old name. What is not public is never looked at and leaves no trace.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Manager
from django.urls import reverse

from cms.redirects import keep_old_path

if TYPE_CHECKING:
    from news.models import ConferenceReportPage, Speech

# Every address that a category has: the list and its feeds.
OF_A_CATEGORY = ("news:category", "feeds:category_rss", "feeds:category_atom")


@dataclass(frozen=True)
class PublicSlugs:
    """What a report's event and, by the speech's key, its speakers are called in addresses; nothing of a draft."""

    event: str = ""
    speakers: dict[int, str] = field(default_factory=dict)


def public_slugs(report: "ConferenceReportPage") -> PublicSlugs:
    """Return the slugs that the stored report has, none if the public does not see it."""
    if report.pk is None:
        return PublicSlugs()
    event = type(report).objects.visible().filter(pk=report.pk).values_list("event_slug", flat=True).first()
    if event is None:
        return PublicSlugs()
    speeches = _speeches().filter(story=report.pk).order_by()
    return PublicSlugs(event, dict(speeches.values_list("pk", "speaker_slug")))


def keep_addresses_of_report(before: PublicSlugs, report: "ConferenceReportPage") -> None:
    """Lead from the old addresses of a public report's event and speakers to those that it has now.

    Args:
        before: its slugs before it was saved (:func:`public_slugs`).
        report: the report, saved.
    """
    if before == PublicSlugs():
        return
    now = public_slugs(report)
    public = type(report).objects.visible()
    if _renamed(before.event, now.event) and not public.filter(event_slug=before.event).exists():
        keep_old_path(reverse("news:event", args=[before.event]), reverse("news:event", args=[now.event]))
    for key, old in before.speakers.items():
        new = now.speakers.get(key, "")
        if not _renamed(old, new):
            continue
        if not _speeches().filter(speaker_slug=old, story__in=public).exists():
            keep_old_path(reverse("news:speaker", args=[old]), reverse("news:speaker", args=[new]))


def keep_addresses_of_category(old: str, new: str) -> None:
    """Lead from the list and the feeds of a category to those under its new slug."""
    for name in OF_A_CATEGORY if _renamed(old, new) else ():
        keep_old_path(reverse(name, args=[old]), reverse(name, args=[new]))


def _renamed(old: str, new: str) -> bool:
    return bool(old and new and old != new)


def _speeches() -> "Manager[Speech]":
    # The models save by these functions, so their module is not imported here.
    return apps.get_model("news", "Speech")._default_manager
