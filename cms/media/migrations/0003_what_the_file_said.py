import cms.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0002_portalimage_taken_at_alter_portaldocument_file_and_more"),
    ]

    operations = [
        migrations.AddField(
            model_name="portalimage",
            name="file_caption",
            field=cms.fields.NormalisedCharField(
                blank=True, default="", editable=False, max_length=300, verbose_name="caption in the file"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="portalimage",
            name="removed_gps",
            field=models.BooleanField(default=False, editable=False, verbose_name="place removed"),
        ),
    ]
