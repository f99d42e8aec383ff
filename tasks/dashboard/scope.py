"""What is looked at: the agreements that the person sees, and the filters of the address that fit them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Field, Plan, Unit
from agreements.permissions import person_of, visible_agreements
from coop.shared.dates import YEARS
from coop.shared.search import MOST_LETTERS
from coop.shared.selects import FlatSelect
from tasks.filters import NO_FIELD, OccurrenceFilter
from tasks.forms import PastDayForm
from tasks.models.occurrence import OccurrenceQuerySet
from tasks.permissions.seeing import listed_occurrences

Choices = list[tuple[str, Any]]
ENDS_SOON_DAYS = 180
MOST_OPTIONS = 100  # a select of a thousand lines costs more than the rest of the page
COUNTED_ON_THE_PAGE = ("assessment", "month", "awaited")


@dataclass(frozen=True)
class Paper:
    """An agreement as the overview needs it; `parties` by the province that answers today."""

    pk: int
    title: str
    in_force: bool
    ends_on: dt.date | None
    first_plan: dt.date | None
    parties: dict[str, str] = field(default_factory=dict)

    def days_left(self, on: dt.date) -> int:
        return (self.ends_on - on).days if self.ends_on else 0

    def ends_soon(self, on: dt.date) -> bool:
        return self.in_force and self.ends_on is not None and 0 <= self.days_left(on) <= ENDS_SOON_DAYS


@dataclass(frozen=True)
class Scope:
    """Everything that the person may see, before the filters of the address; `past`: not as of today."""

    user: Any
    on: dt.date
    past: bool
    papers: dict[str, Paper]
    fields: dict[str, tuple[str, str]]  # id → code, name

    @classmethod
    def of(cls, user: Any, on: dt.date, *, past: bool = False) -> Scope:
        """Two questions."""
        fields = Field.objects.values_list("pk", "code", "name")
        return cls(user, on, past, _papers(user), {str(pk): (code, name) for pk, code, name in fields})

    @cached_property
    def rows(self) -> OccurrenceQuerySet:
        """The due periods that the person sees."""
        return listed_occurrences(self.user)

    @property
    def years(self) -> list[int]:
        """From the first plan to next year."""
        first = [paper.first_plan.year for paper in self.papers.values() if paper.first_plan]
        return list(range(min([*first, self.on.year]), self.on.year + 2))

    @cached_property
    def partners(self) -> Choices:
        """The other parties; one's own province is in every agreement."""
        own = set(map(str, person_of(self.user).provinces()))
        named = {key: name for paper in self.papers.values() for key, name in paper.parties.items()}
        return [(key, named[key]) for key in named if key not in own or len(own) > 1]

    @property
    def choices(self) -> dict[str, Choices]:
        return {
            "year": [(str(year), str(year)) for year in self.years],
            "partner": self.partners,
            "agreement": [(key, paper.title) for key, paper in self.papers.items()],
            "field": [*self.fields.values(), (NO_FIELD, _("no field yet"))],
        }


def _papers(user: Any) -> dict[str, Paper]:
    first_plan = Plan.objects.filter(agreement=OuterRef("pk")).order_by("starts_on").values("starts_on")[:1]
    heir = "parties__province__current_heir"
    rows = (
        visible_agreements(user)
        .order_by(f"{heir}__sort_name", F("signed_on").desc(nulls_last=True), "pk")
        .values_list(
            "pk", "title", "stage", "ends_on", Subquery(first_plan), heir, f"{heir}__name", named=False
        )
    )
    papers: dict[str, Paper] = {}
    for pk, title, stage, ends_on, first, party, name in rows:
        in_force = stage == Agreement.Stage.SIGNED
        paper = papers.setdefault(str(pk), Paper(pk, title, in_force, ends_on, first))
        if party:
            paper.parties[str(party)] = name
    return papers


class HiddenTick(forms.HiddenInput):
    """A tick of the list that is carried along: it means here what it means there."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        return bool(forms.CheckboxInput().value_from_datadict(data, files, name))


class OverviewFilter(OccurrenceFilter):
    """The filters of the list with choices that are at hand: no question to the database for any of them."""

    year = django_filters.ChoiceFilter(
        label=_("Year"), method="filter_year", empty_label=None, widget=FlatSelect
    )
    partner = django_filters.ChoiceFilter(
        label=_("Partner province"),
        method="filter_partner",
        empty_label=_("All provinces"),
        widget=FlatSelect,
    )
    agreement = django_filters.ChoiceFilter(
        label=_("Agreement"),
        field_name="plan__agreement",
        empty_label=_("All agreements"),
        widget=FlatSelect,
    )
    field = django_filters.ChoiceFilter(
        label=_("Field"), method="filter_field", empty_label=_("All fields"), widget=FlatSelect
    )
    lead = django_filters.ChoiceFilter(
        label=_("Lead unit"), method="filter_lead", empty_label=_("All units"), widget=FlatSelect
    )
    q = django_filters.CharFilter(
        label=_("Words"), method="filter_words", max_length=MOST_LETTERS, widget=forms.HiddenInput
    )
    unit = django_filters.CharFilter(
        label=_("Unit"), method="filter_unit", max_length=MOST_LETTERS, widget=forms.HiddenInput
    )
    is_key = django_filters.BooleanFilter(label=_("Key tasks only"), method="filter_key", widget=HiddenTick)
    assessment = month = awaited = agreement_name = open = None

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in choices.items():
            self.filters[name].extra["choices"] = options

    def offer(self, name: str, options: Choices) -> None:
        """What the select shows, besides the value that is chosen and the line for all."""
        shown, chosen = self.form.fields[name], self.form.cleaned_data.get(name)
        known = dict(shown.choices)
        kept = [(chosen, known[chosen])] if chosen and chosen not in dict(options) else []
        shown.choices = [*kept, *options]


def choose(scope: Scope, request: HttpRequest) -> OverviewFilter:
    """The filters of the address, of this year unless it names another. What names nothing that the person
    sees stays there to be told.
    """
    params, choices = request.GET.copy(), scope.choices | {"lead": []}
    for unit, name in _answering_for(str(params.get("lead", ""))):
        params["lead"], choices["lead"] = unit, [(unit, name)]
    year = params["year"] = str(params.get("year") or scope.on.year)
    if year in map(str, YEARS) and year not in dict(choices["year"]):
        choices["year"] = [*choices["year"], (year, year)]
    for name in COUNTED_ON_THE_PAGE:
        params.pop(name, None)
    if not scope.past and PastDayForm(params).is_valid():
        del params["ngay"]  # of today, as without it
    return OverviewFilter(params, scope.rows, request=request, choices=choices, on=scope.on)


def _answering_for(asked: str) -> Choices:
    """The unit of this id, or the one that succeeded it, as on the list; of anything else none."""
    units = Unit.objects.filter(pk=asked) if re.fullmatch(r"[0-9]{1,18}", asked) else Unit.objects.none()
    return [
        (str(heir or pk), name_today or name)
        for pk, name, heir, name_today in units.values_list(
            "pk", "name", "current_heir", "current_heir__name"
        )
    ]
