"""The search column of a task has a space before every word, the first too."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Value
from django.db.models.functions import Concat


def write_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("tasks", "Task").objects.update(search_text=Concat(Value(" "), F("search_text")))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0018_unfinished_periods")]

    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
