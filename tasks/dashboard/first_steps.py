"""An overview with nothing to show says what to do next: another for each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Role
from agreements.permissions import person_of
from tasks.dashboard.scope import Scope
from tasks.permissions.seeing import visible_tasks


@dataclass(frozen=True)
class FirstStep:
    title: Any
    text: Any
    url: str = ""
    action: Any = ""


def first_steps(scope: Scope) -> FirstStep:
    """Nothing fits the filters, no task has been handed out yet, or no agreement is there at all."""
    keeps = person_of(scope.user).holds(Role.SECRETARIAT)
    if visible_tasks(scope.user).exists():
        return FirstStep(
            _("No tasks in this choice"),
            _("Choose another year, or take a filter away."),
            reverse("task-list"),
            _("All tasks"),
        )
    if scope.papers:
        return _import_an_appendix() if keeps else _wait_for_the_appendix(scope)
    return _write_an_agreement() if keeps else _wait_for_an_agreement()


def _import_an_appendix() -> FirstStep:
    return FirstStep(
        _("No task has been handed out yet"),
        _("Open a plan and import its appendix: the tasks, lead units and deadlines come from there."),
        reverse("plan-list"),
        _("To the plans"),
    )


def _wait_for_the_appendix(scope: Scope) -> FirstStep:
    reports = person_of(scope.user).holds(Role.STAFF)
    text = (
        _(
            "When the secretariat has imported the appendix of a plan, the tasks of your unit stand "
            "under “My work”."
        )
        if reports
        else _("When the secretariat has imported the appendix of a plan, its progress is shown here.")
    )
    return FirstStep(
        _("No task has been handed out yet"), text, reverse("agreement-list"), _("See the agreements")
    )


def _write_an_agreement() -> FirstStep:
    return FirstStep(
        _("No agreement has been entered yet"),
        _("Enter the first agreement with its parties, then its plan, then import the plan's appendix."),
        reverse("admin:agreements_agreement_add"),
        _("Enter an agreement"),
    )


def _wait_for_an_agreement() -> FirstStep:
    return FirstStep(
        _("Your province has no agreement here yet"),
        _("The secretariat of your province enters agreements. Ask it whether one is missing."),
    )
