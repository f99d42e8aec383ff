"""Counts that reports quote, entered with the parts that add up to them (domain.md §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Agreement, Province, ResultFigure
from agreements.permissions import counting_units, sides_of_count
from coop.shared.events import record
from coop.shared.refusal import RefusedError, require
from coop.shared.saving import delete_as, save_as
from coop.shared.templatetags.ui import number

INHERITED = ("agreement", "province", "unit", "field", "measure", "year", "scope", "source")


@dataclass(frozen=True)
class Part:
    """One of the counts that make up the whole."""

    label: str
    value: Decimal


@transaction.atomic
def enter_figure(*, by: Any, agreement: Agreement, parts: Sequence[Part] = (), **values: Any) -> ResultFigure:
    """`values`: columns of ResultFigure. Raises RefusedError where the parts do not add up, or where it is
    not for the person to say that this side counted.
    """
    figure = ResultFigure(agreement=agreement, **values)
    _require_own_unit(by, figure)
    require_side(by, ResultFigure(agreement=agreement, unit=figure.unit), figure.province)
    _write(by, figure, parts)
    record(by=by, verb="enter_figure", target=agreement, after={"figure": in_words(figure, parts)})
    return figure


@transaction.atomic
def change_figure(*, by: Any, figure: ResultFigure, parts: Sequence[Part] = (), **values: Any) -> None:
    """As `enter_figure`; the parts are replaced by these. Raises RefusedError where it was deleted."""
    current = _locked(figure)
    before = in_words(current, parts_of(current))
    require_side(by, current, values.get("province", current.province))
    for name, value in values.items():
        setattr(current, name, value)
    _write(by, current, parts)
    after = in_words(current, parts)
    record(
        by=by,
        verb="change_figure",
        target=current.agreement,
        before={"figure": before},
        after={"figure": after},
    )


@transaction.atomic
def delete_figure(*, by: Any, figure: ResultFigure) -> None:
    """With its parts; what it was stays in the history and in the Event. Raises RefusedError where it was
    deleted before.
    """
    current = _locked(figure)
    said = in_words(current, parts_of(current))
    for row in (*current.parts.all(), current):
        delete_as(row, by)
    record(
        by=by, verb="delete_figure", target=current.agreement, before={"figure": said}, after={"figure": ""}
    )


def _require_own_unit(by: Any, figure: ResultFigure) -> None:
    own = counting_units(by, figure.agreement).filter(pk=figure.unit_id)
    require(figure.unit is None or own.exists(), _("You enter no figure in the name of this unit."))


def require_side(by: Any, figure: ResultFigure, side: Province | None) -> None:
    """`figure` as it is before. Raises RefusedError unless the person may say that the side counted it."""
    require(
        (side and side.current_heir_id) in sides_of_count(by, figure),
        _("A figure is counted by your own side; that all parties counted it is said by a secretariat."),
    )


def _locked(figure: ResultFigure) -> ResultFigure:
    """As it is now. Its parts are written under this lock only."""
    current = ResultFigure.objects.select_for_update(of=("self",)).filter(pk=figure.pk).first()
    if current is None:
        raise RefusedError(_("Somebody has deleted this figure meanwhile."))
    return current


def parts_of(figure: ResultFigure) -> list[Part]:
    """As they stand in the database, in their order."""
    return [Part(part.label, part.value) for part in figure.parts.order_by("sort", "pk")]


def in_words(figure: ResultFigure, parts: Sequence[Part]) -> str:
    """'Dự án (2023): 139 dự án = 86 hoàn thành + 53 đang triển khai'."""
    sum_of = " + ".join(f"{_plain(part.value)} {part.label}" for part in parts)
    said = f"{figure.label} ({figure.year}): {_plain(figure.value)} {figure.measure}"
    return f"{said} = {sum_of}" if sum_of else said


def require_sum(whole: Decimal, parts: Sequence[Part | ResultFigure]) -> None:
    """Raises RefusedError unless there are no parts, or they make up the whole. What is not known yet is a
    part as well (`with_rest`), so that no sum is ever left open.
    """
    counted = _sum(parts)
    told = {"counted": number(counted), "whole": number(whole), "rest": number(whole - counted)}
    if parts and counted < whole:
        raise RefusedError(
            _(
                "The parts add up to %(counted)s, and the whole is %(whole)s. Say what the remaining "
                "%(rest)s are, if only that they are not broken down yet."
            )
            % told
        )
    require(
        not parts or counted == whole,
        _("The parts add up to %(counted)s, and the whole is %(whole)s.") % told,
    )


def with_rest(whole: Decimal, parts: Sequence[Part]) -> list[Part]:
    """What the parts lack of the whole, as a part of its own."""
    rest = whole - _sum(parts)
    return [*parts, Part(_("not broken down yet"), rest)] if parts and rest > 0 else list(parts)


def _sum(parts: Sequence[Part | ResultFigure]) -> Decimal:
    return sum((part.value for part in parts), Decimal())


def _plain(value: Decimal) -> str:
    """1.234.567,5."""
    return f"{value.normalize():,f}".translate(str.maketrans(",.", ".,"))


def _write(by: Any, figure: ResultFigure, parts: Sequence[Part]) -> None:
    require_sum(figure.value, parts)
    save_as(figure, by)
    for sort, (row, part) in enumerate(zip_longest(_rows(figure), parts), 1):
        if part is None:
            delete_as(row, by)
        else:
            _write_part(by, figure, row or ResultFigure(whole=figure), part, sort)


def _rows(figure: ResultFigure) -> list[ResultFigure]:
    return list(figure.parts.order_by("sort", "pk"))


def _write_part(by: Any, whole: ResultFigure, row: Any, part: Part, sort: int) -> None:
    for name in INHERITED:
        setattr(row, name, getattr(whole, name))
    row.label, row.value, row.sort = part.label, part.value, sort
    save_as(row, by)
