"""What is offered while a reader types: categories of that name, then titles that go on like this."""

from dataclasses import dataclass

from django.urls import reverse

from cms import vietnamese

from . import query as queries
from . import sources
from .backends import token_table
from .filters import category_address
from .models import SearchEntry

MOST = 8
_CATEGORIES = 2
_SHORTEST = 2


@dataclass(frozen=True)
class Offer:
    """A line under the search box: its words, where it leads, what kind of thing it is."""

    title: str
    address: str
    label: str


def offers(text: str) -> list[Offer]:
    """Return at most ``MOST`` offers for what was typed so far, anything at all.

    Only what the public may see: the pages are asked for again, the index is never the last word.
    """
    query = queries.parse(text)
    if len(vietnamese.fold(query.text)) < _SHORTEST or not query:
        return []
    return (_categories(query.text) + _titles(query))[:MOST]


def _categories(text: str) -> list[Offer]:
    model = sources.category_model()
    if model is None:
        return []
    # Whoever typed marks means them: "dâng" is not "Đảng". But "hoá" is "hóa", and the beginning of "hoán".
    marked = vietnamese.fold(text) != text.lower()
    ways = (str.lower, _with_traditional_tones) if marked else (vietnamese.fold,)
    return [
        Offer(str(category), f"{reverse('search')}?chuyen-muc={category_address(category)}", "category")
        for category in model._default_manager.all()
        if any(part.startswith(alike(text)) for alike in ways for part in _beginnings(alike(str(category))))
    ][:_CATEGORIES]


def _with_traditional_tones(text: str) -> str:
    return vietnamese.unify_tone(text.lower())


def _beginnings(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[place:]) for place in range(len(words))]


def _titles(query: queries.Query) -> list[Offer]:
    found = token_table().find(queries.title_ladder(query), (), MOST)
    entries = SearchEntry.objects.in_bulk([key for _place, key in found])
    # Two rungs may find one entry; a dictionary keeps the first place of each.
    shown = [entries[key] for key in dict.fromkeys(key for _place, key in found) if key in entries]
    pages = sources.visible_pages().in_bulk([entry.page_id for entry in shown]) if shown else {}
    kinds = sources.kinds()
    return [
        Offer(entry.title, address, kinds.get(entry.kind, ""))
        for entry in shown
        if (page := pages.get(entry.page_id)) and (address := page.get_url())
    ]
