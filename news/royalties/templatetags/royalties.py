"""Numbers of the royalties as Vietnamese writes them."""

from decimal import Decimal

from django import template

from cms import vietnamese
from news.royalties import rules

register = template.Library()


@register.filter
def figure(value: int | Decimal | None) -> str:
    """Write a number without zeros after its last decimal: 7.50 → "7,5"; nothing for None."""
    return "" if value is None else vietnamese.format_number(rules.shortest(Decimal(value)))


@register.filter
def money(value: int | None) -> str:
    """Write a sum: 1234567 → "1.234.567 đồng"."""
    return "" if value is None else f"{vietnamese.format_number(value)} đồng"


@register.filter
def unlocalised(value: int) -> str:
    """Write a number for a form's value: 1234, not 1.234."""
    return str(value)
