"""The search column of tasks is written anew: words without what stands between them."""

from typing import Any

from django.db import migrations

from coop.shared.text import search_key

CHUNK = 1_000
PRINTED = ("content", "heading", "lead_text", "partner_text")


def fill(apps: Any, schema_editor: Any) -> None:
    tasks = apps.get_model("tasks", "Task").objects
    last = 0
    while rows := list(tasks.filter(pk__gt=last).order_by("pk").only(*PRINTED)[:CHUNK]):
        for row in rows:
            row.search_text = search_key(" ".join(getattr(row, name) for name in PRINTED))
        tasks.bulk_update(rows, ["search_text"], batch_size=CHUNK)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_indexes_of_lists")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
