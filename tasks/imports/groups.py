"""Who "các sở, ban, ngành" were on the day of the plan: fixed when its tasks are made."""

from __future__ import annotations

from agreements.models import Plan, Unit
from coop.shared.text import fold
from tasks.models import PlanGroup

_DEPARTMENTS = (Unit.Kind.DEPARTMENT, Unit.Kind.AGENCY, Unit.Kind.OFFICE)
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("doan the", (Unit.Kind.FRONT,)),
    ("so, ban, nganh", _DEPARTMENTS),
    ("so, nganh", _DEPARTMENTS),
    ("cac huyen", (Unit.Kind.DISTRICT,)),
    ("cap huyen", (Unit.Kind.DISTRICT,)),
    ("cac xa", (Unit.Kind.COMMUNE,)),
)


def fix_groups(plan: Plan, groups: set[str]) -> None:
    """The members of each group that the plan does not have yet."""
    known = set(plan.groups.values_list("words", flat=True))
    for words in sorted(groups - known):
        PlanGroup.objects.create(plan=plan, words=words).members.set(members_of(words, plan))


def members_of(group: str, plan: Plan) -> list[Unit]:
    """The units of the plan's province on its day; none for a group that the data cannot tell."""
    kinds = {kind for words, kinds in _KINDS if words in fold(group) for kind in kinds}
    units = Unit.objects.valid_on(plan.issued_on).filter(province=plan.province_id, kind__in=kinds)
    return list(units.order_by("pk"))
