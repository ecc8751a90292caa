"""Form widgets of the newsroom."""

from wagtail.admin.widgets import SlugInput

from cms import vietnamese

VIETNAMESE_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


def slug_formatters(max_length: int = 80) -> list[tuple[str, str]]:
    """Return the replacements that make a Vietnamese title a slug in the editor, as the server does.

    Wagtail's own script turns đ into dj and leaves out the slash of a document number.

    Args:
        max_length: a slug stays below this many characters, cut at a word.

    Returns:
        (regular expression, replacement) pairs for ``SlugInput(formatters=…)``, applied in order.
    """
    letters = VIETNAMESE_LETTERS + VIETNAMESE_LETTERS.upper()
    by_base: dict[str, str] = {}
    for letter in letters:
        by_base[vietnamese.fold(letter)] = by_base.get(vietnamese.fold(letter), "") + letter
    return [
        ("[\u0300-\u036f]", ""),
        *[(f"[{accented}]", base) for base, accented in by_base.items()],
        ("[^0-9A-Za-z]+", "-"),
        (f"^(.{{1,{max_length - 1}}})(?=-|$).*$", "$1"),
        ("^-+|-+$", ""),
    ]


class VietnameseSlugInput(SlugInput):
    """The slug field of the editor, filled while the title is typed."""

    def __init__(self, attrs=None, **kwargs):
        super().__init__(attrs, formatters=slug_formatters(), **kwargs)
