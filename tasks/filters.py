"""The filters of the task list; the dashboard links to them, so that every number is a list."""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Field, Party, Province, Unit
from agreements.permissions import seen_papers, visible_agreements, visible_plans
from agreements.unit_choice import UnitChoiceField
from coop.shared.dates import YEARS, year_period
from coop.shared.list_filter import ListFilter
from coop.shared.search import MOST_LETTERS, says
from coop.shared.selects import FlatSelect
from coop.shared.sorting import Order, Orders
from coop.shared.suggesting import SuggestingInput
from tasks.awaited import Awaited, awaiting
from tasks.forms import is_looked_back_to
from tasks.models import Assignment, Occurrence, ProgressUpdate
from tasks.states import DATED, DONE, OPEN_STATUSES, Assessment

NO_FIELD = "none"
DUE_SOON = "due_soon"
ANY_DUE, ANY_DONE = "due", "done"
SEVERAL = {ANY_DUE: DATED, ANY_DONE: DONE}
IN_PRINT = ("plan_id", "task__position", "starts_on")
TASK_ORDERS = Orders(
    {
        "due_on": ("due_on", *IN_PRINT),
        "plan": ("plan__issued_on", *IN_PRINT, "due_on"),
        "lead": ("lead_name", "due_on", *IN_PRINT),
    },
    default=Order("due_on"),
)


class _UnitField(UnitChoiceField, django_filters.fields.ModelChoiceField):
    """With what django-filter asks of a field."""


class UnitFilter(django_filters.ModelChoiceFilter):
    """Its chip names the province of the unit: every province has a Sở Y tế."""

    field_class = _UnitField


class _SideField(django_filters.fields.ModelChoiceField):
    """A side of an agreement, named by any of its parties."""

    def label_from_instance(self, party: Party) -> str:
        return f"{party.province.answering.full_name}, {party.agreement.title}"


class SideFilter(django_filters.ModelChoiceFilter):
    """Takes the id of any party of the side; its chip names the province of today and the agreement."""

    field_class = _SideField


def _seen_parties(request: Any) -> QuerySet[Party]:
    seen = Party.objects.filter(agreement__in=seen_papers(request.user))
    return seen.select_related("agreement", "province__current_heir")


class OccurrenceFilter(ListFilter):
    """One row per occurrence: a yearly task of three years is three rows."""

    counted = "assessment"

    q = django_filters.CharFilter(label=_("Words"), method="filter_words", max_length=MOST_LETTERS)
    year = django_filters.NumberFilter(
        label=_("Year"), method="filter_year", min_value=YEARS[0], max_value=YEARS[-1]
    )
    month = django_filters.NumberFilter(
        label=_("Month"),
        field_name="due_on__month",
        min_value=1,
        max_value=12,
        widget=forms.HiddenInput,
    )
    partner = django_filters.ModelChoiceFilter(
        label=_("Province that is a party"),
        method="filter_partner",
        queryset=Province.objects.filter(current_heir=F("pk")),
        widget=forms.HiddenInput,
    )
    agreement = django_filters.ModelChoiceFilter(
        label=_("Agreement"),
        field_name="plan__agreement",
        queryset=lambda request: visible_agreements(request.user),
        widget=forms.HiddenInput,
    )
    agreement_name = django_filters.CharFilter(
        label=_("Agreement"),
        method="filter_agreement_name",
        max_length=MOST_LETTERS,
        widget=SuggestingInput("agreement-suggestions"),
    )
    side = SideFilter(label=_("Side"), method="filter_side", queryset=_seen_parties, widget=forms.HiddenInput)
    plan = django_filters.ModelChoiceFilter(
        label=_("Plan"),
        field_name="plan",
        queryset=lambda request: visible_plans(request.user),
        widget=forms.HiddenInput,
    )
    field = django_filters.ChoiceFilter(
        label=_("Field"), method="filter_field", empty_label=_("All fields"), widget=FlatSelect
    )
    lead = UnitFilter(
        label=_("Lead unit"),
        method="filter_lead",
        queryset=Unit.objects.select_related("province"),
        widget=forms.HiddenInput,
    )
    assigned = UnitFilter(
        label=_("Leads or takes part"),
        method="filter_assigned",
        queryset=Unit.objects.select_related("province"),
        widget=forms.HiddenInput,
    )
    unit = django_filters.CharFilter(
        label=_("Unit"),
        method="filter_unit",
        max_length=MOST_LETTERS,
        widget=SuggestingInput("unit-suggestions"),
    )
    assessment = django_filters.ChoiceFilter(
        label=_("Assessment"),
        method="filter_assessment",
        choices=[
            *Assessment.choices,
            (DUE_SOON, _("due soon")),
            (ANY_DUE, _("with a due date, not stopped")),
            (ANY_DONE, _("completed, on time or late")),
        ],
        empty_label=_("All"),
        widget=FlatSelect,
    )
    awaited = django_filters.ChoiceFilter(
        label=_("Waits for"), method="filter_awaited", choices=Awaited.choices, widget=forms.HiddenInput
    )
    said = django_filters.CharFilter(
        label=_("Words of a report"),
        method="filter_said",
        max_length=MOST_LETTERS,
        widget=forms.HiddenInput,
    )
    ngay = django_filters.DateFilter(
        label=_("State on the day"),
        method="keep",
        validators=[is_looked_back_to],
        widget=forms.HiddenInput,
    )
    is_key = django_filters.BooleanFilter(
        label=_("Key tasks only"), field_name="task__is_key", widget=forms.CheckboxInput, method="filter_key"
    )
    open = django_filters.BooleanFilter(
        label=_("Open work only"), widget=forms.HiddenInput, method="filter_open"
    )

    class Meta:
        model = Occurrence
        fields: list[str] = []

    def __init__(self, *args: Any, on: dt.date | None = None, **kwargs: Any) -> None:
        """`on`: the day for which the rows were assessed."""
        super().__init__(*args, **kwargs)
        self.filters["field"].extra["choices"] = cache(field_choices)  # the form asks for them three times
        self.on = on or timezone.localdate()

    @property
    def is_assessed(self) -> bool:
        """Whether the list asks for an assessment."""
        self.form.is_valid()  # fills `cleaned_data` with what does fit
        return bool(self.form.cleaned_data.get(self.counted))

    @property
    def unassessed(self) -> QuerySet[Any]:
        """The same list whatever the assessment, for the counts above it."""
        return self.leaving_out(self.counted) if self.is_assessed else self.qs

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(says("task__search_text", value))

    def filter_said(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """On which a unit has reported, or a partner has noted, something in these words."""
        said = ProgressUpdate.objects.search(value).order_by()
        return rows.filter(pk__in=said.values("occurrence"))

    def filter_year(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.in_period(year_period(int(value)))  # type: ignore[attr-defined]

    def filter_field(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(field__isnull=True) if value == NO_FIELD else rows.filter(field__code=value)

    def filter_agreement_name(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Most have chosen a title that was suggested."""
        return rows.filter(plan__agreement__in=visible_agreements(self.request.user).named(value))

    def filter_lead(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Led by this unit or by one that it succeeded."""
        return rows.led_by([_heir(value)])  # type: ignore[attr-defined]

    def filter_assigned(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The same, or it takes part."""
        return rows.assigned_to([_heir(value)])  # type: ignore[attr-defined]

    def filter_partner(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Of agreements with this province, or with one that it succeeded."""
        return rows.with_partners([getattr(value, "pk", value)])  # type: ignore[attr-defined]

    def filter_side(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """For which this side of its agreement answers."""
        return rows.of_side(value) if value else rows  # type: ignore[attr-defined]

    def filter_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Lead or partner by any part of its name, today's or a former one."""
        links = Assignment.objects.filter(unit__in=self.named_units)
        return rows.filter(task__in=links.order_by().values("task"))

    @cached_property
    def named_units(self) -> list[int]:
        """Found first, since a database does not know how few units have the words. One query."""
        named = Unit.objects.search(self.form.cleaned_data["unit"])
        units = Unit.objects.filter(Q(pk__in=named) | Q(current_heir__in=named))
        return list(units.order_by().values_list("pk", flat=True))

    def filter_assessment(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """One assessment is asked for as a plain condition, which an index answers."""
        if value == DUE_SOON:
            return rows.due_soon(self.on, settings.DUE_SOON_DAYS)  # type: ignore[attr-defined]
        if value in SEVERAL:
            return rows.assessed(self.on).filter(assessment__in=SEVERAL[value])  # type: ignore[attr-defined]
        return rows.assessed_as(value, self.on)  # type: ignore[attr-defined]

    def filter_awaited(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(awaiting(value, self.on))

    def keep(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The view has put the question to that day; here it is kept in the form and shown as a chip."""
        return rows

    def filter_key(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(task__is_key=True) if value else rows

    def filter_open(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(status__in=OPEN_STATUSES) if value else rows


def _heir(unit: Any) -> Any:
    """Who answers today for it (id)."""
    return getattr(unit, "current_heir_id", None) or getattr(unit, "pk", unit)


def field_choices() -> list[tuple[str, Any]]:
    """Code and name of every field, and last `NO_FIELD`. One query."""
    return [*Field.objects.values_list("code", "name"), (NO_FIELD, _("no field yet"))]
