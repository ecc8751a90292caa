"""Từ khóa: keywords as they are typed, and their addresses, in ASCII like all addresses of the portal."""

from typing import Any

from django.db.models.signals import pre_save
from taggit.models import Tag
from taggit.utils import _parse_tags

from cms import vietnamese


def connect() -> None:
    """Connect the receiver. taggit's own slugs keep Vietnamese letters, which addresses percent-encode."""
    pre_save.connect(give_address, sender=Tag, dispatch_uid="give_address")


def give_address(instance: Tag, **kwargs: Any) -> None:
    """Give a new keyword its address, numbered if a keyword with other marks has it: "hoa", "hòa" → "hoa-2".

    It stays for ever: an address that was given out is not taken away by another spelling.
    """
    if instance._state.adding:
        words = vietnamese.slugify(instance.name)
        taken = Tag.objects.filter(slug__startswith=words).values_list("slug", flat=True)
        instance.slug = free_address(instance.name, set(taken))


def free_address(name: str, taken: set[str]) -> str:
    """Return the address of a keyword among those that are taken."""
    words = vietnamese.slugify(name) or "tu-khoa"
    address, number = words, 1
    while address in taken:
        number += 1
        address = f"{words}-{number}"
    return address


def typed_keywords(text: str) -> list[str]:
    """Return the names of the keywords that were typed: taggit's parser for every form (TAGGIT_TAGS_FROM_STRING).

    Names are stored clean (``vietnamese.normalise``). One that differs from a keyword which is there in capitals,
    spaces or the form of its letters only is that keyword; other marks are another word. Not taggit's own
    TAGGIT_CASE_INSENSITIVE: it asks the database, and SQLite knows no capitals beyond ASCII.

    Args:
        text: names between commas, those with a comma in quotation marks; without either, words.

    Returns:
        Each keyword once, sorted as taggit sorts them.
    """
    typed: dict[str, str] = {}
    for name in _parse_tags(vietnamese.normalise(text)):
        if name := vietnamese.normalise(name):
            typed.setdefault(name.casefold(), name)
    return sorted({_stored_name(name) for name in typed.values()})


def _stored_name(name: str) -> str:
    """Return the name of the keyword that is there already, or the name itself."""
    # Spellings of one keyword share the beginning of their addresses.
    known = Tag.objects.filter(slug__startswith=vietnamese.slugify(name) or "tu-khoa").order_by("pk")
    names = list(known.values_list("name", flat=True))
    if name in names:
        return name
    return next((other for other in names if _same_keyword(other, name)), name)


def _same_keyword(one: str, other: str) -> bool:
    return vietnamese.normalise(one).casefold() == vietnamese.normalise(other).casefold()
