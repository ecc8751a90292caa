"""Abbreviations and older spellings of names that later versions added to those of a new portal (as in 0004)."""

from django.db import migrations

NEW = (
    ("TP", "thành phố"),
    ("TX", "thị xã"),
    ("TW", "Trung ương"),
    ("GPMB", "giải phóng mặt bằng"),
    ("KT-XH", "kinh tế xã hội"),
    ("QP-AN", "quốc phòng an ninh"),
    ("ANTT", "an ninh trật tự"),
    ("GD&ĐT", "giáo dục và đào tạo"),
    ("KH&CN", "khoa học và công nghệ"),
    ("TN&MT", "tài nguyên và môi trường"),
    ("TPHCM", "thành phố Hồ Chí Minh"),
    ("TP HCM", "thành phố Hồ Chí Minh"),
    ("Đắc Lắc", "Đắk Lắk"),
    ("Daklak", "Đắk Lắk"),
    ("Bắc Cạn", "Bắc Kạn"),
    ("Buôn Mê Thuột", "Buôn Ma Thuột"),
    ("Plei Ku", "Pleiku"),
    ("Kontum", "Kon Tum"),
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
    dependencies = [("search", "0004_more_synonyms")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
