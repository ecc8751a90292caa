"""The abbreviations that a new portal begins with."""

from django.db import migrations

from search.synonyms import DEFAULTS


def add(apps, schema_editor):
    synonyms = apps.get_model("search", "SearchSynonym").objects.using(schema_editor.connection.alias)
    for term, expansion in DEFAULTS:
        synonyms.get_or_create(term=term, defaults={"expansion": expansion})


class Migration(migrations.Migration):
    dependencies = [("search", "0002_tokens")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
