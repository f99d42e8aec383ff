"""What the secretariat chooses when several tasks are changed at once. Each form's cleaned data are the
keywords of its action.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agreements.models import Field, Unit
from tasks.actions.reassigning import Place, holder_of, name_of
from tasks.models import Assignment, Task

LONE_PLACES = {
    Assignment.Role.LEAD: _("The lead unit, where there is only one"),
    Assignment.Role.PARTNER: _("The partner unit, where there is only one"),
}


class PlaceField(forms.ChoiceField):
    """Whose place is given away; the value is a Place."""

    places: dict[str, Place]

    def offer(self, labels: dict[Place, str]) -> None:
        self.places = {place_key(place): place for place in labels}
        self.choices = [(place_key(place), label) for place, label in labels.items()]
        self.initial = next(iter(self.places), None)

    def clean(self, value: Any) -> Place:
        return self.places[super().clean(value)]


class ReassignForm(forms.Form):
    place = PlaceField(label=_("Whose place is taken"))
    to_unit = forms.ModelChoiceField(
        label=_("New unit"),
        queryset=Unit.objects.none(),
        empty_label=_("choose a unit"),
        help_text=_("units of the province that exist today"),
    )

    def __init__(self, *args: Any, tasks: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["place"].offer(places_in(tasks))
        fields["to_unit"].queryset = _units_today(tasks)


class FieldForm(forms.Form):
    field = forms.ModelChoiceField(
        label=_("Field"), queryset=Field.objects.all(), empty_label=_("choose a field")
    )

    def __init__(self, *args: Any, tasks: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class KeyForm(forms.Form):
    is_key = forms.TypedChoiceField(
        label=_("Key tasks"),
        choices=[("yes", _("mark as key tasks")), ("no", _("take the mark away"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, tasks: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def places_in(tasks: list[Task]) -> dict[Place, str]:
    """Places that can be given away, and what to call them.

    Holders are offered by name where several share a role; elsewhere the role says who is meant.
    """
    offered: dict[Place, str] = {}
    for role, lone in LONE_PLACES.items():
        shares = [Place(role).links_of(task) for task in tasks]
        if any(_is_lone(role, links) for links in shares):
            offered[Place(role)] = str(lone)
        shared = [link for links in shares if _holders(links) > 1 for link in links]
        offered |= {Place(role, holder_of(link)): _named(link) for link in shared}
    return offered


def _is_lone(role: str, links: list[Assignment]) -> bool:
    """A task always has a lead to be named; it may well have no partner."""
    return _holders(links) == 1 or (role == Assignment.Role.LEAD and not links)


def _holders(links: list[Assignment]) -> int:
    return len(set(map(holder_of, links)))


def _named(link: Assignment) -> str:
    role = capfirst(Assignment.Role(link.role).label)
    return _now("%(role)s: %(name)s") % {"role": role, "name": name_of(link)}


def place_key(place: Place) -> str:
    unit, words = place.holder or ("", "")
    return f"{place.role}:{unit or ''}:{words}"


def _units_today(tasks: list[Task]) -> Any:
    sides = {task.plan.province.current_heir_id for task in tasks}
    return Unit.objects.valid_on(timezone.localdate()).filter(province__in=sides).for_choice()
