"""A step around signing and its small tasks, as somebody types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Step, Unit
from coop.shared.known_days import DayField

DAY_HELP = _("written dd/mm/yyyy, such as 31/12/2026")


class StepForm(forms.Form):
    """The cleaned data are keywords of the action."""

    kind = forms.ChoiceField(label=_("Step"), choices=Step.Kind.choices)
    planned_on = DayField(label=_("Planned for"), help_text=DAY_HELP)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class StepTaskForm(forms.Form):
    """The cleaned data are keywords of the action."""

    content = forms.CharField(label=_("Content"), max_length=400)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    due_on = DayField(label=_("Due on"), help_text=DAY_HELP)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units


class DoneField(DayField):
    """On which day it was done; emptied, it is open again."""

    def __init__(self) -> None:
        super().__init__(label=_("Done on"), required=False, help_text=_("empty: not done yet"))


class StepChangeForm(StepForm):
    done_on = DoneField()


class StepTaskChangeForm(StepTaskForm):
    done_on = DoneField()
