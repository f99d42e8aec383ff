"""The form of a province or unit in the admin."""

from __future__ import annotations

from typing import Any

from django import forms


class BodyForm(forms.ModelForm):
    """Of a province or unit, whose days have to fit its successions."""

    def clean(self) -> Any:
        super().clean()
        for name in {"valid_from", "valid_until"} & self.cleaned_data.keys():
            setattr(self.instance, name, self.cleaned_data[name])
        self.instance.check_days()
        return self.cleaned_data
