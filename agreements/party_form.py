from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Party


class PartyForm(forms.ModelForm):
    """The cleaned data are keywords of the action; units of today."""

    class Meta:
        model = Party
        fields = ("focal_unit", "directing_leader", "counterparts")
        widgets = {"counterparts": forms.CheckboxSelectMultiple}
        help_texts = {"counterparts": _("the units that work with those of the other side")}

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [self.instance.focal_unit_id, *self.instance.counterparts.values_list("pk", flat=True)]
        for name in ("focal_unit", "counterparts"):
            choice: Any = self.fields[name]
            choice.queryset = units | units.model.objects.filter(pk__in=[pk for pk in kept if pk])
