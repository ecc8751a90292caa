"""Từ khóa: the addresses of keywords, in ASCII like all addresses of the portal."""

from typing import Any

from django.db.models.signals import pre_save
from taggit.models import Tag

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
