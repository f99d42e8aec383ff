"""Successions in the admin: seen before they are entered, taken back while nothing depends on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from agreements.access_admin import ReferenceAdmin, is_administrator
from agreements.reorganising import ReliedOnError, enter_succession, take_back
from agreements.touched import touched


class SuccessionAdmin(ReferenceAdmin):
    list_display = ("predecessor", "successor", "kind", "effective_on", "confirmed")
    list_filter = ("kind", "confirmed", "effective_on")
    list_select_related = ("predecessor", "successor")
    autocomplete_fields = ("predecessor", "successor")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What was entered wrongly is taken back and entered anew; the paper behind it is corrected."""
        return ("predecessor", "successor", "effective_on") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One by one only: what depends on a succession is asked for each."""
        return {}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Entered when the person has seen what it touches."""
        if request.method == "POST" and "_seen" not in request.POST and self.has_add_permission(request):
            form = self.get_form(request)(request.POST)
            if form.is_valid():
                return self._preview(request, form)
        return super().add_view(request, form_url, extra_context)

    def _preview(self, request: HttpRequest, form: Any) -> HttpResponse:
        told = {"form": form, "succession": form.instance, "counted": touched(form.instance)}
        told["changelist"] = f"admin:agreements_{self.opts.model_name}_changelist"
        context = self.admin_site.each_context(request) | told | {"title": _("See what it touches")}
        return render(request, "admin/succession_preview.html", context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            enter_succession(by=request.user, succession=obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What others rely on stays, and the person reads what that is."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ReliedOnError as refusal:
            messages.error(request, f"{_('Not taken back')}: {'; '.join(refusal.messages)}")
            return redirect("..")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """All heirs of the body go together: half a split is none."""
        take_back(by=request.user, body=obj.predecessor)
