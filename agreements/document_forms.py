"""A document of an agreement, as somebody adds it, and why it is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Plan
from agreements.models.plan import PlanQuerySet
from coop.shared.known_days import DayField
from coop.shared.uploads import CheckedFileField


class DocumentForm(forms.Form):
    """The cleaned data are keywords of the action. `plans`: those that the person keeps."""

    title = forms.CharField(label=_("Title of the document"), max_length=400)
    number = forms.CharField(label=_("number and symbol"), max_length=60, required=False)
    issued_on = DayField(
        label=_("Issued on"), required=False, help_text=_("written dd/mm/yyyy, such as 31/12/2026")
    )
    plan = forms.ModelChoiceField(
        label=_("Plan"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("of the agreement itself"),
        help_text=_("where the document belongs to a plan that your side issued"),
    )
    file = CheckedFileField(
        label=_("file"), help_text=_("a file of pdf, docx, xlsx, png or jpg, up to 20 MB")
    )

    def __init__(self, *args: Any, plans: PlanQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan: Any = self.fields["plan"]
        plan.queryset = plans
        if not plans:
            del self.fields["plan"]


class TakeBackForm(forms.Form):
    """The cleaned data are keywords of the action."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
