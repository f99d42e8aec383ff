"""Search columns hold the names of bodies short and written out: 'UBND tỉnh' and 'Ủy ban nhân dân tỉnh'."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coop.shared.search import spelling_key

LENGTHS = {"unit": 2000, "historicalunit": 2000, "unitalias": 1600, "commonalias": 1600}


def write_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("agreements", "Unit").objects
    for unit in rows.iterator():
        search_text = spelling_key(f"{unit.name} {unit.short_name}")
        if search_text != unit.search_text:
            rows.filter(pk=unit.pk).update(search_text=search_text)
    for name in ("UnitAlias", "CommonAlias"):
        spellings = apps.get_model("agreements", name).objects
        for spelling in spellings.iterator():
            spellings.filter(pk=spelling.pk).update(search_text=spelling_key(spelling.text))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0015_search_columns_begin_words")]

    operations = [
        *(
            migrations.AlterField(name, "search_text", models.CharField(max_length=length, editable=False))
            for name, length in LENGTHS.items()
        ),
        migrations.RunPython(write_anew, migrations.RunPython.noop),
    ]
