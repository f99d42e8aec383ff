"""Filters of the lists of agreements, plans and units."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Field, Plan, Unit


class AgreementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Words or number"), method="filter_words")
    stage = django_filters.ChoiceFilter(
        label=_("Stage"), choices=Agreement.Stage.choices, empty_label=_("All stages")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Agreement.Kind.choices, empty_label=_("All kinds")
    )
    fields = django_filters.ModelChoiceFilter(
        label=_("Field"), queryset=Field.objects.all(), empty_label=_("All fields")
    )
    partner = django_filters.CharFilter(label=_("Partner"), method="filter_partner")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.search(value)  # type: ignore[attr-defined]

    def filter_partner(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A province by its name then or now."""
        return rows.with_partner(value)  # type: ignore[attr-defined]


class PlanFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Words or number"), method="filter_words")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Plan.Kind.choices, empty_label=_("All kinds"))

    class Meta:
        model = Plan
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.search(value)  # type: ignore[attr-defined]


class UnitFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name, present or former"), method="filter_words")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Unit.Kind.choices, empty_label=_("All kinds"))

    class Meta:
        model = Unit
        fields: list[str] = []

    def filter_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.known_as(value)  # type: ignore[attr-defined]
