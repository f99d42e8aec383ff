"""No agreement comes from itself, in however many steps: the database refuses what would close a circle.

Two transactions of one moment, each with half of a circle, do not see each other; whatever walks along
papers ends in a circle as well, so no lock of the whole table is paid for them. SQLite forgets the triggers of a table that a later migration rebuilds: a migration that alters Agreement
must run `forbid` again (after `allow`).
"""

from typing import Any

from django.db import migrations

_CLOSES_A_CIRCLE = """
    EXISTS (
        WITH RECURSIVE comes_from(id) AS (
            SELECT NEW.parent_id UNION SELECT NEW.renews_id UNION SELECT NEW.amends_id
            UNION
            SELECT CASE relation.k WHEN 1 THEN paper.parent_id WHEN 2 THEN paper.renews_id
                   ELSE paper.amends_id END
            FROM comes_from
            JOIN agreements_agreement paper ON paper.id = comes_from.id
            CROSS JOIN (SELECT 1 AS k UNION ALL SELECT 2 UNION ALL SELECT 3) relation
        )
        SELECT 1 FROM comes_from WHERE comes_from.id = NEW.id
    )
"""
_COMES_FROM_SOME = "coalesce(NEW.parent_id, NEW.renews_id, NEW.amends_id) IS NOT NULL"
_ACTS = {"insert": "INSERT", "update": "UPDATE OF parent_id, renews_id, amends_id"}
_SAID = "agreements go round in a circle"

FORBID = {
    "sqlite": [
        f"""
        CREATE TRIGGER agreement_no_circle_{name} AFTER {act} ON agreements_agreement WHEN {_COMES_FROM_SOME}
        BEGIN SELECT RAISE(ABORT, '{_SAID}') WHERE {_CLOSES_A_CIRCLE}; END
        """
        for name, act in _ACTS.items()
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION agreement_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {_CLOSES_A_CIRCLE} THEN
                RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """,
        f"""
        CREATE TRIGGER agreement_no_circle AFTER {" OR ".join(_ACTS.values())} ON agreements_agreement
        FOR EACH ROW WHEN ({_COMES_FROM_SOME}) EXECUTE FUNCTION agreement_no_circle()
        """,
    ],
}
ALLOW = {
    "sqlite": [f"DROP TRIGGER IF EXISTS agreement_no_circle_{name}" for name in _ACTS],
    "postgresql": [
        "DROP TRIGGER IF EXISTS agreement_no_circle ON agreements_agreement",
        "DROP FUNCTION IF EXISTS agreement_no_circle()",
    ],
}


def forbid(apps: Any, schema_editor: Any) -> None:
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0013_steps_have_history")]

    operations = [migrations.RunPython(forbid, allow)]
