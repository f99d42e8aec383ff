"""How a form offers units."""

from __future__ import annotations

from typing import Any

from django import forms


class UnitChoiceField(forms.ModelChoiceField):
    """Units of one name stand in every province: a choice names the province too."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.full_label
