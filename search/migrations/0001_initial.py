import cms.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('page_id', models.BigIntegerField(unique=True)),
                ('title', models.TextField()),
                ('lead', models.TextField(blank=True)),
                ('body_text', models.TextField(blank=True)),
                ('kind', models.CharField(max_length=40)),
                ('category_id', models.BigIntegerField(null=True)),
                ('published_at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='SearchSynonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', cms.fields.NormalisedCharField(help_text='For example UBND. Capitals do not matter.', max_length=40, unique=True, verbose_name='abbreviation')),
                ('expansion', cms.fields.NormalisedCharField(help_text='For example Ủy ban nhân dân, with all its marks.', max_length=160, verbose_name='full wording')),
            ],
            options={
                'verbose_name': 'search abbreviation',
                'verbose_name_plural': 'search abbreviations',
                'ordering': ['term'],
            },
        ),
    ]
