"""Filters and orders of the lists of agreements, plans, units and provinces, and what they show a person."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import F, Prefetch, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Field, Plan, Province, Unit
from agreements.permissions import units_of_today, visible_agreements, visible_plans
from coop.shared.list_filter import ListFilter
from coop.shared.search import MOST_LETTERS
from coop.shared.selects import FlatSelect
from coop.shared.sorting import Order, Orders, place_among

# By numbers of tasks, which whoever shows the list has counted as `task_count`.
BY_TASKS = ("tasks", "overdue")

AGREEMENT_ORDERS = Orders(
    {
        "title": ("sort_title",),
        "signed_on": ("signed_on", "-pk"),
        "ends_on": ("ends_on", "sort_title"),
        "stage": ("stage_place", "-signed_on"),
        **dict.fromkeys(BY_TASKS, ("task_count", "sort_title")),
    },
    default=Order("signed_on", descending=True),
)
PLAN_ORDERS = Orders(
    {
        "title": ("sort_title",),
        "agreement": ("agreement__sort_title", "-issued_on"),
        "issued_on": ("issued_on", "-pk"),
        "ends_on": ("ends_on", "-issued_on"),
        "focal_unit": ("focal_unit__sort_name", "-issued_on"),
        **dict.fromkeys(BY_TASKS, ("task_count", "sort_title")),
    },
    default=Order("issued_on", descending=True),
)
UNIT_ORDERS = Orders(
    {
        "order": ("province__sort_name", "sort", "sort_name"),
        "name": ("sort_name", "province__sort_name"),
        "kind": ("kind_place", "sort", "sort_name"),
        **dict.fromkeys(BY_TASKS, ("task_count", "sort_name")),
    },
    default=Order("order"),
)
PROVINCE_ORDERS = Orders(
    {
        "name": ("sort_name",),
        "code": ("code",),
        "region": ("region", "sort_name"),
        "agreements": ("agreement_count", "sort_name"),
        "partners": ("is_no_partner", "sort_name"),
        **dict.fromkeys((*BY_TASKS, "open"), ("task_count", "sort_name")),
    },
    default=Order("partners"),
)


class AgreementFilter(ListFilter):
    """Of rows `with_standing` on a day: `stage` is how they stand then, and not the column."""

    counted = "stage"

    q = django_filters.CharFilter(label=_("Words or number"), method="filter_words", max_length=MOST_LETTERS)
    stage = django_filters.ChoiceFilter(
        label=_("Stage"),
        field_name="stands_as",
        choices=Agreement.Standing.choices,
        empty_label=_("All stages"),
        widget=FlatSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Agreement.Kind.choices, empty_label=_("All kinds"), widget=FlatSelect
    )
    fields = django_filters.ModelChoiceFilter(
        label=_("Field"), queryset=Field.objects.all(), empty_label=_("All fields"), widget=FlatSelect
    )
    partner = django_filters.CharFilter(label=_("Partner"), method="filter_partner", max_length=MOST_LETTERS)
    in_force = django_filters.DateFilter(
        label=_("In force on the day"),
        method="filter_in_force",
        widget=forms.DateInput(
            attrs={"autocomplete": "off", "placeholder": "dd/mm/yyyy", "pattern": r"\d{1,2}/\d{1,2}/\d{4}"}
        ),
    )
    province = django_filters.ModelChoiceFilter(
        label=_("Province"),
        method="filter_province",
        queryset=Province.objects.filter(current_heir=F("pk")),
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.search(value)  # type: ignore[attr-defined]

    def filter_partner(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A province by its name then or now."""
        return rows.with_partner(value)  # type: ignore[attr-defined]

    def filter_in_force(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.in_force(value)  # type: ignore[attr-defined]

    def filter_province(self, rows: QuerySet[Any], name: str, value: Province) -> QuerySet[Any]:
        """This province of today, or one that it succeeded."""
        return rows.between([value.pk])  # type: ignore[attr-defined]


class PlanFilter(ListFilter):
    """Of rows `with_course` on a day."""

    counted = "course"

    q = django_filters.CharFilter(label=_("Words or number"), method="filter_words", max_length=MOST_LETTERS)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Plan.Kind.choices, empty_label=_("All kinds"), widget=FlatSelect
    )
    course = django_filters.ChoiceFilter(
        label=_("Runs"), choices=Plan.Course.choices, empty_label=_("All periods"), widget=FlatSelect
    )

    class Meta:
        model = Plan
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.search(value)  # type: ignore[attr-defined]


class UnitFilter(ListFilter):
    """Of units of today, which are found under the names of those that they succeeded, too."""

    counted = "kind"

    q = django_filters.CharFilter(
        label=_("Name, present or former"), method="filter_words", max_length=MOST_LETTERS
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Unit.Kind.choices, empty_label=_("All kinds"), widget=FlatSelect
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.known_as(value)  # type: ignore[attr-defined]


class ProvinceFilter(ListFilter):
    """Of provinces of today with their `agreement_count`; found under former names, too."""

    counted = "kind"

    q = django_filters.CharFilter(
        label=_("Name, present or former"), method="filter_words", max_length=MOST_LETTERS
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Province.Kind.choices, empty_label=_("All kinds"), widget=FlatSelect
    )
    with_agreements = django_filters.BooleanFilter(
        label=_("With agreements only"), widget=forms.CheckboxInput, method="filter_with_agreements"
    )

    class Meta:
        model = Province
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.known_as(value)  # type: ignore[attr-defined]

    def filter_with_agreements(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(agreement_count__gt=0) if value else rows


def chosen_agreements(user: Any, data: QueryDict) -> AgreementFilter:
    """What the list shows this person for these filters; the one way to it."""
    rows = visible_agreements(user).with_standing(timezone.localdate())
    stage_place = place_among(Agreement.Standing.values, "stands_as")
    return AgreementFilter(data, rows.annotate(stage_place=stage_place).for_list())


def chosen_plans(user: Any, data: QueryDict) -> PlanFilter:
    """As `chosen_agreements`, with how each runs today."""
    return PlanFilter(data, visible_plans(user).with_course(timezone.localdate()).for_list())


def chosen_units(user: Any, data: QueryDict) -> UnitFilter:
    """The units of the person's provinces as they are today, with those that they succeeded."""
    former = Prefetch("lineage", Unit.objects.select_related("province"))
    rows = units_of_today(user).select_related("province").prefetch_related(former)
    return UnitFilter(data, rows.annotate(kind_place=place_among(Unit.Kind.values, "kind")))
