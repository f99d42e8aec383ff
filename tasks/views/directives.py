"""Leadership gives a directive or asks for an explanation; a lead unit answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tasks.actions.directing import answer_directive, give_directive
from tasks.forms import AnswerForm, DirectiveForm
from tasks.models import Directive
from tasks.permissions.acting import directs, leads
from tasks.permissions.seeing import get_task_or_404, visible_tasks
from tasks.views.work import form_page, require_seat

DIRECTED = {
    Directive.Kind.DIRECTIVE: _("The directive is sent to the lead unit."),
    Directive.Kind.EXPLANATION: _("The lead unit is asked for an explanation."),
}


def direct(request: HttpRequest, pk: int) -> HttpResponse:
    """Leadership of the side that issued the plan, at any time."""
    task = get_task_or_404(request.user, pk)
    require_seat(directs(request.user, task))
    form = DirectiveForm(request.POST or None, initial={"kind": Directive.Kind.DIRECTIVE})

    def act(data: dict[str, Any]) -> Any:
        given = give_directive(by=request.user, task=task, **data)
        return DIRECTED[Directive.Kind(given.kind)]

    return form_page(request, form, act, _("Give a directive"), task)


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff of the lead unit; `pk`: of the directive."""
    directive = Directive.objects.filter(pk=pk, task__in=visible_tasks(request.user)).first()
    if directive is None:
        raise Http404
    task = get_task_or_404(request.user, directive.task_id)
    require_seat(leads(request.user, task))
    form = AnswerForm(request.POST or None)

    def act(data: dict[str, Any]) -> Any:
        answer_directive(by=request.user, directive=directive, answer=data["answer"])
        return _("The answer is sent.")

    over = _("This has been answered already.") if directive.answered_at else ""
    title = _("Answer the directive")
    return form_page(request, form, act, title, task, over=over, directive=directive, reads_first=True)
