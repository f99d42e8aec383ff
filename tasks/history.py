"""The acts on a task as a readable line in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coop.shared.events import Event
from tasks.models import Task
from tasks.states import Move, Status

_VERBS: dict[str, Any] = {move.value: move.label for move in Move} | {
    "contribute": gettext_lazy("note of a partner unit"),
    "direct": gettext_lazy("directive"),
    "answer": gettext_lazy("answer to a directive"),
    "reassign": gettext_lazy("reassign unit"),
    "set_field": gettext_lazy("set the field"),
    "mark_key": gettext_lazy("mark as key task"),
    "unmark_key": gettext_lazy("no longer a key task"),
}


_WORDS = ("on_behalf_of", "reason", "note", "text", "answer")


@dataclass(frozen=True)
class Act:
    """One act, in the words of `ui/timeline.html`."""

    when: str
    title: str
    text: str


def history_of(task: Task) -> list[Act]:
    """Newest first: when, who did what, from what to what."""
    return [_act(event) for event in Event.objects.about(task).select_related("actor")]


def _act(event: Event) -> Act:
    who = str(event.actor) if event.actor else _("the program")
    return Act(
        f"{timezone.localtime(event.at):%d/%m/%Y %H:%M}",
        f"{who}: {_VERBS.get(event.verb, event.verb)}",
        _change(event),
    )


def _change(event: Event) -> str:
    """'đang thực hiện → đã hoàn thành; hạn 30/06/2024 → 31/08/2024. Lý do …'"""
    said = []
    for name, words in (("status", _status), ("due_on", _day), ("unit", _name), ("field", _name)):
        old, new = event.before.get(name), event.after.get(name)
        if new is not None and old != new:
            said.append(f"{words(old)} → {words(new)}")
    said += [str(event.after[name]) for name in _WORDS if event.after.get(name)]
    return "; ".join(said)


def _status(value: str | None) -> str:
    return str(Status(value).label) if value else "–"


def _day(value: str | None) -> str:
    return f"{dt.date.fromisoformat(value):%d/%m/%Y}" if value else "–"


def _name(value: str | None) -> str:
    return value or "–"
