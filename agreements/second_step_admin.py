"""What the administrator of accounts does for somebody who has lost phone and codes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from coop.accounts.actions import switch_off_second_step
from coop.accounts.models import User


@admin.action(permissions=["change"], description=_("Switch off two-factor authentication"))
def switch_off_second_steps(
    model_admin: admin.ModelAdmin, request: HttpRequest, people: QuerySet[User]
) -> HttpResponse | None:
    """Of the chosen accounts that have it; asked once more, since only the person can set it up again."""
    having = list(people.exclude(authenticator=None).distinct())
    if not having:
        messages.info(request, _now("None of the chosen accounts has two-factor authentication."))
        return None
    if "sure" not in request.POST:
        return render(request, "admin/second_step_off.html", _page(model_admin, request, having))
    for person in having:
        switch_off_second_step(by=request.user, person=person)
    names = {"names": ", ".join(map(str, having))}
    messages.success(request, _now("Two-factor authentication is switched off: %(names)s.") % names)
    return None


def _page(model_admin: admin.ModelAdmin, request: HttpRequest, having: list[User]) -> dict[str, Any]:
    return model_admin.admin_site.each_context(request) | {
        "title": _now("Switch off two-factor authentication"),
        "opts": model_admin.opts,
        "having": having,
        "chosen": ACTION_CHECKBOX_NAME,
        "action": request.POST["action"],
    }
