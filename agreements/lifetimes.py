"""What a succession may say about the lives of two bodies. One rule for the admin, the wizard and the
reference data; no database.

A body that has an heir ends on the day before, so that on every day exactly one of them answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coop.shared.dates import short_date
from coop.shared.known_days import unknown_day

DAY = dt.timedelta(days=1)
SPLIT = "split"

# body → (day, heir or None) of each of its successions, by id
Steps = Mapping[int, list[tuple[dt.date, int | None]]]


@dataclass(frozen=True)
class Life:
    """A body for as long as it lived; both days are included, None is open. A new one has no id yet.

    `side` is the province (id) that answers today for the province of a unit.
    """

    id: int | None
    name: str
    since: dt.date | None = None
    until: dt.date | None = None
    side: int | None = None


@dataclass(frozen=True)
class Step:
    """From that day on `heir` answers for `body`; nobody does where the body was abolished."""

    body: Life
    heir: Life | None
    on: dt.date
    kind: str


def faults(step: Step, known: Steps) -> list[str]:
    """Why this succession cannot be; nothing when it can. `known` may hold the step itself."""
    if fault := unknown_day(step.on):
        return [fault]
    return [fault for rule in _RULES for fault in rule(step, known)]


def faults_of_kept(step: Step, known: Steps) -> list[str]:
    """As `faults`, for a succession that was entered: by then the body has ended."""
    lives_on = _("%(name)s has an heir from %(day)s and does not end.")
    open_end = [] if step.body.until else [_said(lives_on, step.body.name, step.on)]
    return open_end + faults(step, known)


def _born_before(step: Step, known: Steps) -> Iterator[str]:
    body, heir = step.body, step.heir
    if body.since and step.on <= body.since:
        yield _said(_("%(name)s was founded on %(day)s: nobody succeeds it before."), body.name, body.since)
    if heir and heir.since and step.on < heir.since:
        yield _said(_("%(name)s is founded on %(day)s only."), heir.name, heir.since)


def _not_over_before(step: Step, known: Steps) -> Iterator[str]:
    heir = step.heir
    if step.body.until and step.body.until < step.on - DAY:
        yield _said(_("%(name)s had ended already on %(day)s."), step.body.name, step.body.until)
    if heir and heir.until and heir.until < step.on:
        yield _said(_("%(name)s had ended already on %(day)s."), heir.name, heir.until)


def _one_side(step: Step, known: Steps) -> Iterator[str]:
    """An heir inherits rights: the province is the wall."""
    if step.heir and step.heir.side != step.body.side:
        told = {"name": step.body.name, "heir": step.heir.name}
        yield _("%(name)s and %(heir)s belong to different provinces.") % told


def _no_overlap(step: Step, known: Steps) -> Iterator[str]:
    if step.body.until and step.body.until >= step.on:
        yield _said(_("%(name)s lives until %(day)s, beside its heir."), step.body.name, step.body.until)
    days = {day for day, _heir in _others(step, known)} - {step.on}
    for day in sorted(days):
        yield _said(_("%(name)s is succeeded already from %(day)s."), step.body.name, day)


def _one_heir_unless_split(step: Step, known: Steps) -> Iterator[str]:
    same_day = [heir for day, heir in _others(step, known) if day == step.on]
    if same_day and (step.kind != SPLIT or step.heir is None or None in same_day):
        several = _("%(name)s has another heir from %(day)s: only a split has several.")
        yield _said(several, step.body.name, step.on)


def _no_circle(step: Step, known: Steps) -> Iterator[str]:
    if step.heir and step.heir.id and step.body.id in _all_heirs(step.heir.id, known):
        itself = _("%(name)s would succeed itself: what lives on is not among the units that ended.")
        yield itself % {"name": step.body.name}


_RULES: tuple[Callable[[Step, Steps], Iterator[str]], ...] = (
    _born_before,
    _not_over_before,
    _one_side,
    _no_overlap,
    _one_heir_unless_split,
    _no_circle,
)


def _others(step: Step, known: Steps) -> list[tuple[dt.date, int | None]]:
    """The other successions of the same body: a pair of bodies is told once."""
    mine = step.heir.id if step.heir else None
    return [(day, heir) for day, heir in known.get(step.body.id or 0, []) if heir != mine]


def _all_heirs(start: int, known: Steps) -> set[int]:
    found, waiting = set(), [start]
    while waiting:
        body = waiting.pop()
        if body not in found:
            found.add(body)
            waiting += [heir for _day, heir in known.get(body, []) if heir]
    return found


def _said(sentence: str, name: str, day: dt.date) -> str:
    return sentence % {"name": name, "day": short_date(day)}
