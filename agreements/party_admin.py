"""The parties of an agreement in the admin."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from agreements.access_admin import BusinessInline, own_provinces
from agreements.models import Party
from agreements.party_form import PartyForm


class PartyFormSet(BaseInlineFormSet):
    """Who stands for a side is said by that side, as on the page of the agreement; a side that has issued a
    plan under the agreement stays a side.
    """

    kept: Collection[int] = ()  # provinces of today whose secretariat fills it in

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        party: Party = form.instance
        if not party.pk:
            return
        if party.province.current_heir_id not in self.kept:
            _close(form, *PartyForm.Meta.fields)
        if party.province.current_heir_id in self._issuers:
            _close(form, "province")

    def clean(self) -> None:
        """Without its own province nobody here would find the agreement again."""
        super().clean()
        told = [form.cleaned_data.get("province") for form in self.forms if hasattr(form, "cleaned_data")]
        told += [party.province for party in self.get_queryset()]
        if not any(province and province.current_heir_id in self.kept for province in told):
            raise ValidationError(_("Name the parties, your own province among them."))

    @cached_property
    def _issuers(self) -> set[int | None]:
        return set(self.instance.plans.values_list("province__current_heir", flat=True))


def _close(form: Any, *names: str) -> None:
    for name in names:
        form.fields[name].disabled = True


class PartyInline(BusinessInline):
    """A party that was entered is a fact of the paper and a side of the wall: it is corrected and never taken
    away.
    """

    model = Party
    formset = PartyFormSet
    autocomplete_fields = ("province", "body", "focal_unit", "counterparts")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Party]:
        return super().get_queryset(request).select_related("province")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made: Any = super().get_formset(request, obj, **kwargs)
        made.kept = own_provinces(request)
        return made

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
