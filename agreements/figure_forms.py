"""A result figure and its parts, as somebody types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.actions.figures import Part, with_rest
from agreements.amounts import AmountField
from agreements.lines import Lines
from agreements.models import Agreement, Field, Province, ResultFigure, Unit
from agreements.models.unit import UnitQuerySet
from agreements.permissions import counting_units, sides_of_count
from agreements.unit_choice import UnitChoiceField
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

    unit = UnitChoiceField(
        label=_("On behalf of"), queryset=Unit.objects.none(), required=False, empty_label=None
    )
    side = forms.ModelChoiceField(
        label=_("Side"),
        queryset=Province.objects.none(),
        required=False,
        help_text=_("for which the secretariat counted, where no unit is named"),
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
        user: Any,
        agreement: Agreement,
        entered: ResultFigure | None = None,
        **kwargs: Any,
    ) -> None:
        """`entered`: the figure to change; in whose name it was entered stays as it is."""
        super().__init__(*args, **kwargs)
        self.agreement, self.entered = agreement, entered
        sides = sides_of_count(user, entered or ResultFigure(agreement=agreement))
        self.sides = [side for side in sides if side is not None]
        self._offer_units(counting_units(user, agreement), keeps=len(sides) > 1)
        if len(self.sides) > 1:
            self._choice("side").queryset = Province.objects.filter(pk__in=self.sides)
        else:
            del self.fields["side"]

    def _offer_units(self, units: UnitQuerySet, *, keeps: bool) -> None:
        """Without a unit the secretariat speaks for its side, and it alone for all of them."""
        unit = self._choice("unit")
        unit.queryset = units.for_choice()
        if keeps:
            unit.empty_label = _("the secretariat")
        else:
            unit.required = True
            del self.fields["jointly"]
        if self.entered:
            del self.fields["unit"]

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The side that counted is the party for which the unit answers today, or that of the secretariat."""
        cleaned = super().clean() or {}
        jointly = cleaned.pop("jointly", bool(self.entered and self.entered.province is None))
        chosen = cleaned.pop("side", None)
        cleaned["province"] = None if jointly else self._side(cleaned.get("unit"), chosen)
        return cleaned

    def _side(self, unit: Unit | None, chosen: Province | None) -> Province | None:
        if self.entered and self.entered.province:
            return self.entered.province
        if self.entered:
            unit = self.entered.unit
        heir = self._heir(unit, chosen)
        if heir is None and "side" in self.fields:
            self.add_error("side", _("Choose the side that counted this."))
        parties = self.agreement.parties.filter(province__current_heir=heir).select_related("province")
        party = parties.first()
        return party.province if party else None

    def _heir(self, unit: Unit | None, chosen: Province | None) -> int | None:
        """Who answers today for the side of the unit, else for that which the secretariat chose or keeps."""
        if unit and unit.province:
            return unit.province.current_heir_id
        if chosen:
            return chosen.pk
        return self.sides[0] if len(self.sides) == 1 else None


def figure_said(form: FigureForm, formset: Any) -> dict[str, Any]:
    """The keywords of the action, with the lines that are filled in as parts."""
    said = dict(form.cleaned_data)
    parts = [Part(**line) for line in formset.cleaned_data if line.get("label")]
    return said | {"parts": with_rest(said["value"], parts) if said.pop("rest") else parts}
