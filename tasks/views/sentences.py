"""A conclusion notice without a table: paste the text, mark the sentences that are tasks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from agreements.models import Plan
from agreements.permissions import get_plan_or_404, may_keep
from tasks.actions.refusal import RefusedError
from tasks.imports.from_sentences import tasks_from_sentences
from tasks.imports.sentence_forms import SentenceForm, TextForm, forms_for, marked_in


def plan_sentences(request: HttpRequest, pk: int) -> HttpResponse:
    """ "read" shows the sentences, "make" makes tasks of those that are marked; the text comes along."""
    plan = get_plan_or_404(request.user, pk)
    if not may_keep(request.user, plan):
        raise Http404
    form = TextForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, plan, form)
    text, makes = form.cleaned_data["text"], "make" in request.POST
    lines = forms_for(text, request.POST if makes else None)
    unfit = [line for line in lines if makes and not line.is_valid()]
    if makes and not unfit:
        try:
            made = tasks_from_sentences(by=request.user, plan=plan, marked=marked_in(lines))
        except RefusedError as refusal:
            return _page(request, plan, form, lines, str(refusal))
        said = ngettext("%(count)s task was made.", "%(count)s tasks were made.", len(made))
        messages.success(request, said % {"count": len(made)})
        return redirect("plan-detail", plan.pk)
    return _page(request, plan, form, lines)


def _page(
    request: HttpRequest,
    plan: Plan,
    form: TextForm,
    lines: list[SentenceForm] | None = None,
    problem: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {"plan": plan, "form": form, "lines": lines, "problem": problem}
    return render(request, "tasks/plan_sentences.html", context)
