"""The lists of papers and units as Excel files: the same rows as the page, in the same order, under the same
names (`names`: a style of `agreements.naming`), and with what another part of the program adds (`beside`).
`note`: as of which day, and how filtered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from agreements.models import Agreement, Plan, Unit
from agreements.naming import name_of
from coop.shared.documents.content import Column
from coop.shared.documents.xlsx import SheetCell
from coop.shared.downloads import sheet_file

AT_ONCE = 500


@dataclass(frozen=True)
class Beside:
    """More columns, and their cells for a row (id)."""

    columns: tuple[Column, ...]
    cells: Callable[[int], tuple[SheetCell, ...]]


def agreement_file(rows: Any, names: str, beside: Beside, *, note: str) -> IO[bytes]:
    columns = (
        Column(_("Title"), 90),
        Column(_("Kind"), 40),
        Column(_("Number and symbol"), 35),
        Column(_("Parties"), 80),
        Column(_("Signed on"), 25),
        Column(_("In force until"), 25),
        Column(_("Stage"), 35),
        *beside.columns,
    )
    told = ((*_agreement(row, names), *beside.cells(row.pk)) for row in rows.iterator(chunk_size=AT_ONCE))
    return sheet_file(columns, told, _("Cooperation agreements"), sheet_name=_("Agreements"), note=note)


def _agreement(row: Agreement, names: str) -> tuple[SheetCell, ...]:
    return (
        row.title,
        row.get_kind_display(),
        row.number,
        "; ".join(name_of(names, party.province) for party in row.parties.all()),
        row.signed_on or "",
        row.ends_on or "",
        str(row.standing),
    )


def plan_file(rows: Any, names: str, beside: Beside, *, note: str) -> IO[bytes]:
    columns = (
        Column(_("Number and symbol"), 35),
        Column(_("Plan"), 90),
        Column(_("Kind"), 35),
        Column(_("Agreement"), 80),
        Column(_("Issued on"), 25),
        Column(_("Runs from"), 25),
        Column(_("Runs until"), 25),
        Column(_("Focal unit"), 60),
        *beside.columns,
    )
    told = ((*_plan(row, names), *beside.cells(row.pk)) for row in rows.iterator(chunk_size=AT_ONCE))
    return sheet_file(columns, told, _("Plans"), sheet_name=_("Plans"), note=note)


def _plan(row: Plan, names: str) -> tuple[SheetCell, ...]:
    days = (row.issued_on or "", row.starts_on or "", row.ends_on or "")
    return (
        row.number,
        row.title,
        row.get_kind_display(),
        row.agreement.title,
        *days,
        name_of(names, row.focal_unit),
    )


def unit_file(rows: Any, beside: Beside, *, note: str) -> IO[bytes]:
    columns = (
        Column(_("Unit"), 70),
        Column(_("Short name"), 25),
        Column(_("Kind"), 40),
        Column(_("Province"), 40),
        Column(_("Answers for"), 90),
        *beside.columns,
    )
    told = ((*_unit(row), *beside.cells(row.pk)) for row in rows.iterator(chunk_size=AT_ONCE))
    return sheet_file(columns, told, _("Units"), sheet_name=_("Units"), note=note)


def _unit(row: Unit) -> tuple[str, ...]:
    former = [unit.full_label for unit in row.lineage.all() if unit.pk != row.pk]
    province = row.province.full_name if row.province else ""
    return (row.name, row.short_name, row.get_kind_display(), province, "\n".join(former))
