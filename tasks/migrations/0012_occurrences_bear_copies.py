"""What lists and counts ask of the task of a period, beside the period (docs/decisions/0007)."""

import django.db.models.deletion
from django.db import migrations, models


def copied_key(model: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=model,
        verbose_name=name,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0012_parties_have_counterparts"),
        ("tasks", "0011_queries_of_any_length"),
    ]

    operations = [
        migrations.AddField("occurrence", "plan", copied_key("agreements.plan", "plan")),
        migrations.AddField("occurrence", "field", copied_key("agreements.field", "field")),
        migrations.AddField(
            "occurrence",
            "is_continuous",
            models.BooleanField(default=False, editable=False, verbose_name="continuous"),
        ),
    ]
