"""Two people open the same form of the admin: the second to save is told, and what they typed stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

OVERTAKEN = _(
    "Someone else has changed this row since you opened the form. Nothing of yours was saved yet; what you "
    "typed still stands below. Look at the history of the row, then save again."
)


class StaleCheckedForm(forms.ModelForm):
    """`seen`: the last entry of the row's history when the form was opened."""

    seen = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self._last_change()

    def clean(self) -> dict[str, Any] | None:
        """Within the transaction of the admin: the row is locked until it is saved. Whoever was told and
        sends the form again means it.
        """
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen is not None:
            type(self.instance)._base_manager.select_for_update().get(pk=self.instance.pk)
            last = self._last_change()
            if seen != last:
                posted: Any = self.data
                data = posted.copy()
                data[self.add_prefix("seen")] = last
                self.data = data
                raise ValidationError(OVERTAKEN)
        return cleaned

    def _last_change(self) -> int | None:
        entries = self.instance.history.order_by("-history_id")
        return entries.values_list("history_id", flat=True).first()
