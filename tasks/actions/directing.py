"""Leadership gives directives and asks for explanations; the unit answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coop.shared.events import record
from tasks.actions.refusal import locked_task, require
from tasks.models import Directive, Task
from tasks.permissions.acting import directs, has_lead_today, leads


@transaction.atomic
def give_directive(
    *,
    by: Any,
    task: Task,
    text: str,
    kind: str = Directive.Kind.DIRECTIVE,
    answer_due_on: dt.date | None = None,
) -> Directive:
    """Raises RefusedError when the person does not lead the province that issued the plan, without words, for
    a day that has passed, or for an explanation that no unit of today could give.
    """
    current = locked_task(task)
    require(directs(by, current), _("Only the leadership of the province gives directives."))
    require(bool(text.strip()), _("Write the directive."))
    in_time = answer_due_on is None or answer_due_on >= timezone.localdate()
    require(in_time, _("The day for the answer has passed already."))
    require(
        kind != Directive.Kind.EXPLANATION or has_lead_today(current),
        _("No unit of today leads this task, so nobody could answer. Name a lead unit first."),
    )
    directive = Directive.objects.create(
        task=current, kind=kind, text=text, given_by=by, answer_due_on=answer_due_on
    )
    record(
        by=by, verb="direct", target=current, after={"directive": directive.pk, "kind": kind, "text": text}
    )
    return directive


@transaction.atomic
def answer_directive(*, by: Any, directive: Directive, answer: str) -> Directive:
    """Answered once, by a lead unit of the task. Raises RefusedError."""
    current = Directive.objects.select_for_update(of=("self",)).select_related("task").get(pk=directive.pk)
    require(leads(by, current.task), _("Only a lead unit of the task answers."))
    require(not current.answered_at, _("This has been answered already."))
    require(bool(answer.strip()), _("Write the answer."))
    current.answer, current.answered_by, current.answered_at = answer, by, timezone.now()
    current.save()
    record(by=by, verb="answer", target=current.task, after={"directive": current.pk, "answer": answer})
    return current
