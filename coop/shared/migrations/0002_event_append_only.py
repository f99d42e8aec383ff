"""Acts are added and never changed: the database itself refuses UPDATE and DELETE of `shared_event`.

SQLite forgets the triggers of a table that a later migration rebuilds: a migration that alters Event
must run `forbid` again. TRUNCATE, which only the owner of the tables may do, stays possible on PostgreSQL.
"""

from typing import Any

from django.db import migrations

FORBID = {
    "sqlite": [
        f"""
        CREATE TRIGGER shared_event_no_{act} BEFORE {act} ON shared_event
        BEGIN SELECT RAISE(ABORT, 'shared_event is append-only'); END
        """
        for act in ("update", "delete")
    ],
    "postgresql": [
        """
        CREATE FUNCTION shared_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'shared_event is append-only' USING ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER shared_event_append_only BEFORE UPDATE OR DELETE ON shared_event
        FOR EACH ROW EXECUTE FUNCTION shared_event_refuse()
        """,
    ],
}

ALLOW = {
    "sqlite": [f"DROP TRIGGER IF EXISTS shared_event_no_{act}" for act in ("update", "delete")],
    "postgresql": [
        "DROP TRIGGER IF EXISTS shared_event_append_only ON shared_event",
        "DROP FUNCTION IF EXISTS shared_event_refuse()",
    ],
}


def forbid(apps: Any, schema_editor: Any) -> None:
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("shared", "0001_initial")]

    operations = [migrations.RunPython(forbid, allow)]
