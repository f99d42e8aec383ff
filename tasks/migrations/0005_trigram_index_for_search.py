"""PostgreSQL finds words of 200,000 tasks through an index of their trigrams.

The index needs the extension pg_trgm. Where the account may not create it, or the server does not have
it, the index is left out: search works, more slowly. docs/deploy.md says how to add it later.
"""

import logging
from typing import Any

from django.db import migrations, transaction
from django.db.utils import NotSupportedError, OperationalError, ProgrammingError

EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
INDEX = "CREATE INDEX IF NOT EXISTS task_search_trgm ON tasks_task USING gin (search_text gin_trgm_ops)"
LEFT_OUT = "tasks: no trigram index, search will be slower; see docs/deploy.md (%s)"


def add_index(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(EXTENSION)
            cursor.execute(INDEX)
    except (NotSupportedError, OperationalError, ProgrammingError) as refusal:
        logging.getLogger(__name__).warning(LEFT_OUT, str(refusal).strip())


def drop_index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS task_search_trgm")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_fill_search_text")]

    operations = [migrations.RunPython(add_index, drop_index)]
