"""The words of reports in a search column, as tasks have theirs."""

from typing import Any

from django.db import migrations, models

from coop.shared.search import column_of

CHUNK = 1_000
WORDS = ("result", "obstacles", "proposal")


def fill(apps: Any, schema_editor: Any) -> None:
    updates = apps.get_model("tasks", "ProgressUpdate").objects
    last = 0
    while rows := list(updates.filter(pk__gt=last).order_by("pk").only(*WORDS)[:CHUNK]):
        for row in rows:
            row.search_text = column_of(" ".join(getattr(row, name) for name in WORDS))
        updates.bulk_update(rows, ["search_text"], batch_size=CHUNK)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("tasks", "0023_wishes_and_answers_are_whole")]

    operations = [
        migrations.AddField(
            "progressupdate",
            "search_text",
            models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
