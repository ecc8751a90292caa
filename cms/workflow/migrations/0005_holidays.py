import cms.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0004_scheduler'),
    ]

    operations = [
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', cms.fields.NormalisedCharField(help_text="For example Lunar New Year 2027, or the Hùng Kings' day.", max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('day_off', 'Day off'), ('working', 'Make-up working day')], default='day_off', help_text='A make-up working day is worked although it is a Saturday or a Sunday.', max_length=10, verbose_name='kind')),
                ('first_day', models.DateField(verbose_name='day')),
                ('last_day', models.DateField(blank=True, help_text='Leave it empty for a single day.', null=True, verbose_name='last day')),
                ('every_year', models.BooleanField(default=False, help_text="Only for days of the solar calendar: 1/1, 30/4, 1/5, 2/9. The Lunar New Year and the Hùng Kings' day move, and so do the days off in lieu and the second day of the National Day: enter them by hand each year, as the Government announces them.", verbose_name='every year on the same date')),
            ],
            options={
                'verbose_name': 'holiday',
                'verbose_name_plural': 'holidays',
                'ordering': ['-first_day', '-pk'],
            },
        ),
    ]
