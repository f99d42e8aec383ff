from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Until now all saved filters were of the list of tasks."""

    dependencies = [
        ("agreements", "0014_papers_go_in_no_circle"),
        ("tasks", "0014_indexes_of_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "savedfilter",
            "of_list",
            models.CharField(
                choices=[
                    ("tasks", "Tasks"),
                    ("agreements", "Agreements"),
                    ("plans", "Plans"),
                    ("units", "Units"),
                    ("provinces", "Provinces"),
                ],
                default="tasks",
                editable=False,
                max_length=12,
                verbose_name="list",
            ),
        ),
        migrations.AddConstraint(
            "savedfilter",
            models.CheckConstraint(
                condition=models.Q(of_list__in=["tasks", "agreements", "plans", "units", "provinces"]),
                name="saved_filter_list",
            ),
        ),
        migrations.RemoveConstraint("savedfilter", "saved_filter_name_once"),
        migrations.AddConstraint(
            "savedfilter",
            models.UniqueConstraint(fields=["owner", "of_list", "name"], name="saved_filter_name_once"),
        ),
        migrations.AlterField(
            "filtervisit", "seen", models.JSONField(default=list, verbose_name="rows seen")
        ),
    ]
