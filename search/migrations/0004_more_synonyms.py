"""Abbreviations that later versions added to those of a new portal.

Only these, and once: what an administrator deleted, before or after, does not come back. A row for the same
abbreviation, however it is capitalised, stays as the office wrote it.
"""

from django.db import migrations

NEW = (
    ("CBCC", "cán bộ, công chức"),
    ("PVHCC", "phục vụ hành chính công"),
    ("TTPVHCC", "Trung tâm Phục vụ hành chính công"),
    ("TT PVHCC", "Trung tâm Phục vụ hành chính công"),
    ("đ/c", "đồng chí"),
    ("GĐ", "giám đốc"),
    ("PGĐ", "phó giám đốc"),
    ("CVP", "Chánh Văn phòng"),
    ("SNV", "Sở Nội vụ"),
    ("Sở NV", "Sở Nội vụ"),
)


def add(apps, schema_editor):
    synonyms = apps.get_model("search", "SearchSynonym").objects.using(schema_editor.connection.alias)
    known = {term.casefold() for term in synonyms.values_list("term", flat=True)}
    synonyms.bulk_create(
        synonyms.model(term=term, expansion=expansion)
        for term, expansion in NEW
        if term.casefold() not in known
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_synonyms")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
