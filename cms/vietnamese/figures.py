"""Numbers as Vietnamese writes them: a point between thousands, a comma before decimals."""

from decimal import ROUND_HALF_UP, Context, Decimal

_TO_VIETNAMESE = str.maketrans(",.", ".,")
_UNITS = ("B", "KB", "MB", "GB", "TB")


def format_number(number: int | float | Decimal, decimals: int | None = None) -> str:
    """Write a number: 1234.5 → "1.234,5".

    ``decimals`` is how many places to show, rounded half up; without it a Decimal keeps the places it has, a
    float shows the fewest that tell it apart, and whole numbers have none. Raises ValueError for NaN,
    infinity and negative ``decimals``.
    """
    value = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not value.is_finite():
        raise ValueError("a finite number is needed")
    if decimals is not None:
        if decimals < 0:
            raise ValueError("decimals must be 0 or more")
        value = _rounded(value, decimals)
    elif isinstance(number, float) and value == value.to_integral_value():
        value = _rounded(value, 0)
    if not value:
        value = value.copy_abs()  # no "-0"
    return f"{value:,f}".translate(_TO_VIETNAMESE)


def format_bytes(size: int) -> str:
    """Write the size of a file, given in bytes: 1258291 → "1,2 MB".

    A unit is 1,024 of the one before, as file managers show it; one decimal place at most. Raises ValueError
    if negative.
    """
    if size < 0:
        raise ValueError("a size cannot be negative")
    value, unit = Decimal(size), 0
    while unit < len(_UNITS) - 1 and _rounded(value, 1) >= 1024:
        value /= 1024
        unit += 1
    value = _rounded(value, 1)
    return f"{format_number(value, 0 if value == value.to_integral_value() else 1)} {_UNITS[unit]}"


def _rounded(value: Decimal, decimals: int) -> Decimal:
    # The default context fails beyond 28 digits.
    context = Context(prec=max(value.adjusted(), 0) + decimals + 2)
    return value.quantize(Decimal((0, (1,), -decimals)), ROUND_HALF_UP, context)
