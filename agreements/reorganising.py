"""Bodies that merge, split, are renamed or abolished: entered and taken back, one Event for each body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements.lifetimes import DAY
from agreements.models import (
    CollapseDecision,
    Province,
    ProvinceSuccession,
    SuccessionKind,
    Unit,
    UnitSuccession,
)
from agreements.succession import predecessors, refresh_heirs
from coop.shared.dates import short_date
from coop.shared.events import Event, record
from coop.shared.saving import save_as
from coop.shared.text import fold, name_key

Body = Province | Unit
Succession = ProvinceSuccession | UnitSuccession

# The body itself and what was told of it, which would lose its meaning with the body: not built upon it.
_OF_THE_BODY = {"lineage", "successions", "origins", "aliases"}


class ReliedOnError(ValidationError):
    """A succession cannot be taken back: the messages say what depends on it."""


@transaction.atomic
def enter_succession(*, by: Any, succession: Succession) -> None:
    """Keep the succession: the body ends on the day before, and who answers today is derived anew.

    Raises ValidationError when the lives of the two bodies do not allow it.
    """
    body = succession.predecessor
    _lock(body, succession.successor)
    body.refresh_from_db()
    succession.full_clean()
    succession.save()
    _end(body, succession.effective_on - DAY, by)
    refresh_heirs(timezone.localdate())
    record(by=by, verb="succeed", target=body, before={"unit": str(body)}, after=_told(succession))


@transaction.atomic
def reorganise(
    *,
    by: Any,
    kind: str,
    bodies: Sequence[Body],
    heirs: Sequence[Any],
    effective_on: dt.date,
    legal_basis: str = "",
) -> None:
    """Every body is succeeded by every heir from that day, all or nothing; an abolition has no heir.

    Raises ValidationError.
    """
    for body in bodies:
        model = ProvinceSuccession if isinstance(body, Province) else UnitSuccession
        told = {"predecessor": body, "kind": kind, "effective_on": effective_on, "legal_basis": legal_basis}
        for heir in heirs or (None,):
            enter_succession(by=by, succession=model(successor=heir, **told))


@transaction.atomic
def found_unit(*, by: Any, name: str, in_place_of: Sequence[Unit], on: dt.date) -> Unit:
    """A unit that begins with a reorganisation, in the place of those that it succeeds. One that was founded
    for a reorganisation that was taken back begins anew, so that papers never meet two of one name.

    Raises ValidationError where another unit of the side has about that name on the day or later.
    """
    like = in_place_of[0]
    _lock_names(like.province)
    unit = unit_to_take_up(name, in_place_of=in_place_of, on=on)
    before = {"valid_from": unit.valid_from} if unit else None
    unit = unit or Unit(province=like.province, kind=like.kind, sort=like.sort)
    unit.key, unit.name = _key_of(name, like, on), name
    unit.parent, unit.valid_from = _living_parent(like, on), on
    unit.full_clean()
    save_as(unit, by)
    record(by=by, verb="found", target=unit, before=before, after={"valid_from": on})
    return unit


def unit_to_take_up(name: str, *, in_place_of: Sequence[Unit], on: dt.date) -> Unit | None:
    """Which unit would begin anew if one of that name was founded; None: a new one. Raises ValidationError
    where the name is not free.
    """
    alike = list(_namesakes(name, in_place_of, on))
    for other in alike:
        _refuse_unless_founded_in_vain(other, name)
    return alike[0] if alike else None


def _key_of(name: str, like: Unit, on: dt.date) -> str:
    slug = slugify(fold(name))
    return f"{like.province.key}--{slug[:70]}-{on:%Y%m%d}" if like.province else slug


def _namesakes(name: str, ending: Sequence[Unit], on: dt.date) -> QuerySet[Unit]:
    """Who lives on that day or later and would be read for it. Those that end leave their name."""
    borne = Unit.objects.not_ended(on).filter(province=ending[0].province, name_key=name_key(name))
    others = borne | Unit.objects.filter(key=_key_of(name, ending[0], on))
    return others.exclude(pk__in=[unit.pk for unit in ending]).order_by("valid_from")


def _lock_names(province: Province | None) -> None:
    """Two who found units of one province at once do so one after the other; what only refers to the province
    need not wait.
    """
    if province:
        Province.objects.select_for_update(of=("self",), no_key=True).get(pk=province.pk)


def _refuse_unless_founded_in_vain(other: Unit, name: str) -> None:
    if not _was_founded_in_vain(other):
        said = _(
            "“%(name)s” cannot be told from “%(other)s”, which is in the list of units already: choose that "
            "unit as heir, or write another name."
        )
        raise ValidationError(said % {"name": name, "other": other})


def _was_founded_in_vain(unit: Unit) -> bool:
    """For a reorganisation that was taken back, and nothing names it."""
    was_founded = Event.objects.about(unit).filter(verb="found").exists()
    has_steps = unit.origins.exists() or unit.successions.exists()
    return was_founded and not has_steps and not any(_rows_that_name(unit))


@transaction.atomic
def take_back(*, by: Any, body: Body) -> None:
    """The body lives on, as if it had no heirs. Raises ReliedOnError while something depends on these, or
    another body has its code or name by now.
    """
    _lock(body)
    body.refresh_from_db()
    steps: list[Any] = list(body.successions.select_related("predecessor", "successor"))
    relied_on = [words for step in steps for words in dependents(step)]
    if relied_on:
        raise ReliedOnError(relied_on)
    told = [_told(step) for step in steps]
    for step in steps:
        step.delete()
    _live_on(body, by)
    refresh_heirs(timezone.localdate())
    for before in told:
        record(by=by, verb="take_back_succession", target=body, before=before, after={"unit": str(body)})


def merged_together(body: Body) -> list[Any]:
    """All that were merged into the same heir on the same day by the same paper, the body among them: one
    reorganisation, though a succession is kept of each. The body alone where it was not merged.
    """
    step: Any = body.successions.filter(kind=SuccessionKind.MERGE).first()
    if step is None:
        return [body]
    same = {"kind": step.kind, "effective_on": step.effective_on, "legal_basis": step.legal_basis}
    steps = type(step).objects.filter(successor=step.successor, **same).select_related("predecessor")
    return [one.predecessor for one in steps.order_by("predecessor")]


def dependents(succession: Succession, leaving: Collection[int] = ()) -> list[str]:
    """What was built on this succession, in words; while there is any it is not taken back. `leaving`: the
    ids of those that are taken back with it.
    """
    asked = [words for question in WHAT_DEPENDS for words in question(succession)]
    return [*asked, *_rows_of_a_founded_heir(succession, leaving)]


def _later_successions(succession: Succession) -> Iterable[str]:
    heir = succession.successor
    for later in heir.successions.order_by("effective_on") if heir else ():
        day = short_date(later.effective_on)
        yield _("%(name)s is itself succeeded from %(day)s") % {"name": heir, "day": day}


def _rows_of_a_founded_heir(succession: Succession, leaving: Collection[int]) -> Iterable[str]:
    """What names a body that exists only because of this succession."""
    heir = succession.successor
    if heir is None or heir.valid_from != succession.effective_on:
        return
    if heir.origins.exclude(pk__in={succession.pk, *leaving}).exists():
        return
    yield from _rows_that_name(heir)


def _rows_that_name(heir: Body) -> Iterable[str]:
    for relation in heir._meta.related_objects:
        name = relation.get_accessor_name()
        if name and name not in _OF_THE_BODY and not name.startswith("history"):
            count = relation.related_model._default_manager.filter(**{relation.field.name: heir}).count()
            if count:
                yield f"{heir} – {relation.related_model._meta.verbose_name_plural}: {count}"


def _decisions_on_agreements(succession: Succession) -> Iterable[str]:
    """An agreement that was decided on because its provinces had become fewer."""
    if isinstance(succession.predecessor, Province):
        former = [succession.predecessor, *predecessors(succession.predecessor)]
        parties = Q(agreement__parties__province__in=former)
        yield from map(str, CollapseDecision.objects.filter(parties).distinct())


# `tasks` adds its own question when it is ready: this app does not know it.
WHAT_DEPENDS: list[Callable[[Succession], Iterable[str]]] = [
    _later_successions,
    _decisions_on_agreements,
]


def _lock(*bodies: Any) -> None:
    """In the order of their ids: two successions that meet wait for each other, never in a circle."""
    pks = [body.pk for body in bodies if body]
    list(type(bodies[0]).objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


def _end(body: Any, day: dt.date, by: Any) -> None:
    if body.valid_until != day:
        body.valid_until = day
        save_as(body, by)


def _live_on(body: Any, by: Any) -> None:
    body.valid_until = None
    try:
        body.clean()
        body.validate_constraints()
    except ValidationError as taken:
        raise ReliedOnError(taken.messages) from taken
    save_as(body, by)


def _living_parent(unit: Unit, on: dt.date) -> Unit | None:
    parent = unit.parent
    return parent if parent and parent.is_valid_on(on) else parent and parent.current_heir


def _told(step: Succession) -> dict[str, Any]:
    heir = str(step.successor) if step.successor else _("no heir")
    words = f"{SuccessionKind(step.kind).label}, {short_date(step.effective_on)}"
    return {"unit": heir, "note": f"{words}. {step.legal_basis}".rstrip(". ")}
