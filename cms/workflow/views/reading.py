"""What there is to read before a decision: the changes since a version that says most, or the story."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from .. import cases
from ..models import Approval, Decision
from ..reading.changes import SectionChange, as_read, compare
from ..reading.checks_shown import ShownCheck, checks_for
from ..reading.diff import REMOVED
from ..reading.outline import outline
from ..rules import OPEN_STATES

if TYPE_CHECKING:
    from .deciding import PageScreen

SHOWN, SEEN, SUBMITTED, PUBLIC = "da-xem", "lan-truoc", "da-gui", "da-dang"
SINCE: dict[str, Promise] = {
    SHOWN: _("since the page was opened"),
    SEEN: _("since you last decided on it"),
    SUBMITTED: _("since it was submitted"),
    PUBLIC: _("since the version that was public last"),
}
WHOLE = "toan-bai"


@dataclass(frozen=True)
class Reading:
    """The sections to print. ``since`` is empty if the story itself is shown."""

    sections: list[SectionChange]
    since: object
    chosen: str
    choices: list[tuple[str, object]]
    checks: list[ShownCheck]
    pictures: dict
    hidden_change: bool = False

    @property
    def blocking(self) -> list[ShownCheck]:
        """What the text could not be submitted with."""
        return [check for check in self.checks if check.blocking]

    @property
    def advice(self) -> list[ShownCheck]:
        """What is worth a look."""
        return [check for check in self.checks if not check.blocking]

    @property
    def anchors(self) -> set[str]:
        """The pieces that are on the screen; a check of another one leads to the whole text."""
        return {
            f"{section.name}-{piece.number}"
            for section in self.sections
            for piece in section.pieces
            if piece.kind != REMOVED
        }


def reading(screen: "PageScreen", *, before: Revision | None = None, wanted: str = "") -> Reading:
    """Return what the screen prints of the version that it shows.

    Args:
        screen: the screen, loaded.
        before: what was shown before the page changed under the reader's eyes.
        wanted: the baseline that the reader asks for; the most telling one if it is none of them.
    """
    revision = screen.loaded.revision
    page = revision.as_object() if revision else screen.page
    baselines, chosen = baselines_of(screen)
    if before is not None:
        baselines, chosen = {SHOWN: before, **baselines}, SHOWN
    elif wanted == WHOLE or wanted in baselines:
        chosen = wanted
    return read(page, revision, baselines, chosen)


def read(page: Page, revision: Revision | None, baselines: dict[str, Revision], chosen: str) -> Reading:
    """Return the reading of a version against the chosen one of its baselines."""
    new = outline(page)
    if chosen == WHOLE:
        sections, hidden = as_read(new), False
    else:
        old = baselines[chosen]
        sections = compare(outline(old.as_object()), new)
        differ = revision is None or cases.fingerprint(old.content) != cases.fingerprint(revision.content)
        hidden = differ and not sections
    choices: list[tuple[str, object]] = [(key, SINCE[key]) for key in baselines]
    choices.append((WHOLE, _("the whole text")))
    since = "" if chosen == WHOLE else SINCE[chosen]
    return Reading(
        sections,
        since,
        chosen,
        choices if len(choices) > 1 else [],
        checks_for(page),
        _pictures(sections),
        hidden,
    )


def baselines_of(screen: "PageScreen") -> tuple[dict[str, Revision], str]:
    """Return the versions that the shown one can be compared with, and which of them says most.

    Whoever has written since the submission, or is asked to confirm a correction, compares with what was
    submitted; who has decided before, with what they decided on; everybody else with what is public. Who
    has seen nothing of a story that never was public reads it whole.
    """
    user, shown = screen.request.user, screen.loaded.revision
    public = last_public(screen.page)
    submitted = _submitted(screen)
    found = {SEEN: _seen(screen, public), PUBLIC: public, SUBMITTED: submitted}
    kept: dict[str, Revision] = {}
    for key, revision in found.items():
        if revision and (shown is None or revision.pk != shown.pk) and revision not in kept.values():
            kept[key] = revision
    wrote = submitted and (user.pk == screen.case.submitter or _wrote_since(screen, submitted))
    order = (SUBMITTED, SEEN, PUBLIC) if wrote else (SEEN, PUBLIC)
    return kept, next((key for key in order if key in kept), WHOLE)


def last_public(page: Page) -> Revision | None:
    """Return the version that is public, or was last: a taken-down page has no live revision any more."""
    if page.live_revision_id:
        return page.live_revision
    last = (
        Approval.objects.filter(page_id=page.pk).order_by("-id").values_list("revision_id", flat=True).first()
    )
    return (
        Revision.objects.for_instance(page).filter(pk=last).first()
        if last and page.first_published_at
        else None
    )


def _submitted(screen: "PageScreen") -> Revision | None:
    if screen.case.state not in OPEN_STATES or not screen.loaded.signatures:
        return None
    first = screen.loaded.signatures[0]
    return Revision.objects.for_instance(screen.page).filter(pk=first.revision_id).first()


def _seen(screen: "PageScreen", public: Revision | None) -> Revision | None:
    """Return the version on which that person last decided, unless the public has seen a later one."""
    own = Decision.objects.filter(page_id=screen.page.pk, person_id=screen.request.user.pk).exclude(
        kind__in=[Decision.Kind.SUBMITTED, Decision.Kind.WITHDRAWN, Decision.Kind.TAKEN_DOWN]
    )
    number = own.order_by("-id").values_list("revision_id", flat=True).first()
    revision = Revision.objects.for_instance(screen.page).filter(pk=number).first() if number else None
    return revision if revision and (public is None or revision.pk > public.pk) else None


def _wrote_since(screen: "PageScreen", submitted: Revision) -> bool:
    later = Revision.objects.for_instance(screen.page).filter(pk__gt=submitted.pk)
    return later.filter(user=screen.request.user).exists()


def _pictures(sections: list[SectionChange]) -> dict:
    """Return the pictures that the sections name, by number, in one query."""
    numbers = {
        number
        for section in sections
        for piece in section.pieces
        for leaf in piece.leaves
        for number in (leaf.picture_before, leaf.picture_after)
        if number
    }
    return get_image_model()._default_manager.in_bulk(numbers)
