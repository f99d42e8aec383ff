"""The reference data comes from files and goes back to them row for row; loading twice changes nothing."""

import csv
import json
import shutil
from io import StringIO

import pytest
from django.core.management import call_command

from agreements import reference
from agreements.models import Field, Unit, UnitAlias

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to be changed."""
    for table in reference.TABLES:
        shutil.copy(reference.FIXTURES / table.file, tmp_path / table.file)
    return tmp_path


def table_of(model):
    return next(table for table in reference.TABLES if table.model is model)


def rewrite(path, change):
    """Every row through `change`, which gives the row to write."""
    rows = [change(row) for row in reference.read_rows(path)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def changed(path, column, old, new):
    rewrite(path, lambda row: row | {column: new} if row[column] == old else row)


def test_loading_again_creates_and_updates_nothing():
    said = StringIO()

    call_command("load_reference", "--json", stdout=said)

    loaded = json.loads(said.getvalue())
    assert [table["file"] for table in loaded] == [table.file for table in reference.TABLES]
    assert all(table["created"] == table["updated"] == 0 < table["unchanged"] for table in loaded)


@pytest.mark.any_engine
def test_the_command_says_what_it_did_in_a_line_for_each_file():
    said = StringIO()

    call_command("load_reference", stdout=said)

    assert len(said.getvalue().splitlines()) == len(reference.TABLES)


@pytest.mark.parametrize("table", reference.TABLES, ids=lambda table: table.file)
def test_the_database_gives_the_file_back_row_for_row(table):
    def in_order(rows):
        return sorted(rows, key=lambda row: tuple(row.values()))

    written = reference.read_rows(reference.FIXTURES / table.file)
    columns = sorted(written[0])

    assert in_order({name: row[name] for name in columns} for row in reference.dump(table)) == in_order(
        {name: row[name] for name in columns} for row in written
    )


@pytest.mark.any_engine
def test_a_changed_row_is_updated_and_searchable_under_its_new_name(folder):
    changed(folder / "fields.csv", "name", "Du lịch", "Du lịch và lữ hành")

    loaded = {table.file: table for table in reference.load(folder)}

    assert (loaded["fields.csv"].created, loaded["fields.csv"].updated) == (0, 1)
    assert Field.objects.get(code="du-lich").name == "Du lịch và lữ hành"


@pytest.mark.any_engine
def test_a_unit_with_a_new_name_keeps_its_identity(folder):
    old = Unit.objects.filter(name="Sở Y tế").first()
    rewrite(folder / "units.csv", lambda row: row | {"name": "Sở Y tế mới"} if row["key"] == old.key else row)

    reference.load(folder)

    renamed = Unit.objects.get(pk=old.pk)
    assert (renamed.name, renamed.name_key) == ("Sở Y tế mới", "soytemoi")


@pytest.mark.parametrize("file", ["unit_aliases.csv", "units.csv", "unit_successions.csv"])
def test_a_key_that_no_row_has_stops_the_loading_and_nothing_is_written(folder, file):
    column = {"unit_aliases.csv": "unit_key", "units.csv": "parent_key", "unit_successions.csv": "successor"}[
        file
    ]
    first = next(row[column] for row in reference.read_rows(folder / file) if row[column])
    changed(folder / "fields.csv", "name", "Du lịch", "Không được ghi")
    changed(folder / "provinces.csv", "region", "Tây Nguyên", "Không được ghi")
    changed(folder / file, column, first, "khong-co-khoa-nay")
    before = reference.dump(table_of(Field)), UnitAlias.objects.count(), Unit.objects.count()

    with pytest.raises(KeyError, match="khong-co-khoa-nay"):
        reference.load(folder)

    assert (reference.dump(table_of(Field)), UnitAlias.objects.count(), Unit.objects.count()) == before
    assert "Không được ghi" not in str(reference.dump(reference.TABLES[0]))
