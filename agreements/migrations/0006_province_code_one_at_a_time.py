"""A code belongs to one province at a time: the database refuses two whose days overlap.

SQLite forgets the triggers of a table that a later migration rebuilds: a migration that alters Province
must run `forbid` again (tests/agreements/test_reorganising.py fails when one forgets it).
"""

import django.core.validators
from typing import Any

from django.db import migrations, models

_TAKEN = """
    SELECT 1 FROM agreements_province other
    WHERE other.id IS NOT NEW.id AND other.code = NEW.code
    AND coalesce(other.valid_from, '0001-01-01') <= coalesce(NEW.valid_until, '9999-12-31')
    AND coalesce(NEW.valid_from, '0001-01-01') <= coalesce(other.valid_until, '9999-12-31')
"""

FORBID = {
    "sqlite": [
        f"""
        CREATE TRIGGER province_code_one_at_a_time_{act} BEFORE {act} ON agreements_province
        WHEN EXISTS ({_TAKEN}) BEGIN SELECT RAISE(ABORT, 'province_code_one_at_a_time'); END
        """
        for act in ("insert", "update")
    ],
    # Ranges of numbers and days: gist knows them without an extension.
    "postgresql": [
        """
        ALTER TABLE agreements_province ADD CONSTRAINT province_code_one_at_a_time EXCLUDE USING gist (
            int4range(code::int, code::int, '[]') WITH &&, daterange(valid_from, valid_until, '[]') WITH &&
        )
        """
    ],
}

ALLOW = {
    "sqlite": [f"DROP TRIGGER IF EXISTS province_code_one_at_a_time_{act}" for act in ("insert", "update")],
    "postgresql": ["ALTER TABLE agreements_province DROP CONSTRAINT province_code_one_at_a_time"],
}


def forbid(apps: Any, schema_editor: Any) -> None:
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_fill_search_text")]

    operations = [
        migrations.AlterField(
            model_name="province",
            name="code",
            field=models.CharField(
                max_length=2,
                validators=[django.core.validators.RegexValidator("^[0-9]{2}$")],
                verbose_name="code",
            ),
        ),
        migrations.RunPython(forbid, allow),
    ]
