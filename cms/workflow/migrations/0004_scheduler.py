import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0003_expired_decision'),
    ]

    operations = [
        migrations.CreateModel(
            name='SchedulerRun',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('ran_at', models.DateTimeField(verbose_name='last run')),
            ],
            options={
                'verbose_name': 'run of the scheduler',
                'verbose_name_plural': 'runs of the scheduler',
            },
        ),
        migrations.CreateModel(
            name='SchedulerTrouble',
            fields=[
                ('page_id', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('page_title', models.CharField(max_length=255, verbose_name='title')),
                ('error', models.CharField(max_length=500, verbose_name='problem')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'trouble of the scheduler',
                'verbose_name_plural': 'troubles of the scheduler',
                'ordering': ['since', 'page_id'],
            },
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('founded', 'Set up'), ('submitted', 'Submitted'), ('signed', 'Approved'), ('corrected', 'Corrected and approved'), ('confirmed', 'Confirmed'), ('refused', 'Correction refused'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn'), ('published', 'Published'), ('scheduled', 'Scheduled'), ('schedule_cancelled', 'Schedule cancelled'), ('published_late', 'Published late'), ('urgent', 'Published urgently'), ('reviewed_afterwards', 'Reviewed afterwards'), ('taken_down', 'Taken down'), ('expired', 'Expired')], db_index=True, max_length=20, verbose_name='decision'),
        ),
    ]
