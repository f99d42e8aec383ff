"""PostgreSQL finds words of reports as it finds those of tasks: by trigrams, and from a large sample it knows how rare
they are (0005 and 0016 say why, and what happens where the extension may not be made).
"""

import logging
from typing import Any

from django.db import migrations, transaction
from django.db.utils import OperationalError, ProgrammingError

INDEX = """CREATE INDEX IF NOT EXISTS update_search_trgm ON tasks_progressupdate
USING gin (search_text gin_trgm_ops)"""
SAMPLE = "ALTER TABLE tasks_progressupdate ALTER COLUMN search_text SET STATISTICS %s"
LEFT_OUT = "tasks: no trigram index of reports, search will be slower; see docs/deploy.md (%s)"


def add_index(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    schema_editor.execute(SAMPLE % 1000)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(INDEX)
    except (OperationalError, ProgrammingError) as refusal:
        logging.getLogger(__name__).warning(LEFT_OUT, str(refusal).strip())


def drop_index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS update_search_trgm")
        schema_editor.execute(SAMPLE % -1)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0024_reports_can_be_searched")]

    operations = [migrations.RunPython(add_index, drop_index)]
