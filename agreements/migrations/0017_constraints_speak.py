"""What the rules of these rows say to who breaks them in a form; the rules themselves stay as they are."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0016_bodies_written_out'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='agreement',
            name='agreement_period',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_period', violation_error_message='The last day is before the first one.'),
        ),
        migrations.AlterConstraint(
            model_name='agreement',
            name='agreement_signed_has_day',
            constraint=models.CheckConstraint(condition=models.Q(('stage', 'drafting'), ('signed_on__isnull', False), _connector='OR'), name='agreement_signed_has_day', violation_error_message='An agreement that is signed has a day of signing.'),
        ),
        migrations.AlterConstraint(
            model_name='membership',
            name='membership_period',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_period', violation_error_message='The last day is before the first one.'),
        ),
        migrations.AlterConstraint(
            model_name='party',
            name='party_once_without_body',
            constraint=models.UniqueConstraint(condition=models.Q(('body__isnull', True)), fields=('agreement', 'province'), name='party_once_without_body', violation_error_message='The province is named twice.'),
        ),
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_period',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='plan_period', violation_error_message='The last day is before the first one.'),
        ),
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_number_once',
            constraint=models.UniqueConstraint(condition=models.Q(('number_key', ''), _negated=True), fields=('issuer', 'number_key', 'issued_on'), name='plan_number_once', violation_error_message='There is a plan with this number, issuer and day already.'),
        ),
        migrations.AlterConstraint(
            model_name='province',
            name='province_validity',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_from__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='province_validity', violation_error_message='The last day is before the first one.'),
        ),
        migrations.AlterConstraint(
            model_name='province',
            name='province_code_alive_once',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('code',), name='province_code_alive_once', violation_error_message='A province that still exists has this code.'),
        ),
        migrations.AlterConstraint(
            model_name='provincesuccession',
            name='province_succession_has_heir',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', False), ('kind', 'abolish'), _connector='OR'), name='province_succession_has_heir', violation_error_message='Who ends without being abolished has an heir.'),
        ),
        migrations.AlterConstraint(
            model_name='provincesuccession',
            name='province_succession_not_itself',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='province_succession_not_itself', violation_error_message='Nobody succeeds itself.'),
        ),
        migrations.AlterConstraint(
            model_name='unit',
            name='unit_validity',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_from__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='unit_validity', violation_error_message='The last day is before the first one.'),
        ),
        migrations.AlterConstraint(
            model_name='unitsuccession',
            name='unit_succession_has_heir',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', False), ('kind', 'abolish'), _connector='OR'), name='unit_succession_has_heir', violation_error_message='Who ends without being abolished has an heir.'),
        ),
        migrations.AlterConstraint(
            model_name='unitsuccession',
            name='unit_succession_not_itself',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='unit_succession_not_itself', violation_error_message='Nobody succeeds itself.'),
        ),
    ]
