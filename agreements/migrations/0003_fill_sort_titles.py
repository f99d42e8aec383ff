from django.db import migrations

from coop.shared.text import sort_key

BATCH = 500


def fill(apps, schema_editor):
    for name in ("Agreement", "Plan"):
        model = apps.get_model("agreements", name)
        rows = list(model.objects.only("title"))
        for row in rows:
            row.sort_title = sort_key(row.title)
        model.objects.bulk_update(rows, ["sort_title"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_sort_titles")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
