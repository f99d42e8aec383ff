"""The units of the database, as the reader of unit cells wants them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from agreements.models import CommonAlias, Plan, Province, ProvinceAlias, Unit, UnitAlias
from agreements.succession import heirs, predecessors
from tasks.appendix.unit_index import KnownUnit, UnitIndex


def index_for_plan(plan: Plan) -> UnitIndex:
    """The units that lived on the day of the plan; the issuing side is at home, the other parties are
    partners.
    """
    codes = [side.code for side in sides_on(plan)]
    return index_on(plan.province.code, plan.issued_on, partners=codes)


def sides_on(plan: Plan) -> list[Province]:
    """The issuing province and who answered for each party on the day of the plan: Kon Tum's agreement is
    Quảng Ngãi's since 1/7/2025.
    """
    day = plan.issued_on
    parties = [party.province for party in plan.agreement.parties.select_related("province")]
    found: dict[int, Province] = {plan.province_id: plan.province}
    for party in parties:
        here = [party] if party.is_valid_on(day) else heirs(party, day)
        found |= {one.pk: one for one in here if isinstance(one, Province)}
    return list(found.values())


def index_on(home: str, on: dt.date, partners: Iterable[str] = ()) -> UnitIndex:
    """The units of a province (by its code on that day), of its partners and of the centre. Raises
    Province.DoesNotExist.
    """
    home_province = Province.objects.with_code(home, on)
    others = sorted(set(partners) - {home_province.code})
    return UnitIndex.build(
        _known_units(on),
        home=home_province.code,
        partners=others,
        provinces=_names_of(Province.objects.valid_on(on), "code"),
        common_aliases=_common_aliases(),
    )


def index_of_other_days(plan: Plan) -> UnitIndex:
    """The units of the sides, of whom they took over and of their heirs, that did not live on the day of the
    plan: of each name the one nearest to that day. Provinces stand by name here, since codes were reused.
    """
    rows = _through_time(sides_on(plan))
    alive = Unit.objects.valid_on(plan.issued_on).values("pk")
    units = Unit.objects.filter(Q(province__in=rows) | Q(province=None)).exclude(pk__in=alive)
    nearest: dict[tuple[str, str], Unit] = {}
    by_distance = sorted(units.select_related("province"), key=lambda unit: _days_away(unit, plan.issued_on))
    for unit in by_distance:
        nearest.setdefault((unit.province.name if unit.province else "", unit.name), unit)
    spellings = _spellings(Unit.objects.filter(pk__in=[unit.pk for unit in nearest.values()]))
    return UnitIndex.build(
        [
            KnownUnit(unit.pk, name, place, tuple(spellings[unit.pk]))
            for (place, name), unit in nearest.items()
        ],
        home=plan.province.name,
        partners=sorted({row.name for row in rows} - {plan.province.name}),
        provinces=_names_of(Province.objects.filter(pk__in=[row.pk for row in rows]), "name"),
        common_aliases=_common_aliases(),
    )


def _through_time(sides: Iterable[Province]) -> list[Province]:
    """With all that they took over, and who answers for them today."""
    found: dict[int, Province] = {}
    for side in sides:
        rows = [side, *predecessors(side), *filter(None, [side.current_heir])]
        found |= {row.pk: row for row in rows if isinstance(row, Province)}
    return list(found.values())


def _days_away(unit: Unit, on: dt.date) -> int:
    """Of a unit that did not live on the day."""
    if unit.valid_from and unit.valid_from > on:
        return (unit.valid_from - on).days
    return (on - (unit.valid_until or on)).days


def _known_units(on: dt.date) -> list[KnownUnit]:
    """Of every province: a cell may name "Sở Y tế tỉnh Phú Yên" though Phú Yên is no party."""
    units = Unit.objects.valid_on(on)
    spellings = _spellings(units)
    rows = units.values_list("pk", "name", "province__code").order_by("sort", "pk")
    return [KnownUnit(pk, name, code or "", tuple(spellings[pk])) for pk, name, code in rows]


def _spellings(units: QuerySet[Unit]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for unit, text in UnitAlias.objects.filter(unit__in=units).values_list("unit", "text"):
        found[unit].append(text)
    return found


def _names_of(provinces: QuerySet[Province], key: str) -> dict[str, list[str]]:
    """By code or by name: the name and its other spellings."""
    names = {province.pk: (getattr(province, key), [province.name]) for province in provinces}
    for province, text in ProvinceAlias.objects.values_list("province", "text"):
        if province in names:
            names[province][1].append(text)
    return dict(names.values())


def _common_aliases() -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = defaultdict(list)
    for name, text in CommonAlias.objects.values_list("name", "text"):
        spellings[name].append(text)
    return spellings
