"""Names of units are found under an abbreviation without its '&' too: 'Sở KHCN' for 'Sở KH&CN'."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from coop.shared.search import spelling_key


def write_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Unit = apps.get_model("agreements", "Unit")
    for unit in Unit.objects.filter(Q(name__contains="&") | Q(short_name__contains="&")).iterator():
        Unit.objects.filter(pk=unit.pk).update(search_text=spelling_key(f"{unit.name} {unit.short_name}"))
    for name in ("UnitAlias", "CommonAlias"):
        spellings = apps.get_model("agreements", name).objects
        for spelling in spellings.filter(text__contains="&").iterator():
            spellings.filter(pk=spelling.pk).update(search_text=spelling_key(spelling.text))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0014_papers_go_in_no_circle")]

    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
