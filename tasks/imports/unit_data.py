"""The units of the database, as the reader of unit cells wants them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from agreements.models import CommonAlias, Plan, Province, ProvinceAlias, Unit, UnitAlias
from tasks.appendix.unit_index import KnownUnit, UnitIndex


def index_for_plan(plan: Plan) -> UnitIndex:
    """The units that lived on the day of the plan; the issuing side is at home, the other parties are
    partners.
    """
    codes = [party.province.code for party in plan.agreement.parties.select_related("province")]
    return index_on(plan.province.code, plan.issued_on, partners=codes)


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
        provinces=_province_names(on),
        common_aliases=_common_aliases(),
    )


def _known_units(on: dt.date) -> list[KnownUnit]:
    """Of every province: a cell may name "Sở Y tế tỉnh Phú Yên" though Phú Yên is no party."""
    units = Unit.objects.valid_on(on)
    spellings: dict[int, list[str]] = defaultdict(list)
    for unit, text in UnitAlias.objects.filter(unit__in=units).values_list("unit", "text"):
        spellings[unit].append(text)
    rows = units.values_list("pk", "name", "province__code").order_by("sort", "pk")
    return [KnownUnit(pk, name, code or "", tuple(spellings[pk])) for pk, name, code in rows]


def _province_names(on: dt.date) -> dict[str, list[str]]:
    names = {province.pk: (province.code, [province.name]) for province in Province.objects.valid_on(on)}
    for province, text in ProvinceAlias.objects.values_list("province", "text"):
        if province in names:
            names[province][1].append(text)
    return dict(names.values())


def _common_aliases() -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = defaultdict(list)
    for name, text in CommonAlias.objects.values_list("name", "text"):
        spellings[name].append(text)
    return spellings
