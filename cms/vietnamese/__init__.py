"""Pure functions on Vietnamese text: no database, no settings, the standard library and anyascii only."""

from .dates import date_range, document_date, long_date, long_datetime, parse_date, short_date, weekday_name
from .figures import format_bytes, format_number
from .legacy import find_legacy_encoding, legacy_to_unicode
from .markup import normalise_html
from .names import collation_key, person_sort_key
from .number_words import amount_in_words, number_in_words
from .ordinals import ordinal_label, ordinal_word, parse_ordinal_label
from .slug import safe_filename, slugify
from .syllables import is_syllable
from .text import abbreviate, curly_quotes, fold, normalise, normalise_lines
from .tone import TonePlacement, tone_style, unify_tone

__all__ = [
    "TonePlacement",
    "abbreviate",
    "amount_in_words",
    "collation_key",
    "curly_quotes",
    "date_range",
    "document_date",
    "find_legacy_encoding",
    "fold",
    "format_bytes",
    "format_number",
    "is_syllable",
    "legacy_to_unicode",
    "long_date",
    "long_datetime",
    "normalise",
    "normalise_html",
    "normalise_lines",
    "number_in_words",
    "ordinal_label",
    "ordinal_word",
    "parse_date",
    "parse_ordinal_label",
    "person_sort_key",
    "safe_filename",
    "short_date",
    "slugify",
    "tone_style",
    "unify_tone",
    "weekday_name",
]
