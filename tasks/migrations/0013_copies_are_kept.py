"""The database itself keeps what a period copies of its task, whoever writes which of the two.

SQLite forgets the triggers of a table that a later migration rebuilds: a migration that alters Task or
Occurrence must run `keep` again (after `forget`). tests/tasks/test_copies.py notices where it is forgotten.
"""

from typing import Any

from django.db import migrations

_COPIES = "plan_id, field_id, is_continuous"
_ORIGINALS = "plan_id, field_id, deadline_kind = 'continuous'"
_OF_TASK = f"SELECT {_ORIGINALS} FROM tasks_task WHERE id = NEW.task_id"
_FILL = f"UPDATE tasks_occurrence SET ({_COPIES}) = (SELECT {_ORIGINALS} FROM tasks_task WHERE id = task_id)"
_FOLLOW = """
UPDATE tasks_occurrence
SET plan_id = NEW.plan_id, field_id = NEW.field_id, is_continuous = NEW.deadline_kind = 'continuous'
WHERE task_id = NEW.id
"""


def _differs(columns: str, before: str, after: str, unlike: str) -> str:
    names = columns.split(", ")
    both = (", ".join(f"{row}.{name}" for name in names) for row in (before, after))
    return f" {unlike} ".join(f"({row})" for row in both)


_TASK_COLUMNS = "plan_id, field_id, deadline_kind"
_OCCURRENCE_COLUMNS = f"task_id, {_COPIES}"

KEEP = {
    "sqlite": [
        *(
            f"""
            CREATE TRIGGER occurrence_copies_{act} AFTER {when} ON tasks_occurrence
            BEGIN
                UPDATE tasks_occurrence SET ({_COPIES}) = ({_OF_TASK})
                WHERE id = NEW.id AND ({_COPIES}) IS NOT ({_OF_TASK});
            END
            """
            for act, when in (("insert", "INSERT"), ("update", f"UPDATE OF {_OCCURRENCE_COLUMNS}"))
        ),
        f"""
        CREATE TRIGGER task_copies AFTER UPDATE OF {_TASK_COLUMNS} ON tasks_task
        WHEN {_differs(_TASK_COLUMNS, "OLD", "NEW", "IS NOT")} BEGIN {_FOLLOW}; END
        """,
    ],
    # FOR SHARE: who changes the task at this moment is waited for, so that neither misses the other.
    "postgresql": [
        f"""
        CREATE FUNCTION tasks_occurrence_copies() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {_OF_TASK.replace(" FROM", " INTO NEW.plan_id, NEW.field_id, NEW.is_continuous FROM")} FOR SHARE;
            NEW.is_continuous := COALESCE(NEW.is_continuous, false);
            RETURN NEW;
        END $$;
        CREATE TRIGGER occurrence_copies_insert BEFORE INSERT ON tasks_occurrence
        FOR EACH ROW EXECUTE FUNCTION tasks_occurrence_copies();
        CREATE TRIGGER occurrence_copies_update BEFORE UPDATE OF {_OCCURRENCE_COLUMNS} ON tasks_occurrence
        FOR EACH ROW WHEN ({_differs(_OCCURRENCE_COLUMNS, "OLD", "NEW", "IS DISTINCT FROM")})
        EXECUTE FUNCTION tasks_occurrence_copies()
        """,
        f"""
        CREATE FUNCTION tasks_task_copies() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {_FOLLOW}; RETURN NULL; END $$;
        CREATE TRIGGER task_copies AFTER UPDATE OF {_TASK_COLUMNS} ON tasks_task
        FOR EACH ROW WHEN ({_differs(_TASK_COLUMNS, "OLD", "NEW", "IS DISTINCT FROM")})
        EXECUTE FUNCTION tasks_task_copies()
        """,
    ],
}

_TRIGGERS = (
    ("occurrence_copies_insert", "tasks_occurrence"),
    ("occurrence_copies_update", "tasks_occurrence"),
    ("task_copies", "tasks_task"),
)
FORGET = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name, _table in _TRIGGERS],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in _TRIGGERS),
        "DROP FUNCTION IF EXISTS tasks_occurrence_copies(), tasks_task_copies()",
    ],
}


def keep(apps: Any, schema_editor: Any) -> None:
    for statement in (_FILL, *KEEP[schema_editor.connection.vendor]):
        schema_editor.execute(statement)


def forget(apps: Any, schema_editor: Any) -> None:
    for statement in FORGET[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0012_occurrences_bear_copies")]

    operations = [migrations.RunPython(keep, forget)]
