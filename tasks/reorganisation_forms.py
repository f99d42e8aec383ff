"""What merges into what, from which day. The cleaned data are the keywords of `reorganise_units`."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agreements.lifetimes import Life, Step, faults
from agreements.models import CollapseDecision, SuccessionKind, Unit, UnitSuccession
from agreements.models.province import with_from
from agreements.permissions import reorganisable_units
from agreements.reorganising import unit_to_take_up
from coop.shared.text import name_key

K = SuccessionKind
LONGEST_ID = 18
# kind → how many bodies, how many heirs; None is any number from one on
_SHAPES: dict[str, tuple[int | None, int | None]] = {
    K.MERGE: (None, 1),
    K.SPLIT: (1, None),
    K.RENAME: (1, 1),
    K.TYPE_CHANGE: (1, 1),
    K.ABOLISH: (None, 0),
}


class NamesField(forms.CharField):
    """One name on each line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(filter(None, lines)))


class UnitsField(forms.ModelMultipleChoiceField):
    """Several of the units that are offered."""

    def clean(self, value: Any) -> Any:
        """A number that no column holds is nobody's unit; asked about it, SQLite would fail."""
        too_long = [pk for pk in value or () if len(str(pk)) > LONGEST_ID]
        if too_long:
            words = self.error_messages["invalid_choice"]
            raise ValidationError(words, code="invalid_choice", params={"value": too_long[0]})
        return super().clean(value)


def _units(label: Any, **options: Any) -> UnitsField:
    return UnitsField(
        label=label, queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, **options
    )


class ReorganisationForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What happens"), choices=SuccessionKind.choices, widget=forms.RadioSelect
    )
    bodies = _units(_("Units that end"))
    heirs = _units(_("Units that take over"), required=False)
    new_names = NamesField(
        label=_("New units that take over"),
        required=False,
        help_text=_("one name on each line; founded on that day"),
    )
    effective_on = forms.DateField(
        label=_("From the day"), help_text=_("written dd/mm/yyyy, such as 31/12/2026")
    )
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=300)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        today = timezone.localdate()
        there = reorganisable_units(user).not_ended(today).for_choice()
        units = list(there)  # read once for both
        living = [(unit.pk, unit.name) for unit in units if unit.is_valid_on(today)]
        to_come = [
            (unit.pk, with_from(unit.name, unit.valid_from)) for unit in units if not unit.is_valid_on(today)
        ]
        fields["bodies"].queryset, fields["bodies"].choices = there.valid_on(today), living
        fields["heirs"].queryset, fields["heirs"].choices = there, living + to_come
        for name in ("heirs", "new_names"):
            fields[name].required_when = _("in one of the two boxes, unless units are abolished")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            wrong = list(_shape_faults(cleaned)) or [*_name_faults(cleaned), *_life_faults(cleaned)]
            if wrong:
                raise ValidationError(list(dict.fromkeys(wrong)))
        return cleaned


def _shape_faults(chosen: dict[str, Any]) -> Any:
    """As many units as the kind of change asks for."""
    bodies, heirs = _SHAPES[chosen["kind"]]
    ending, taking_over = len(chosen["bodies"]), len(chosen["heirs"]) + len(chosen["new_names"])
    kind = SuccessionKind(chosen["kind"]).label
    if bodies and ending != bodies:
        yield _now("“%(kind)s”: choose one unit that ends.") % {"kind": kind}
    if heirs == 0 and taking_over:
        yield _now("“%(kind)s”: nobody takes over.") % {"kind": kind}
    if heirs == 1 and taking_over != 1:
        yield _now("“%(kind)s”: name one unit that takes over.") % {"kind": kind}
    if heirs is None and taking_over < 2:
        yield _now("“%(kind)s”: name at least two units that take over.") % {"kind": kind}


def _name_faults(chosen: dict[str, Any]) -> Any:
    """New units are told apart, from each other and from those in the list, by letters and digits alone."""
    for first, second in combinations(chosen["new_names"], 2):
        if name_key(first) == name_key(second):
            words = _now("“%(first)s” and “%(second)s” cannot be told apart: write another name.")
            yield words % {"first": first, "second": second}
    for name in chosen["new_names"]:
        try:
            unit_to_take_up(name, in_place_of=list(chosen["bodies"]), on=chosen["effective_on"])
        except ValidationError as taken:
            yield from taken.messages


def _life_faults(chosen: dict[str, Any]) -> Any:
    """What entering it would refuse, said before."""
    known, day = UnitSuccession.steps(), chosen["effective_on"]
    for step in _steps(chosen, day):
        yield from faults(step, known)


def _steps(chosen: dict[str, Any], day: dt.date) -> list[Step]:
    side = chosen["bodies"][0].life.side
    new = [Life(None, name, since=day, side=side) for name in chosen["new_names"]]
    heirs = [*(unit.life for unit in chosen["heirs"]), *new] or [None]
    return [Step(unit.life, heir, day, chosen["kind"]) for unit in chosen["bodies"] for heir in heirs]


class CollapseForm(forms.Form):
    """What becomes of an agreement whose provinces are fewer; the cleaned data go to `decide_collapse`."""

    kind = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    open_tasks = forms.ChoiceField(
        label=_("Its open tasks"),
        choices=CollapseDecision.OpenTasks.choices,
        initial=CollapseDecision.OpenTasks.KEEP,
        widget=forms.RadioSelect,
        help_text=_("cancelled only with a concluded agreement; those of the other side stay"),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(CollapseDecision.Kind.choices)
        field: Any = self.fields["kind"]
        field.choices = [(kind, labels[kind]) for kind in kinds]
