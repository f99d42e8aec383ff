"""What was issued never changes: the database itself refuses UPDATE and DELETE of an issued report and of
its parts.

SQLite forgets the triggers of a table that a later migration rebuilds: a migration that alters AnnualReport
or ReportPart must run `forbid` again (after `allow`).
"""

from typing import Any

from django.db import migrations

_OF_PART = "(SELECT status FROM tasks_annualreport WHERE id = {row}.report_id) = 'issued'"
_GUARDED = (
    ("tasks_annualreport", "update", "OLD.status = 'issued'"),
    ("tasks_annualreport", "delete", "OLD.status = 'issued'"),
    ("tasks_reportpart", "insert", _OF_PART.format(row="NEW")),
    ("tasks_reportpart", "update", _OF_PART.format(row="OLD")),
    ("tasks_reportpart", "delete", _OF_PART.format(row="OLD")),
)
_SAID = "an issued report is frozen"

FORBID = {
    "sqlite": [
        f"""
        CREATE TRIGGER {table}_frozen_{act} BEFORE {act} ON {table} WHEN {when}
        BEGIN SELECT RAISE(ABORT, '{_SAID}'); END
        """
        for table, act, when in _GUARDED
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION tasks_report_frozen_{table}_{act}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'restrict_violation'; END IF;
            RETURN {"OLD" if act == "delete" else "NEW"};
        END $$;
        CREATE TRIGGER {table}_frozen_{act} BEFORE {act} ON {table}
        FOR EACH ROW EXECUTE FUNCTION tasks_report_frozen_{table}_{act}()
        """
        for table, act, when in _GUARDED
    ],
}

ALLOW = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {table}_frozen_{act}" for table, act, _when in _GUARDED],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {table}_frozen_{act} ON {table}; "
        f"DROP FUNCTION IF EXISTS tasks_report_frozen_{table}_{act}()"
        for table, act, _when in _GUARDED
    ],
}


def forbid(apps: Any, schema_editor: Any) -> None:
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_annual_report_kept")]

    operations = [migrations.RunPython(forbid, allow)]
