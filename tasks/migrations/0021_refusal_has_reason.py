"""Who refuses more time says why: the database keeps it, as for a report that is sent back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0020_say_that_a_refusal_had_no_reason")]

    operations = [
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=~models.Q(decision="refused") | ~models.Q(decision_note=""),
                name="extension_refusal_has_reason",
            ),
        ),
    ]
