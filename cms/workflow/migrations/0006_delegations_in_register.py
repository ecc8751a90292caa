from django.db import migrations, models


DELEGATIONS = ['delegated', 'delegation_ended']


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0005_holidays'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='deputy_id',
            field=models.PositiveBigIntegerField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='deputy_name',
            field=models.CharField(blank=True, max_length=160, verbose_name='deputy'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('founded', 'Set up'), ('submitted', 'Submitted'), ('signed', 'Approved'), ('corrected', 'Corrected and approved'), ('confirmed', 'Confirmed'), ('refused', 'Correction refused'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn'), ('published', 'Published'), ('scheduled', 'Scheduled'), ('schedule_cancelled', 'Schedule cancelled'), ('published_late', 'Published late'), ('urgent', 'Published urgently'), ('reviewed_afterwards', 'Reviewed afterwards'), ('taken_down', 'Taken down'), ('expired', 'Expired'), ('delegated', 'Deputy named'), ('delegation_ended', 'Delegation ended')], db_index=True, max_length=20, verbose_name='decision'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='page_id',
            field=models.PositiveBigIntegerField(db_index=True, null=True, verbose_name='page number'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', DELEGATIONS), ('page_id__isnull', True)), models.Q(('page_id__isnull', False), models.Q(('kind__in', DELEGATIONS), _negated=True)), _connector='OR'), name='only_delegations_concern_no_page'),
        ),
    ]
