"""The reference data in `fixtures/`: provinces, units, their successions and spellings, fields of
cooperation.

Loading is idempotent: rows are found by their keys, changed rows are updated, nothing is deleted.
Each table is described once; loading and writing back (`dump`) read the same description.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from agreements.models import (
    CommonAlias,
    Field,
    FieldHeading,
    Province,
    ProvinceAlias,
    ProvinceSuccession,
    Unit,
    UnitAlias,
    UnitSuccession,
)
from agreements.succession import check_successions, refresh_heirs
from coop.shared.bulk_history import record_created

FIXTURES = settings.BASE_DIR / "fixtures"


@dataclass(frozen=True)
class Table:
    """One CSV file: its columns by model field, the columns that find a row, and those that hold another
    row's key.
    """

    file: str
    model: type[models.Model]
    columns: dict[str, str]
    identity: tuple[str, ...]
    links: dict[str, tuple[type[models.Model], str]] = field(default_factory=dict)

    @property
    def is_tree(self) -> bool:
        """Rows that name rows of their own file must find them saved."""
        return any(model is self.model for model, _key in self.links.values())


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_SUCCESSION = _same("predecessor", "successor", "kind", "effective_on", "legal_basis", "confirmed")

TABLES = (
    Table(
        "provinces.csv",
        Province,
        _same("key", "code", "name", "kind", "region", "valid_from", "valid_until"),
        ("key",),
    ),
    Table(
        "province_aliases.csv",
        ProvinceAlias,
        {"province": "province_key", "text": "text"},
        ("province", "text"),
        {"province": (Province, "key")},
    ),
    Table(
        "province_successions.csv",
        ProvinceSuccession,
        _SUCCESSION,
        ("predecessor", "successor"),
        {"predecessor": (Province, "key"), "successor": (Province, "key")},
    ),
    Table(
        "units.csv",
        Unit,
        _same("key", "name", "short_name", "kind", "valid_from", "valid_until", "sort")
        | {"province": "province_key", "parent": "parent_key"},
        ("key",),
        {"province": (Province, "key"), "parent": (Unit, "key")},
    ),
    Table(
        "unit_aliases.csv",
        UnitAlias,
        {"unit": "unit_key", "text": "text"},
        ("unit", "text"),
        {"unit": (Unit, "key")},
    ),
    Table("common_aliases.csv", CommonAlias, _same("name", "text"), ("name", "text")),
    Table(
        "unit_successions.csv",
        UnitSuccession,
        _SUCCESSION,
        ("predecessor", "successor"),
        {"predecessor": (Unit, "key"), "successor": (Unit, "key")},
    ),
    Table("fields.csv", Field, _same("code", "name", "sort"), ("code",)),
    Table(
        "field_headings.csv",
        FieldHeading,
        {"heading": "heading", "field": "field_code"},
        ("heading",),
        {"field": (Field, "code")},
    ),
)


@dataclass(frozen=True)
class Loaded:
    """What happened to the rows of one file."""

    file: str
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load(folder: Path = FIXTURES) -> list[Loaded]:
    """Load every table in order. Raises KeyError when a row names a key that no row has, ValidationError
    for successions that cannot be.
    """
    loaded = [_load_table(table, read_rows(folder / table.file)) for table in TABLES]
    refresh_heirs(timezone.localdate())
    check_successions()
    return loaded


def dump(table: Table) -> list[dict[str, str]]:
    """The rows of the database as the file has them."""
    key_of = {name: _keys_by_id(model, key) for name, (model, key) in table.links.items()}
    return [
        {column: _as_text(table, row, name, key_of) for name, column in table.columns.items()}
        for row in table.model._default_manager.all()
    ]


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _load_table(table: Table, rows: list[dict[str, str]]) -> Loaded:
    there = [row for generation in _generations(table, rows) for row in _create_missing(table, generation)]
    updated = _update_changed(table, there)
    return Loaded(table.file, len(rows) - len(there), updated, len(there) - updated)


def _generations(table: Table, rows: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Rows without a parent first, then their children, and so on; one generation where there is no tree."""
    if not table.is_tree:
        return [rows]
    generations, known, waiting = [], {""}, rows
    while waiting:
        ready = [row for row in waiting if row["parent_key"] in known]
        if not ready:
            raise KeyError(waiting[0]["parent_key"])
        generations.append(ready)
        known |= {row["key"] for row in ready}
        waiting = [row for row in waiting if row["key"] not in known]
    return generations


def _create_missing(table: Table, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Those that were there already."""
    existing = {_identity(table, row) for row in table.model._default_manager.all()}
    read = _reader(table)
    there, missing = [], []
    for row in rows:
        made = table.model(**read(row))
        if _identity(table, made) in existing:
            there.append(row)
        else:
            missing.append(made)
    _save_new(table.model, missing)
    return there


def _save_new(model: type[models.Model], rows: list[Any]) -> None:
    """In bulk; that skips save(), so derived columns are filled here and history, where a model has it, is
    written.
    """
    for row in rows:
        if hasattr(row, "fill_derived"):
            row.fill_derived()
    made = model._default_manager.bulk_create(rows, batch_size=500)
    if hasattr(model, "history"):
        record_created(model._default_manager.filter(pk__in=[row.pk for row in made]), by=None)


def _update_changed(table: Table, rows: list[dict[str, str]]) -> int:
    if not rows:
        return 0
    existing = {_identity(table, row): row for row in table.model._default_manager.all()}
    read = _reader(table)
    updated = 0
    for row in rows:
        wanted = table.model(**read(row))
        saved = existing[_identity(table, wanted)]
        if _values(table, saved) != _values(table, wanted):
            for name in table.columns:
                setattr(saved, name, getattr(wanted, name))
            saved.save()
            updated += 1
    return updated


def _reader(table: Table) -> Any:
    """A function from a row of the file to values for the model."""
    linked = {
        name: {getattr(row, key): row for row in model._default_manager.all()}
        for name, (model, key) in table.links.items()
    }

    def read(row: dict[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, column in table.columns.items():
            text = row[column]
            if name in linked:
                values[name] = linked[name][text] if text else None
            else:
                values[name] = _as_value(table.model._meta.get_field(name), text)
        return values

    return read


def _as_value(model_field: Any, text: str) -> Any:
    if not text:
        return None if model_field.null else ""
    return model_field.to_python(text.capitalize() if isinstance(model_field, models.BooleanField) else text)


def _identity(table: Table, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, f"{name}_id" if name in table.links else name) for name in table.identity)


def _values(table: Table, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, f"{name}_id" if name in table.links else name) for name in table.columns)


def _keys_by_id(model: type[models.Model], key: str) -> dict[int, str]:
    return dict(model._default_manager.values_list("pk", key))


def _as_text(table: Table, row: Any, name: str, key_of: dict[str, dict[int, str]]) -> str:
    if name in key_of:
        target = getattr(row, f"{name}_id")
        return key_of[name][target] if target else ""
    value = getattr(row, name)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
