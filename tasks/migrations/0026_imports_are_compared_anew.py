from typing import Any

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def compared_when_uploaded(apps: Any, schema_editor: Any) -> None:
    apps.get_model("tasks", "ImportBatch").objects.update(compared_at=F("uploaded_at"))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0025_trigram_index_of_reports")]

    operations = [
        migrations.AddField(
            "importbatch",
            "compared_at",
            models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="compared with the plan at"
            ),
        ),
        migrations.RunPython(compared_when_uploaded, migrations.RunPython.noop),
    ]
