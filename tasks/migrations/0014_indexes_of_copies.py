"""What lists and counts read of a period, answered by an index alone."""

from django.db import migrations, models

_READ = ("id", "starts_on", "status", "reported_on", "completed_on", "field", "is_continuous")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0013_copies_are_kept")]

    operations = [
        migrations.RemoveIndex("occurrence", "occurrence_listed"),
        migrations.RemoveIndex("occurrence", "occurrence_in_order"),
        migrations.AddIndex(
            "occurrence",
            models.Index(fields=["task"], include=("plan", "due_on", *_READ), name="occurrence_of_task"),
        ),
        migrations.AddIndex(
            "occurrence",
            models.Index(fields=["plan", "due_on"], include=("task", *_READ), name="occurrence_of_plan"),
        ),
        migrations.AddIndex(
            "occurrence",
            models.Index(fields=["due_on", "plan"], include=("task", *_READ), name="occurrence_in_order"),
        ),
        migrations.AddIndex(
            "occurrence",
            models.Index(fields=["field", "due_on", "plan"], include=("id",), name="occurrence_of_field"),
        ),
        migrations.AddIndex(
            "occurrence",
            models.Index(condition=models.Q(status="reported"), fields=["plan"], name="occurrence_waiting"),
        ),
        migrations.RemoveIndex("progressupdate", "update_when"),
        migrations.AddIndex(
            "progressupdate",
            models.Index(
                fields=["reported_at", "occurrence"],
                condition=models.Q(is_contribution=False),
                name="update_when",
            ),
        ),
        migrations.AddIndex(
            "progressupdate",
            models.Index(
                fields=["occurrence", "-id"],
                include=("reported_by",),
                condition=models.Q(is_contribution=False),
                name="update_of_occurrence",
            ),
        ),
        migrations.AddIndex(
            "assignment",
            models.Index(fields=["unit", "task"], include=("role",), name="assignment_of_unit"),
        ),
    ]
