from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Unit
from agreements.permissions.person import BUSINESS_ROLES, person_of
from coop.shared.text import clean
from tasks.models import SavedFilter


class SavedFilterForm(forms.ModelForm):
    """A name, and the unit of the person that shares it. The cleaned data are the keywords of the action."""

    class Meta:
        model = SavedFilter
        fields = ("name", "unit")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=person_of(user).units(*BUSINESS_ROLES))
        unit.empty_label = _("nobody: only I see it")

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])
