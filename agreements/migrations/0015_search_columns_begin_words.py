"""Search columns have a space before every word, the first too; names of units stand there without '&' as well:
'Sở KHCN' for 'Sở KH&CN'.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from coop.shared.search import spelling_key

COLUMNS = ("Agreement", "Plan", "Province", "ProvinceAlias", "Unit", "UnitAlias", "CommonAlias")

LENGTHS = {"unit": 530, "historicalunit": 530, "unitalias": 410, "commonalias": 410, "provincealias": 80}


def write_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in COLUMNS:
        rows = apps.get_model("agreements", name).objects.all()
        rows.update(search_text=Concat(Value(" "), F("search_text")))
    Unit = apps.get_model("agreements", "Unit")
    for unit in Unit.objects.filter(Q(name__contains="&") | Q(short_name__contains="&")).iterator():
        Unit.objects.filter(pk=unit.pk).update(search_text=spelling_key(f"{unit.name} {unit.short_name}"))
    for name in ("UnitAlias", "CommonAlias"):
        spellings = apps.get_model("agreements", name).objects
        for spelling in spellings.filter(text__contains="&").iterator():
            spellings.filter(pk=spelling.pk).update(search_text=spelling_key(spelling.text))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0014_papers_go_in_no_circle")]

    operations = [
        *(
            migrations.AlterField(name, "search_text", models.CharField(max_length=length, editable=False))
            for name, length in LENGTHS.items()
        ),
        migrations.RunPython(write_anew, migrations.RunPython.noop),
    ]
