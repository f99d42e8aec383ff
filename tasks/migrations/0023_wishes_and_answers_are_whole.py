"""A wish for more time has a reason and a later day; it is decided by somebody at some time, or it is open; who has
answered a directive has said something: the database keeps it as the acts do.
"""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("tasks", "0022_say_what_old_wishes_and_answers_lack")]

    operations = [
        migrations.RemoveConstraint("extension", "extension_later"),
        migrations.RemoveConstraint("extension", "extension_decided"),
        migrations.AddConstraint(
            "extension", models.CheckConstraint(condition=Q(new_due_on__gt=F("old_due_on")), name="extension_later")
        ),
        migrations.AddConstraint(
            "extension", models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason")
        ),
        migrations.AddConstraint(
            "extension",
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="extension_decided",
            ),
        ),
        migrations.AddConstraint(
            "directive",
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="directive_answer_has_words"
            ),
        ),
    ]
