"""Why a unit that a cell names needs a look: of no party, or not alive on the day of the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from agreements.models import Plan, Province, Unit
from agreements.models.unit import named_abroad
from agreements.succession import heirs, predecessors
from coop.shared.dates import short_date
from tasks.appendix.unit_index import KnownUnit, UnitIndex
from tasks.appendix.units import UnitReading, read_cell
from tasks.imports.unit_data import index_of_other_days, sides_on


@dataclass(frozen=True)
class OtherDay:
    """A unit of the sides that lived on another day, and who was there on the day of the plan."""

    name: str
    unit: Unit
    on: dt.date
    there: tuple[KnownUnit, ...]

    def __str__(self) -> str:
        names = "; ".join(one.name for one in self.there)
        day = short_date(self.on)
        if self.unit.valid_from and self.unit.valid_from > self.on:
            founded = short_date(self.unit.valid_from)
            said = f"“{self.name}” được thành lập ngày {founded}, sau ngày của kế hoạch ({day})."
            return f"{said} Vào ngày của kế hoạch là: {names}." if names else said
        ended = short_date(self.unit.valid_until) if self.unit.valid_until else ""
        said = f"“{self.name}” kết thúc hoạt động ngày {ended}, trước ngày của kế hoạch ({day})."
        return f"{said} Đơn vị kế thừa: {names}." if names else said


class UnitDoubts:
    """Of one plan; the units of other days are read when the first unknown name asks for them."""

    def __init__(self, plan: Plan, index: UnitIndex) -> None:
        self.plan, self.index = plan, index
        self._known: dict[str, OtherDay | None] = {}

    def problems(self, column: str, reading: UnitReading) -> list[str]:
        """Sentences in Vietnamese about one cell."""
        found = [f"{column}: {self._unknown(name)}" for name in reading.unknown]
        if not reading.certain and not found:
            notes = reading.notes or ["cần kiểm tra lại cách đọc."]
            found = [f"{column}: {note}" for note in notes]
        return found + [f"{column}: {said}" for said in self.strangers(reading)]

    def with_suggestions(self, reading: UnitReading) -> UnitReading:
        """Who was there instead of a unit of another day comes first. A unit of the other side is offered by
        the name under which a cell means it: the bare name would be read as one of our own.
        """
        offered = {name: self._told_apart(units) for name, units in reading.suggestions.items()}
        for name in reading.unknown:
            other = self._other_day(name)
            first = other.there if other else filter(None, [self._of_other_side(name)])
            found = {one.name: one for one in (*first, *offered.get(name, ()))}
            offered[name] = tuple(found.values())
        return replace(reading, suggestions=offered) if reading.unknown else reading

    def of_other_days(self, reading: UnitReading) -> list[str]:
        """The names that are units' own on another day: no other spelling of who is offered for them."""
        return [name for name in reading.unknown if self._other_day(name)]

    def names_abroad(self, reading: UnitReading) -> dict[int | str, str]:
        """By unit (id): how those of other provinces are called beside units of our own, which bear no
        province.
        """
        abroad = [unit for unit in reading.units if unit.province not in ("", self.index.home)]
        return {unit.id: self._name_abroad(unit) for unit in abroad}

    def strangers(self, reading: UnitReading) -> list[str]:
        """Units and groups of a province that is no party: its staff sees nothing of the agreement and cannot
        report (domain.md §4).
        """
        day = short_date(self.plan.issued_on)
        names = [
            (f"“{unit.name}” của {name}", name)
            for unit in reading.units
            if (name := self.index.stranger(unit))
        ]
        names += [(f"“{group}”", name) for group in reading.groups if (name := self.index.foreign_to(group))]
        return [
            f"{said}: {name} không phải là bên tham gia thỏa thuận vào ngày của kế hoạch ({day})."
            for said, name in names
        ]

    def _unknown(self, name: str) -> str:
        if other := self._other_day(name):
            return str(other)
        if unit := self._of_other_side(name):
            day, own = short_date(self.plan.issued_on), self.plan.province.full_name
            return f"“{name}” không phải đơn vị của {own} vào ngày {day}; bên kia có {unit.name}."
        return f"chưa có đơn vị “{name}” trong danh mục."

    def _of_other_side(self, name: str) -> KnownUnit | None:
        """The one unit of the name on the other sides; "Sở Du lịch" in a paper of a province without one."""
        found: list[KnownUnit] = []
        for side in self._sides:
            if side.pk == self.plan.province_id:
                continue
            reading = read_cell(f"{name} {side.full_name}", self.index)
            if reading.certain and len(reading.units) == 1 and reading.units[0].province == side.code:
                found += self._told_apart(reading.units)
        return found[0] if len(found) == 1 else None

    def _told_apart(self, units: tuple[KnownUnit, ...]) -> tuple[KnownUnit, ...]:
        """Units of other sides bear their province; one of a name that our own side has is not offered."""
        sides = {side.code: side for side in self._sides}
        own = {unit.name for unit in units if unit.province in ("", self.index.home)}
        kept = [unit for unit in units if unit.province in ("", self.index.home) or unit.name not in own]
        return tuple(
            replace(unit, name=self._name_abroad(unit))
            if unit.province in sides and unit.province != self.index.home
            else unit
            for unit in kept
        )

    def _name_abroad(self, unit: KnownUnit) -> str:
        side = next((side for side in self._sides if side.code == unit.province), None)
        return named_abroad(unit.name, side) if side else f"{unit.name} ({self.index.stranger(unit)})"

    def _other_day(self, name: str) -> OtherDay | None:
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str) -> OtherDay | None:
        reading = read_cell(name, self._others)
        if len(reading.units) != 1 or not reading.certain or reading.groups or reading.partner:
            return None
        unit = Unit.objects.select_related("province").get(pk=reading.units[0].id)
        return OtherDay(name, unit, self.plan.issued_on, self._there(unit))

    def _there(self, unit: Unit) -> tuple[KnownUnit, ...]:
        """Its predecessors or its heirs on the plan's day, under the names by which a cell means them."""
        on = self.plan.issued_on
        is_young = unit.valid_from is not None and unit.valid_from > on
        found = predecessors(unit, on) if is_young else heirs(unit, on)
        kept = [one for one in found if isinstance(one, Unit) and one.is_valid_on(on) and self._is_ours(one)]
        return tuple(KnownUnit(one.pk, one.name_for(self.plan.province), "") for one in kept)

    def _is_ours(self, unit: Unit) -> bool:
        return unit.province_id is None or unit.province_id in {side.pk for side in self._sides}

    @cached_property
    def _sides(self) -> list[Province]:
        return sides_on(self.plan)

    @cached_property
    def _others(self) -> UnitIndex:
        return index_of_other_days(self.plan)
