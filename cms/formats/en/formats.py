"""The admin in English reads what it writes into date fields as an office here does: the day comes first.

Django's own English formats would take 5/6/2026 for the sixth of May.
"""

from ..vi.formats import DATE_INPUT_FORMATS, DATETIME_INPUT_FORMATS

__all__ = ["DATETIME_INPUT_FORMATS", "DATE_INPUT_FORMATS"]
