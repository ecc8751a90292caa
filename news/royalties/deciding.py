"""Setting coefficients, marking what is paid: the one place that writes royalties and their history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from news.models import StoryPage

from . import people, rules
from .lines import Line, lines_of, lines_to_set
from .models import Royalty, RoyaltyChange


class Refused(Exception):
    """Raised with one sentence for the person when nothing was done."""


@dataclass(frozen=True)
class Wanted:
    """What an approver wants for a line, found again by its key."""

    key: str
    work: str
    genre: str
    coefficient: Decimal


@transaction.atomic
def set_coefficients(user: Any, story: StoryPage, wanted: Sequence[Wanted]) -> int:
    """Store coefficients of one story, all or none. Returns how many differ from before.

    Raises:
        Refused: the person may not, a line is paid meanwhile, or it is none of this story's.
    """
    Page.objects.select_for_update().get(pk=story.pk)
    # Whoever marks them as paid locks them, too: what is read below stays so until the end.
    list(Royalty.objects.select_for_update().filter(story=story).order_by("pk"))
    lines = {(line.key, line.work): line for line in lines_to_set(story)}
    own, approver = people.names_that_may_be(user), people.may_set(user)
    changed = 0
    for one in wanted:
        line = lines.get((one.key, one.work))
        if line is None:
            raise Refused(_("The byline has changed meanwhile: look at it again."))
        before = line.royalty
        if before and (before.coefficient, before.genre) == (one.coefficient, one.genre):
            continue
        sentence = rules.refusal_to_set(approver=approver, own=line.key in own, paid=line.paid)
        if sentence:
            raise Refused(f"{line.name}: {sentence}")
        royalty, _created = Royalty.objects.update_or_create(
            story=story,
            person_key=line.key,
            work=line.work,
            defaults={
                "person_name": line.name,
                "genre": one.genre,
                "coefficient": one.coefficient,
                "set_by_name": user.get_full_name(),
                "set_at": timezone.now(),
            },
        )
        _record(user, RoyaltyChange.Kind.SET, royalty, story, before=before.coefficient if before else None)
        changed += 1
    return changed


@transaction.atomic
def mark_paid(user: Any, numbers: Iterable[int], paid_on: date) -> int:
    """Mark royalties as paid on a day, with the sum of that moment. Returns how many were not paid before.

    Raises:
        Refused: one of them may not be marked; then none is.
    """
    if not people.may_pay(user):
        raise Refused(_("Only whoever keeps the accounts marks royalties as paid."))
    own = people.names_that_may_be(user)
    marked = 0
    for line in _locked(numbers):
        if line.settled or line.royalty is None:
            continue
        sentence = rules.refusal_to_pay(own=line.key in own, set_before=True, priced=line.amount is not None)
        if sentence:
            raise Refused(f"{line.name}: {sentence}")
        royalty, sum_paid = line.royalty, line.amount
        royalty.paid_on, royalty.paid_amount = paid_on, sum_paid
        royalty.paid_by_name = user.get_full_name()
        royalty.save(update_fields=["paid_on", "paid_amount", "paid_by_name"])
        _record(user, RoyaltyChange.Kind.PAID, royalty, line.story, amount=sum_paid)
        marked += 1
    return marked


@transaction.atomic
def take_mark_back(user: Any, numbers: Iterable[int]) -> int:
    """Take back marks that were set by mistake. Returns how many.

    Raises:
        Refused: the person may not.
    """
    if not people.may_pay(user):
        raise Refused(_("Only whoever keeps the accounts marks royalties as paid."))
    own = people.names_that_may_be(user)
    taken = 0
    for line in _locked(numbers):
        if not line.paid or line.royalty is None:
            continue
        if line.key in own:
            raise Refused(f"{line.name}: {_('Nobody marks their own royalty as paid.')}")
        royalty, sum_paid = line.royalty, line.royalty.paid_amount
        royalty.paid_on = royalty.paid_amount = None
        royalty.paid_by_name = ""
        royalty.save(update_fields=["paid_on", "paid_amount", "paid_by_name"])
        _record(user, RoyaltyChange.Kind.UNPAID, royalty, line.story, amount=sum_paid)
        taken += 1
    return taken


def _locked(numbers: Iterable[int]) -> list[Line]:
    """Return the lines of these royalties; their rows are locked until the transaction ends."""
    rows = Royalty.objects.select_for_update().filter(pk__in=list(numbers)).order_by("pk")
    wanted = {row.pk: row.story_id for row in rows}
    stories = StoryPage.objects.filter(pk__in=set(wanted.values()), first_published_at__isnull=False)
    return [line for line in lines_of(stories) if line.royalty and line.royalty.pk in wanted]


def _record(
    user: Any,
    kind: str,
    royalty: Royalty,
    story: StoryPage,
    *,
    before: Decimal | None = None,
    amount: int | None = None,
) -> None:
    RoyaltyChange.objects.create(
        kind=kind,
        story_id=story.pk,
        story_title=story.title,
        person_name=royalty.person_name,
        work=royalty.work,
        genre=royalty.genre,
        before=before,
        after=royalty.coefficient,
        amount=amount,
        made_by_id=user.pk,
        made_by_name=user.get_full_name(),
        made_at=timezone.now(),
    )
