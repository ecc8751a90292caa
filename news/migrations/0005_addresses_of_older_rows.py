"""Give the events, speakers and keywords that are stored already the addresses that new ones get when saved."""

import re
import unicodedata

from anyascii import anyascii
from django.db import migrations

# The addresses as they were made then, copied: what the portal does later changes nothing here.
_MARKS = re.compile("[\u0300-\u036f]")


def slugify(text, limit):
    """Return lower-case ASCII words, cut between words (cms/vietnamese/slug.py; names are stored clean)."""
    text = text.lower().replace("đ", "d")
    text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))
    ascii_text = "".join(
        anyascii(character) if character.isascii() or unicodedata.category(character)[0] in "LN" else " "
        for character in text
    )
    words = re.sub("[^a-z0-9]+", "-", ascii_text.lower()).strip("-").split("-")
    slug = words[0][:limit]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > limit:
            break
        slug += "-" + word
    return slug


def event_slug(name, day):
    """Return an event's address, as news/models/conference.py made it."""
    words = slugify(name or "", 119)
    return f"{words}-{day.day}-{day.month}-{day.year}" if words and day else ""


def free_address(name, taken):
    """Return a keyword's address, as news/keywords.py made it."""
    words = slugify(name, 79) or "tu-khoa"
    address, number = words, 1
    while address in taken:
        number += 1
        address = f"{words}-{number}"
    return address


def give_addresses(apps, schema_editor):
    reports = apps.get_model("news", "ConferenceReportPage").objects.only("event_name", "start_date")
    for report in reports.iterator():
        type(report).objects.filter(pk=report.pk).update(
            event_slug=event_slug(report.event_name, report.start_date)
        )
    speeches = apps.get_model("news", "Speech").objects
    for name in speeches.order_by().values_list("speaker", flat=True).distinct():
        speeches.filter(speaker=name).update(speaker_slug=slugify(name, 120))
    taken: set[str] = set()
    for tag in apps.get_model("taggit", "Tag").objects.order_by("pk"):
        address = free_address(tag.name, taken)
        taken.add(address)
        if address != tag.slug:
            # Another keyword may hold it still: it gets its own in its turn.
            type(tag).objects.filter(slug=address).update(slug=f"{address}--{tag.pk}")
            type(tag).objects.filter(pk=tag.pk).update(slug=address)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0004_addresses"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [migrations.RunPython(give_addresses, migrations.RunPython.noop, elidable=True)]
