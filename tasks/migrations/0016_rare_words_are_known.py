"""PostgreSQL judges how rare words are from a sample of the texts.

With a sample of a hundred, one hit by chance makes words of 80 tasks among 200,000 look like those of 2,000, and the
list walks along all due periods instead of the trigram index: seen in 2 of 60 samples, half a second instead of 25 ms.
With a thousand it was seen in none of 25; reading the sample takes the server two seconds instead of half a second.
"""

from typing import Any

from django.db import migrations

SAMPLE = "ALTER TABLE tasks_task ALTER COLUMN search_text SET STATISTICS %s"
LARGE, USUAL = 1000, -1


def take_a_large_sample(apps: Any, schema_editor: Any) -> None:
    _set(schema_editor, LARGE)


def take_the_usual_sample(apps: Any, schema_editor: Any) -> None:
    _set(schema_editor, USUAL)


def _set(schema_editor: Any, size: int) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SAMPLE % size)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0015_filters_of_every_list")]

    operations = [migrations.RunPython(take_a_large_sample, take_the_usual_sample)]
