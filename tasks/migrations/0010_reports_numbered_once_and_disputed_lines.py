"""An issued number is given once a year and side; a part keeps where its draft and an edit dispute.

SQLite rebuilds the table of parts and forgets its triggers: they are laid down and taken up around it.
"""

from importlib import import_module

import django.db.models.functions.datetime
from django.db import migrations, models

frozen = import_module("tasks.migrations.0007_issued_report_frozen")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_tasks_keep_their_basis")]

    operations = [
        migrations.RunPython(frozen.allow, frozen.forbid),
        migrations.AddField(
            model_name="reportpart",
            name="disputed",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.UniqueConstraint(
                models.F("province"),
                models.F("symbol"),
                models.F("number"),
                django.db.models.functions.datetime.ExtractYear("issued_on"),
                condition=models.Q(("status", "issued")),
                name="report_number_once_a_year",
            ),
        ),
        migrations.RunPython(frozen.forbid, frozen.allow),
    ]
