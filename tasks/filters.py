"""The filters of the task list; the dashboard links to them, so that every number is a list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Field, Unit
from agreements.permissions import visible_agreements, visible_plans
from coop.shared.dates import year_period
from coop.shared.text import fold
from tasks.models import Assignment, Occurrence
from tasks.states import Assessment

NO_FIELD = "none"
DUE_SOON = "due_soon"
LARGEST_ID = 2**63 - 1


class OccurrenceFilter(django_filters.FilterSet):
    """One row per occurrence: a yearly task of three years is three rows."""

    q = django_filters.CharFilter(label=_("Words"), method="filter_words")
    year = django_filters.NumberFilter(label=_("Year"), method="filter_year", min_value=1990, max_value=2100)
    agreement = django_filters.ModelChoiceFilter(
        label=_("Agreement"),
        field_name="task__plan__agreement",
        empty_label=_("All agreements"),
        queryset=lambda request: agreements_of(request),
    )
    plan = django_filters.ModelChoiceFilter(
        label=_("Plan"),
        field_name="task__plan",
        queryset=lambda request: visible_plans(request.user),
        widget=forms.HiddenInput,
    )
    field = django_filters.ChoiceFilter(
        label=_("Field"), method="filter_field", choices=lambda: field_choices(), empty_label=_("All fields")
    )
    lead = django_filters.ModelChoiceFilter(
        label=_("Lead unit"),
        method="filter_lead",
        queryset=Unit.objects.select_related("province"),
        widget=forms.HiddenInput,
    )
    unit = django_filters.CharFilter(label=_("Unit"), method="filter_unit")
    assessment = django_filters.ChoiceFilter(
        label=_("Assessment"),
        method="filter_assessment",
        choices=[*Assessment.choices, (DUE_SOON, _("due soon"))],
        empty_label=_("All"),
    )
    is_key = django_filters.BooleanFilter(
        label=_("Key tasks only"), field_name="task__is_key", widget=forms.CheckboxInput, method="filter_key"
    )

    class Meta:
        model = Occurrence
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(task__search_text__contains=fold(value))

    def filter_year(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.in_period(year_period(int(value)))  # type: ignore[attr-defined]

    def filter_field(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return (
            rows.filter(task__field__isnull=True)
            if value == NO_FIELD
            else rows.filter(task__field__code=value)
        )

    def filter_lead(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Led by this unit or by one that it succeeded."""
        return rows.led_by([value.current_heir_id or value.pk])  # type: ignore[attr-defined]

    def filter_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Lead or partner by any part of its name, today's or a former one."""
        named = Unit.objects.search(value)
        links = Assignment.objects.filter(task=OuterRef("task")).filter(
            Q(unit__in=named) | Q(unit__current_heir__in=named)
        )
        return rows.filter(Exists(links))

    def filter_assessment(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value != DUE_SOON:
            return rows.filter(assessment=value)
        limit = timezone.localdate() + dt.timedelta(days=settings.DUE_SOON_DAYS)
        return rows.filter(assessment=Assessment.ONGOING, due_on__lte=limit)

    def filter_key(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(task__is_key=True) if value else rows


def agreements_of(request: Any) -> QuerySet[Agreement]:
    return visible_agreements(request.user).only("title").order_by("-signed_on")


def field_choices() -> list[tuple[str, Any]]:
    return [*Field.objects.values_list("code", "name"), (NO_FIELD, _("no field yet"))]
