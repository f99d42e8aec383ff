"""A result figure and its parts, as somebody types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.actions.figures import Part, with_rest
from agreements.amounts import AmountField
from agreements.lines import Lines
from agreements.models import Agreement, Field, Province, ResultFigure, Unit
from coop.shared.dates import YEARS

MOST_PARTS = 12
EMPTY_PARTS = 3


class PartForm(forms.Form):
    label = forms.CharField(label=_("Part"), max_length=200)
    value = AmountField(label=_("Value"))


PartFormSet: Any = forms.formset_factory(
    PartForm, formset=Lines, extra=EMPTY_PARTS, max_num=MOST_PARTS, validate_max=True
)


class FigureForm(forms.Form):
    """The cleaned data are the keywords of the action."""

    unit = forms.ModelChoiceField(
        label=_("On behalf of"), queryset=Unit.objects.none(), required=False, empty_label=None
    )
    label = forms.CharField(
        label=_("What was counted"), max_length=200, help_text=_("such as “cooperation projects”")
    )
    value = AmountField(label=_("Value"))
    measure = forms.CharField(label=_("Measure"), max_length=40, help_text=_("such as project, tonne, visit"))
    year = forms.IntegerField(label=_("Year"), min_value=YEARS[0], max_value=YEARS[-1])
    scope = forms.ChoiceField(
        label=_("Scope"), choices=ResultFigure.Scope.choices, initial="in_year", widget=forms.RadioSelect
    )
    field = forms.ModelChoiceField(
        label=_("Field"), queryset=Field.objects.all(), required=False, empty_label=_("Not tied to a field")
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("the report or paper that says so")
    )
    jointly = forms.BooleanField(
        label=_("Counted by all parties together"), required=False, help_text=_("else by your own side alone")
    )

    rest = forms.BooleanField(
        label=_("The rest is not broken down yet"),
        required=False,
        help_text=_("what the parts lack of the value becomes a part of this name"),
    )

    def __init__(
        self,
        *args: Any,
        units: Any,
        keeps: bool,
        agreement: Agreement,
        entered: ResultFigure | None = None,
        **kwargs: Any,
    ) -> None:
        """`entered`: the figure to change; in whose name it was entered stays as it is."""
        super().__init__(*args, **kwargs)
        self.agreement, self.units, self.entered = agreement, units, entered
        unit_field: Any = self.fields["unit"]
        unit_field.queryset = units
        if keeps:
            unit_field.empty_label = _("the secretariat")
        else:
            unit_field.required = True
            del self.fields["jointly"]
        if entered:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """The side that counted is the party for which the unit answers today. Only the secretariat says that
        all parties counted together, or that they did not.
        """
        cleaned = super().clean() or {}
        jointly = cleaned.pop("jointly", bool(self.entered and self.entered.province is None))
        cleaned["province"] = None if jointly else self._side(cleaned.get("unit"))
        return cleaned

    def _side(self, unit: Unit | None) -> Province | None:
        if self.entered and self.entered.province:
            return self.entered.province
        unit = unit or (self.entered and self.entered.unit) or self.units[0]
        heir = unit.province.current_heir_id if unit.province else None
        party = self.agreement.parties.filter(province__current_heir=heir).select_related("province").first()
        return party.province if party else None


def figure_said(form: FigureForm, formset: Any) -> dict[str, Any]:
    """The keywords of the action, with the lines that are filled in as parts."""
    said = dict(form.cleaned_data)
    parts = [Part(**line) for line in formset.cleaned_data if line.get("label")]
    return said | {"parts": with_rest(said["value"], parts) if said.pop("rest") else parts}
