"""One act of the story, written as the action of that name writes it, but on a day of the past.

The state machine is asked before every move, so the data cannot tell an impossible story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from agreements.models import Unit
from coop.shared.events import Event, record
from tasks.actions.refusal import require_move, saved
from tasks.demo.people import Person
from tasks.models import Directive, Extension, Occurrence, ProgressUpdate, Task, Verification
from tasks.states import TRANSITIONS, Move


@dataclass(frozen=True)
class Act:
    """Who did what to which occurrence, and when; `due_on` is the day asked for or set with it."""

    verb: str
    person: Person
    day: dt.date
    occurrence: Occurrence
    row: dict[str, str]
    due_on: dt.date | None = None

    def play(self) -> Event:
        """Write the rows of the act. Raises RefusedError when the state does not allow it."""
        write, _hour = _PLAYS[self.verb]
        return write(self)

    @property
    def at(self) -> dt.datetime:
        _write, hour = _PLAYS[self.verb]
        return timezone.make_aware(dt.datetime.combine(self.day, hour))

    @property
    def task(self) -> Task:
        return self.occurrence.task

    @property
    def by(self) -> Any:
        return self.person.user

    @property
    def text(self) -> str:
        return self.row["text"]

    @cached_property
    def unit(self) -> Unit:
        named = self.task.lead_units + self.task.partner_units
        return self.person.unit_for({unit.pk for unit in named}, self.day)


def _progress(act: Act) -> Event:
    return _report(act, Move.REPORT_PROGRESS, percent=int(act.row["percent"]), reported_on=None)


def _complete(act: Act) -> Event:
    return _report(act, Move.REPORT_COMPLETE, percent=100, reported_on=act.day)


def _report(act: Act, move: Move, *, percent: int, reported_on: dt.date | None) -> Event:
    require_move(move, act.occurrence)
    status = TRANSITIONS[move].target
    _update(act, status=status, percent=percent)
    before, after = _saved(act, status=status, percent=percent, reported_on=reported_on)
    return _note(act, move, before, after | {"on_behalf_of": act.unit.name})


def _contribute(act: Act) -> Event:
    occurrence = act.occurrence
    _update(act, status=occurrence.status, percent=occurrence.percent, is_contribution=True)
    told = {"occurrence": occurrence.pk, "period": occurrence.period_name, "on_behalf_of": act.unit.name}
    return _note(act, "contribute", {}, told)


def _update(act: Act, **values: Any) -> None:
    ProgressUpdate.objects.create(
        occurrence=act.occurrence,
        on_behalf_of=act.unit,
        reported_by=act.by,
        reported_at=act.at,
        result=act.text,
        obstacles=act.row["obstacles"],
        proposal=act.row["proposal"],
        **values,
    )


def _accept(act: Act) -> Event:
    require_move(Move.ACCEPT, act.occurrence)
    _verify(act, Verification.Decision.ACCEPT, reason="")
    status, day = TRANSITIONS[Move.ACCEPT].target, act.occurrence.reported_on
    return _note(act, Move.ACCEPT, *_saved(act, status=status, completed_on=day, percent=100))


def _send_back(act: Act) -> Event:
    require_move(Move.SEND_BACK, act.occurrence)
    _verify(act, Verification.Decision.RETURN, reason=act.text)
    before, after = _saved(act, status=TRANSITIONS[Move.SEND_BACK].target, reported_on=None)
    return _note(act, Move.SEND_BACK, before, after | {"reason": act.text})


def _verify(act: Act, decision: str, *, reason: str) -> None:
    update = act.occurrence.updates.reports().order_by("-pk")[0]
    Verification.objects.create(
        update=update, decision=decision, reason=reason, decided_by=act.by, decided_at=act.at
    )


def _ask(act: Act) -> Event:
    occurrence = act.occurrence
    require_move(Move.ASK_EXTENSION, occurrence)
    Extension.objects.create(
        occurrence=occurrence,
        old_due_on=occurrence.due_on,  # type: ignore[misc]  # the database refuses a wish without days
        new_due_on=act.due_on,
        reason=act.text,
        on_behalf_of=act.unit,
        asked_by=act.by,
        asked_at=act.at,
    )
    after = {"due_on": act.due_on, "reason": act.text, "occurrence": occurrence.pk}
    return _note(act, Move.ASK_EXTENSION, {"due_on": occurrence.due_on}, after)


def _grant(act: Act) -> Event:
    require_move(Move.GRANT_EXTENSION, act.occurrence)
    wish = act.occurrence.extensions.get(decision="")
    wish.decision, wish.decision_note = Extension.Decision.GRANTED, act.text
    wish.decided_by, wish.decided_at = act.by, act.at
    wish.save()
    before, after = _saved(act, due_on=wish.new_due_on)
    return _note(act, Move.GRANT_EXTENSION, before, after | {"note": act.text})


def _stop(act: Act) -> Event:
    move = Move(act.verb)
    require_move(move, act.occurrence)
    before, after = _saved(act, status=TRANSITIONS[move].target, reported_on=None)
    return _note(act, move, before, after | {"reason": act.text})


def _direct(act: Act) -> Event:
    directive = Directive.objects.create(
        task=act.task,
        kind=act.verb,
        text=act.text,
        given_by=act.by,
        given_at=act.at,
        answer_due_on=act.due_on,
    )
    return _note(act, "direct", {}, {"directive": directive.pk, "kind": act.verb, "text": act.text})


def _answer(act: Act) -> Event:
    directive = act.task.directives.get(answered_at=None)
    directive.answer, directive.answered_by, directive.answered_at = act.text, act.by, act.at
    directive.save()
    return _note(act, "answer", {}, {"directive": directive.pk, "answer": act.text})


def _saved(act: Act, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    act.occurrence._history_date = act.at  # type: ignore[attr-defined]
    return saved(act.occurrence, by=act.by, **changes)


def _note(act: Act, verb: str, before: dict[str, Any], after: dict[str, Any]) -> Event:
    return record(by=act.by, verb=verb, target=act.task, before=before, after=after, at=act.at)


# The hours at which the sides act: acts of one day stand in their order.
_DIRECTING, _REPORTING, _ANSWERING, _DECIDING = (dt.time(hour, 30) for hour in (8, 10, 14, 16))

_PLAYS: dict[str, tuple[Callable[[Act], Event], dt.time]] = {
    "directive": (_direct, _DIRECTING),
    "explanation": (_direct, _DIRECTING),
    "progress": (_progress, _REPORTING),
    "complete": (_complete, _REPORTING),
    "contribute": (_contribute, _REPORTING),
    "ask": (_ask, _REPORTING),
    "answer": (_answer, _ANSWERING),
    "accept": (_accept, _DECIDING),
    "return": (_send_back, _DECIDING),
    "grant": (_grant, _DECIDING),
    "pause": (_stop, _DECIDING),
    "cancel": (_stop, _DECIDING),
}
