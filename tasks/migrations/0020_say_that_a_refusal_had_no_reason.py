"""A refusal of more time bears a reason from now on (0021). Where an old one has none, its note says just that:
nobody's words are invented, and the acts in the history stay as they were told.
"""

from typing import Any

from django.db import migrations

NO_REASON = "(Không ghi lý do: quyết định trước khi phần mềm yêu cầu nêu lý do.)"


def fill(apps: Any, schema_editor: Any) -> None:
    refused = apps.get_model("tasks", "Extension").objects.filter(decision="refused", decision_note="")
    refused.update(decision_note=NO_REASON)


def empty(apps: Any, schema_editor: Any) -> None:
    filled = apps.get_model("tasks", "Extension").objects.filter(decision_note=NO_REASON)
    filled.update(decision_note="")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0019_search_column_begins_words")]

    operations = [migrations.RunPython(fill, empty)]
