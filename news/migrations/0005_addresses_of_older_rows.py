"""Give the events, speakers and keywords that are stored already the addresses that new ones get when saved."""

from django.db import migrations

from cms import vietnamese
from news.keywords import free_address
from news.models.conference import event_slug


def give_addresses(apps, schema_editor):
    reports = apps.get_model("news", "ConferenceReportPage").objects.only("event_name", "start_date")
    for report in reports.iterator():
        type(report).objects.filter(pk=report.pk).update(
            event_slug=event_slug(report.event_name, report.start_date)
        )
    speeches = apps.get_model("news", "Speech").objects
    for name in speeches.order_by().values_list("speaker", flat=True).distinct():
        speeches.filter(speaker=name).update(speaker_slug=vietnamese.slugify(name, 121))
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
