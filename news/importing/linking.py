"""Whether the event that a document names was entered already (docs/events.md)."""

from datetime import date

from cms import vietnamese
from news.models import Event


def event_named(name: str, day: date | None) -> Event | None:
    """Return the one event of that name, and of that day if it is given.

    Names are alike if they differ in capitals, spaces or the form of their letters (NFC, NFD) only: other marks
    are another name. Of several events that are alike none is chosen, a person has to.

    Args:
        name: as a document or a reporter writes it.
        day: the first day of the event; None if it is not known.
    """
    words = _words(name)
    if not words:
        return None
    events = Event.objects.filter(start_date=day) if day else Event.objects.all()
    # Not asked of the database: SQLite knows no capitals beyond ASCII.
    alike = [pk for pk, other in events.values_list("pk", "name") if _words(other) == words]
    return Event.objects.get(pk=alike[0]) if len(alike) == 1 else None


def _words(name: str) -> str:
    return vietnamese.normalise(name).casefold()
