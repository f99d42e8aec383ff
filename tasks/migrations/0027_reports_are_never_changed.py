"""What was reported is never changed (domain.md §3): the database itself refuses UPDATE and DELETE of a progress
report and of the evidence that it carries.

SQLite forgets the triggers of a table that a later migration rebuilds: a migration that alters ProgressUpdate or
Evidence must run `forbid` again (after `allow`); tests/tasks/test_actions_reporting.py notices where it is forgotten.
TRUNCATE, which only the owner of the tables may do, stays possible on PostgreSQL.
"""

from typing import Any

from django.db import migrations

_TABLES = ("tasks_progressupdate", "tasks_evidence")
_SAID = "what was reported is never changed"

FORBID = {
    "sqlite": [
        f"""
        CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, '{_SAID}'); END
        """
        for table in _TABLES
        for act in ("update", "delete")
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION tasks_report_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'restrict_violation'; END $$
        """,
        *(
            f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION tasks_report_refuse()
            """
            for table in _TABLES
        ),
    ],
}

ALLOW = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in _TABLES for act in ("update", "delete")
    ],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in _TABLES),
        "DROP FUNCTION IF EXISTS tasks_report_refuse()",
    ],
}


def forbid(apps: Any, schema_editor: Any) -> None:
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0026_imports_are_compared_anew")]

    operations = [migrations.RunPython(forbid, allow)]
