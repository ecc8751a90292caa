"""The rules of the royalties, as pure functions over plain values. No database, no request, no clock.

Decree 18/2014/NĐ-CP: a contribution gets a coefficient, at most that of its genre; one unit of it is a tenth of
the base salary; it is paid within 60 days of the publication. A province sets its own table and factor.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from django.utils.translation import gettext_lazy as _

from cms import vietnamese

TEXT, PHOTOGRAPHS = "text", "photographs"
PHOTOGRAPH = "anh"
PHOTO_REPORTAGE = "phong_su_anh"

# The decree's ceilings (article 10), which hold until the office enters its own. It names no notices: as news.
MAXIMA: Mapping[str, Decimal] = {
    "tin": Decimal(10),
    "bai": Decimal(30),
    PHOTO_REPORTAGE: Decimal(30),
    "phong_van": Decimal(30),
    "thong_bao": Decimal(10),
    PHOTOGRAPH: Decimal(10),
}
SHARE_OF_THE_BASE_SALARY = Decimal("0.1")
WARN_AFTER, PAY_WITHIN = timedelta(days=45), timedelta(days=60)


class Age(Enum):
    """How long a contribution has waited for its money."""

    FRESH = "fresh"
    SOON = "soon"
    DUE = "due"


def works(roles: Sequence[str], story_genre: str) -> list[tuple[str, str]]:
    """Return what one person is paid for in a story, as (work, proposed genre).

    The text is paid by the story's genre; photographs as such, but in a photo reportage they are the work.

    Args:
        roles: of the byline: "tin", "bài", "ảnh".
        story_genre: the story's own.
    """
    found = []
    if {"tin", "bài"} & set(roles):
        found.append((TEXT, story_genre))
    if "ảnh" in roles:
        found.append((PHOTOGRAPHS, PHOTO_REPORTAGE if story_genre == PHOTO_REPORTAGE else PHOTOGRAPH))
    return found


def amount(coefficient: Decimal, base_salary: int, agency_factor: Decimal) -> int:
    """Return the money for a coefficient, in whole đồng; half a đồng is rounded up.

    Args:
        coefficient: of the contribution.
        base_salary: mức lương cơ sở on the day of publication, in đồng a month.
        agency_factor: by which the agency multiplies, 1 if it does not.
    """
    exact = coefficient * SHARE_OF_THE_BASE_SALARY * base_salary * agency_factor
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def shortest(number: Decimal) -> Decimal:
    """Return the number without zeros after its last decimal: 7.50 → 7.5, 10.00 → 10."""
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()


def valid_on(day: date, starts: Iterable[date]) -> date | None:
    """Return the latest of these beginnings that is not after the day; None if all are."""
    return max((start for start in starts if start <= day), default=None)


def age(published_on: date, today: date) -> Age:
    """Tell whether unpaid money is 45 or 60 days old."""
    waited = today - published_on
    if waited >= PAY_WITHIN:
        return Age.DUE
    return Age.SOON if waited >= WARN_AFTER else Age.FRESH


def pay_by(published_on: date) -> date:
    """Return the last day on which the decree lets it be paid."""
    return published_on + PAY_WITHIN


def person_key(name: str) -> str:
    """Return what two spellings of one name have in common: "Nguyễn Thị  Hoà" and "NGUYỄN THỊ HÒA"."""
    return vietnamese.unify_tone(vietnamese.normalise(name)).casefold()


def refusal_to_set(*, approver: bool, own: bool, paid: bool) -> object:
    """Return why somebody may not set a coefficient, as a sentence; empty if they may."""
    if not approver:
        return _("Only approvers set royalties.")
    if own:
        return _("Nobody sets their own royalty: another approver does.")
    if paid:
        return _("It is paid. Take the mark back first if it is wrong.")
    return ""


def refusal_to_pay(*, own: bool, set_before: bool, priced: bool) -> object:
    """Return why somebody may not mark a contribution as paid; empty if they may."""
    if own:
        return _("Nobody marks their own royalty as paid.")
    if not set_before:
        return _("It has no coefficient yet.")
    if not priced:
        return _("No base salary is entered for the day of its publication.")
    return ""


def problem_of(coefficient: Decimal, maximum: Decimal) -> object:
    """Return what is wrong with a coefficient, as a sentence; empty if nothing is."""
    if coefficient < 0:
        return _("A coefficient is not negative.")
    if coefficient > maximum:
        return _("At most %(maximum)s for this genre.") % {"maximum": vietnamese.format_number(maximum)}
    return ""
