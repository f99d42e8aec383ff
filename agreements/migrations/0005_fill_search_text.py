"""The search columns are written anew: words without what stands between them, numbers in one piece too."""

from typing import Any

from django.db import migrations

from coop.shared.search import paper_key
from coop.shared.text import search_key

CHUNK = 1_000
KEYS = {
    "Province": lambda row: search_key(province_name(row)),
    "ProvinceAlias": lambda row: search_key(row.text),
    "Unit": lambda row: search_key(f"{row.name} {row.short_name}"),
    "UnitAlias": lambda row: search_key(row.text),
    "CommonAlias": lambda row: search_key(row.text),
    "Agreement": lambda row: paper_key(row.number, row.title)[:600],
    "Plan": lambda row: paper_key(row.number, row.title)[:600],
}


def province_name(row: Any) -> str:
    return f"{'tỉnh' if row.kind == 'province' else 'thành phố'} {row.name}"


def fill(apps: Any, schema_editor: Any) -> None:
    for name, key in KEYS.items():
        model = apps.get_model("agreements", name)
        rows = list(model.objects.all())
        for row in rows:
            row.search_text = key(row)
        model.objects.bulk_update(rows, ["search_text"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_spellings_have_a_search_text")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
