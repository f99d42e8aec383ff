"""The genealogy of agreements: framework → memoranda, 2006 → 2011 → 2021 → 2023."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement


@dataclass(frozen=True)
class Station:
    """One agreement on the line in time, in the words of `ui/timeline.html`."""

    date: dt.date | None
    when: Any
    title: str
    text: str
    url: str
    current: bool


def genealogy(agreement: Agreement, visible: QuerySet[Agreement]) -> list[Station]:
    """The whole family in order of signing; members that the person may not see are left out.

    Walks outward one generation a query, so a chain of n generations costs n queries, n being small on
    real papers.
    """
    family = {agreement.pk}
    frontier = {agreement.pk}
    while frontier:
        found = _relatives(frontier) - family
        family |= found
        frontier = found
    members = visible.filter(pk__in=family).distinct()
    ordered = sorted(members, key=lambda member: (member.signed_on is None, member.signed_on, member.pk))
    return [_station(member, agreement) for member in ordered]


def _station(member: Agreement, looked_at: Agreement) -> Station:
    current = member.pk == looked_at.pk
    url = "" if current else reverse("agreement-detail", args=[member.pk])
    return Station(
        member.signed_on, _("being drafted"), member.title, str(member.get_kind_display()), url, current
    )


def _relatives(keys: set[int]) -> set[int]:
    rows: Any = Agreement.objects.filter(
        Q(pk__in=keys) | Q(parent__in=keys) | Q(renews__in=keys)
    ).values_list("pk", "parent", "renews")
    return {pk for row in rows for pk in row if pk is not None}
