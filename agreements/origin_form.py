from __future__ import annotations

from typing import Any

from django import forms

from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from agreements.origins import RELATIONS


class OriginForm(forms.ModelForm):
    """The cleaned data are the keywords of the action; whether a paper fits is asked by the model."""

    class Meta:
        model = Agreement
        fields = RELATIONS

    def __init__(self, *args: Any, offered: AgreementQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in RELATIONS:
            choice: Any = self.fields[name]
            choice.queryset = offered.exclude(pk=self.instance.pk).order_by("-signed_on", "sort_title")
            choice.empty_label = "–"
