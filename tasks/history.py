"""What an act says: who, when, what, on which thing, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from coop.shared.dates import short_date
from coop.shared.events import Event
from tasks.models import AnnualReport, Directive, Task
from tasks.models.occurrence import NO_DATE_YET
from tasks.states import Move, Status

# Every verb that the program writes: tests/tasks/test_history_verbs.py looks for one without words.
VERBS: dict[str, Any] = {move.value: move.label for move in Move} | {
    "contribute": gettext_lazy("note of a partner unit"),
    "direct": gettext_lazy("directive"),
    "answer": gettext_lazy("answer to a directive"),
    "stage_import": gettext_lazy("appendix uploaded for review"),
    "restage_import": gettext_lazy("uploaded appendix read again"),
    "compare_import": gettext_lazy("uploaded appendix compared with the plan anew"),
    "discard_import": gettext_lazy("uploaded appendix put away"),
    "import_appendix": gettext_lazy("appendix imported"),
    "undo_import": gettext_lazy("import of the appendix undone"),
    "units_by_import": gettext_lazy("units of the task changed by an import or its undoing"),
    "words_by_import": gettext_lazy("words of the task changed by an import or its undoing"),
    "import_row": gettext_lazy("row imported from a file"),
    "follow_period": gettext_lazy("due periods follow the time of the plan"),
    "edit_parts": gettext_lazy("edited"),
    "load_demo": gettext_lazy("demo data loaded"),
    "set_due_day": gettext_lazy("due day set"),
    "reassign": gettext_lazy("reassign unit"),
    "set_field": gettext_lazy("set the field"),
    "mark_key": gettext_lazy("mark as key task"),
    "unmark_key": gettext_lazy("no longer a key task"),
    "write_report": gettext_lazy("report drafted"),
    "update_report": gettext_lazy("draft brought up to date"),
    "edit_report": gettext_lazy("head of the report edited"),
    "edit_report_part": gettext_lazy("part of the report edited"),
    "take_new_figures": gettext_lazy("new figures taken into edited sentences"),
    "keep_report_text": gettext_lazy("edited text of the report left as it is, though data says otherwise"),
    "take_draft": gettext_lazy("gone back to the draft from data"),
    "discard_report": gettext_lazy("draft put away"),
    "issue_report": gettext_lazy("report issued"),
    "succeed": gettext_lazy("succeeded by another body"),
    "take_back_succession": gettext_lazy("succession taken back"),
    "decide_collapse": gettext_lazy("decision on an agreement whose provinces became fewer"),
    "lead_alone": gettext_lazy("lead and partner are one unit: it leads alone"),
    "found": gettext_lazy("founded"),
    "switch_off_second_step": gettext_lazy("two-factor authentication switched off"),
    "save_filter": gettext_lazy("filter saved"),
    "change_filter": gettext_lazy("saved filter changed"),
    "delete_filter": gettext_lazy("saved filter deleted"),
    "enter_figure": gettext_lazy("result figure entered"),
    "change_figure": gettext_lazy("result figure changed"),
    "delete_figure": gettext_lazy("result figure deleted"),
    "import_figures": gettext_lazy("result figures imported"),
    "remind_end": gettext_lazy("reminder that the agreement ends soon"),
    "set_headings": gettext_lazy("headings placed in fields"),
    "remember_headings": gettext_lazy("fields of headings remembered for other papers"),
    "mark_sentences": gettext_lazy("tasks made from sentences of the document"),
    "add_step": gettext_lazy("step planned"),
    "add_step_task": gettext_lazy("small task of a step planned"),
    "finish_step_task": gettext_lazy("small task of a step done"),
    "finish_step": gettext_lazy("step done"),
    "change_step": gettext_lazy("step changed"),
    "change_step_task": gettext_lazy("small task of a step changed"),
    "remove_step": gettext_lazy("step removed"),
    "remove_step_task": gettext_lazy("small task of a step removed"),
    "add_document": gettext_lazy("document added"),
    "take_document_back": gettext_lazy("document taken back"),
    "export_tasks": gettext_lazy("list of tasks exported"),
}

# Columns whose names are said, since their values could be those of another; see BusinessAdmin.parts.
_NAMED: dict[str, Any] = {
    "parties": gettext_lazy("parties"),
    "fields": gettext_lazy("fields"),
    "lead": gettext_lazy("lead unit"),
    "partner": gettext_lazy("partner unit"),
    "sentences": gettext_lazy("sentences"),
    "content": gettext_lazy("content"),
    "timeframe": pgettext_lazy("of a task", "Time"),
    "heading": gettext_lazy("heading"),
    "headings": gettext_lazy("headings"),
    "figure": gettext_lazy("result figure"),
    "document": gettext_lazy("document"),
    "step": gettext_lazy("step"),
    "step_task": gettext_lazy("small task"),
}
_WORDS = ("file", "on_behalf_of", "reason", "note", "text", "answer")
_LONGEST_ON_SCREEN = 240
NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """From what to what; with the name of the column where the values do not tell it."""

    old: str
    new: str
    name: str = ""

    def __str__(self) -> str:
        change = " → ".join(Truncator(value).chars(_LONGEST_ON_SCREEN) for value in (self.old, self.new))
        return f"{self.name}: {change}" if self.name else change


@dataclass(frozen=True)
class Act:
    """One act, in the words of `ui/timeline.html`. `task` and `plan` name what it was done to; `stopped`
    is the due period (id) that it paused or cancelled.
    """

    at: dt.datetime
    who: str
    what: str
    changes: tuple[Change, ...] = ()
    words: tuple[str, ...] = ()
    period: str = ""
    task: str = ""
    plan: str = ""
    about_url: str = ""
    stopped: int | None = None

    @property
    def when(self) -> str:
        return f"{timezone.localtime(self.at):%d/%m/%Y %H:%M}"

    @property
    def title(self) -> str:
        return f"{self.who}: {self.what}"

    @property
    def text(self) -> str:
        """'đang thực hiện → đã hoàn thành; hạn 30/06/2024 → 31/08/2024. Lý do …'"""
        return "; ".join([*map(str, self.changes), *self.words])


def history_of(task: Task) -> list[Act]:
    """Newest first: when, who did what, from what to what."""
    return [act_of(event) for event in Event.objects.about(task).select_related("actor")]


def stops_among(acts: Sequence[Act]) -> dict[int, Act]:
    """Of each due period (id) the act that paused or cancelled it last; its words are the reason. `acts`: the
    history of its task.
    """
    return {act.stopped: act for act in reversed(acts) if act.stopped}


def act_of(event: Event, **thing: str) -> Act:
    """`thing`: what the act was done to, where the page does not say it."""
    return Act(
        at=event.at,
        who=name_of(event.actor),
        what=_what(event),
        changes=_changes(event),
        words=_words(event),
        period=_period(event),
        stopped=event.after.get("occurrence") if event.verb in (Move.PAUSE, Move.CANCEL) else None,
        **thing,
    )


def name_of(person: Any) -> str:
    return str(person) if person else _("the program")


def _period(event: Event) -> str:
    """Of what is done to a due period; of one that has no date it keeps nothing, and says so here."""
    if "period" not in event.after:
        return ""
    return str(event.after["period"] or NO_DATE_YET)


def _what(event: Event) -> str:
    """A request for explanation is more than a directive."""
    if event.verb == "direct" and event.after.get("kind") in Directive.Kind.values:
        return str(Directive.Kind(event.after["kind"]).label)
    return str(VERBS.get(event.verb, event.verb))


def _changes(event: Event) -> tuple[Change, ...]:
    told = [("status", _status, ""), ("due_on", _day, ""), ("unit", _text, ""), ("field", _text, "")]
    told += [("ends_on", _day, str(_("in force until")))]
    told += [(name, _text, str(label)) for name, label in _NAMED.items()]
    found = [
        Change(shown(event.before.get(name)), shown(event.after[name]), label)
        for name, shown, label in told
        if event.after.get(name) is not None and event.before.get(name) != event.after[name]
    ]
    return tuple(found + _percent(event) + _in_report(event))


def _percent(event: Event) -> list[Change]:
    """Only on the way: that what is done is done by 100 % goes without saying."""
    old, new = event.before.get("percent"), event.after.get("percent")
    return [Change(f"{old or 0} %", f"{new} %")] if new not in (None, old, 100) else []


def _in_report(event: Event) -> list[Change]:
    """Sentences, figures and the head of a report, each under its name."""
    if event.target_type != AnnualReport._meta.label_lower:
        return []
    old, new = _flat(event.before), _flat(event.after)
    return [Change(_text(old[name]), _text(new.get(name)), _label(name, event)) for name in old]


def _flat(values: dict[str, Any]) -> dict[str, str]:
    """Columns and figures alike, by name."""
    return {name: value for name, value in values.items() if name != "figures"} | values.get("figures", {})


def _label(name: str, event: Event) -> str:
    if name == "lines":
        return str(event.after.get("part", ""))
    columns = {column.name: str(column.verbose_name) for column in AnnualReport._meta.fields}
    return columns.get(name, name)


def _words(event: Event) -> tuple[str, ...]:
    said = [str(event.after[name]) for name in _WORDS if event.after.get(name)]
    return tuple(said + _counts(event.after))


def _counts(after: dict[str, Any]) -> list[str]:
    """What a confirmed import did."""
    if "created" not in after:
        return []
    told = _("%(created)s tasks created, %(updated)s updated, %(unchanged)s unchanged")
    said = [told % {name: after.get(name, 0) for name in ("created", "updated", "unchanged")}]
    if count := after.get("kept"):
        kept = ngettext("%s due period keeps its old day", "%s due periods keep their old day", count)
        said.append(kept % count)
    return said


def _status(value: str | None) -> str:
    return str(Status(value).label) if value else NOTHING


def _day(value: str | None) -> str:
    return short_date(dt.date.fromisoformat(value)) if value else NOTHING


def _text(value: str | None) -> str:
    return value or NOTHING
