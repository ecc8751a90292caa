"""A coefficient is set while the accountant marks it as paid: what was paid is what is written down."""

from datetime import date
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connections

from news.royalties import deciding
from news.royalties.deciding import Wanted
from news.royalties.models import Royalty, RoyaltyChange
from news.royalties.rules import person_key

pytestmark = pytest.mark.django_db(transaction=True)

BINH = "Trần Thị Bình"


def wanted(coefficient: str) -> Wanted:
    return Wanted(person_key(BINH), "text", "tin", Decimal(coefficient))


def test_a_coefficient_does_not_change_after_it_was_paid(
    rate, make_paid_for, chief, administrator, monkeypatch
):
    """The other comes just after the coefficients were read: it has to wait until the new one is stored."""
    story = make_paid_for("Tin", (BINH, "tin"))
    deciding.set_coefficients(chief, story, [wanted("7.5")])
    number = Royalty.objects.get().pk
    errors: list[Exception] = []

    def pay() -> None:
        try:
            deciding.mark_paid(administrator, [number], date(2026, 5, 20))
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    paying = Thread(target=pay, daemon=True)
    read = deciding.lines_to_set

    def then_paid(story):
        lines = read(story)
        paying.start()
        paying.join(timeout=2)
        return lines

    monkeypatch.setattr(deciding, "lines_to_set", then_paid)
    deciding.set_coefficients(chief, story, [wanted("8")])
    paying.join(timeout=60)

    assert errors == []
    royalty = Royalty.objects.get()
    assert royalty.paid_amount == rate.amount(royalty.coefficient) == rate.amount(Decimal("8"))
    kinds = RoyaltyChange.objects.order_by("pk").values_list("kind", "after")
    assert list(kinds)[1:] == [("set", Decimal("8")), ("paid", Decimal("8"))]
