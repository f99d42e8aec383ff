"""Rows of a history → which columns people changed, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Field, ForeignKey, Model, OuterRef
from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.permissions import visible_agreements
from coop.shared.dates import short_date
from tasks.history import NOTHING, Change

_MOVED_BY_THE_PROGRAM = {"position"}


def told_columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns that a person fills in; derived ones and the order in the appendix follow from others."""
    return [
        column
        for column in model._meta.concrete_fields
        if column.editable and not column.primary_key and column.name not in _MOVED_BY_THE_PROGRAM
    ]


def history_rows(user: Any, model: Any, keys: Iterable[int]) -> dict[int, Any]:
    """Rows of the model's history with the rows to which they point; those that this person may name are
    marked. One query.
    """
    pointers = [column for column in told_columns(model) if column.is_relation]
    may_name = {
        _mark(column): Exists(visible_agreements(user).filter(pk=OuterRef(column.attname)))
        for column in pointers
        if column.related_model is Agreement
    }
    rows = model.history.filter(history_id__in=keys).annotate(**may_name)
    found = rows.select_related("history_user", *(column.name for column in pointers))
    return {row.history_id: row for row in found}


def _mark(column: Field[Any, Any]) -> str:
    return f"may_name_{column.name}"


def changes_between(model: type[Model], old: Any, new: Any) -> tuple[Change, ...]:
    """What differs between two of the `history_rows`."""
    return tuple(
        Change(_shown(column, old), _shown(column, new), str(column.verbose_name))
        for column in told_columns(model)
        if getattr(old, column.attname) != getattr(new, column.attname)
    )


def _shown(column: Field[Any, Any], row: Any) -> str:
    value = getattr(row, column.attname)
    if value in (None, ""):
        return NOTHING
    if isinstance(column, ForeignKey):
        return _named(column, row)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return short_date(value)
    return str(dict(column.flatchoices).get(value, value))


def _named(column: ForeignKey[Any, Any], row: Any) -> str:
    """The row pointed at, under its name of today; no name where it has gone since or may not be read."""
    found = row._state.fields_cache.get(column.name)
    return str(found) if found and getattr(row, _mark(column), True) else _("(not shown)")
