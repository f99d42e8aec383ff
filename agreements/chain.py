"""The genealogy of agreements: framework → memoranda, 2006 → 2011 → 2021 → 2023."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.models.agreement import origins


@dataclass(frozen=True)
class Station:
    """One agreement on the line in time, in the words of `ui/timeline.html`."""

    pk: int
    date: dt.date | None
    when: Any
    title: str
    text: str
    url: str
    current: bool
    parent: int | None
    renews: int | None
    amends: int | None = None


def genealogy(agreement: Agreement, visible: QuerySet[Agreement]) -> list[Station]:
    """The whole family in order of signing; members that the person may not see are left out. Two queries."""
    [line] = genealogies([agreement], visible)
    return line


def genealogies(agreements: Iterable[Agreement], visible: QuerySet[Agreement]) -> list[list[Station]]:
    """The same of several, each family once, in the order of the first of them that belongs to it."""
    looked_at = [agreement.pk for agreement in agreements]
    families = _families(looked_at)
    members = visible.filter(pk__in=set().union(*families)).distinct()
    ordered = sorted(members, key=lambda member: (member.signed_on is None, member.signed_on, member.pk))
    return [[_station(member, looked_at) for member in ordered if member.pk in family] for family in families]


def _station(member: Agreement, looked_at: Container[int]) -> Station:
    current = member.pk in looked_at
    url = "" if current else reverse("agreement-detail", args=[member.pk])
    return Station(
        member.pk,
        member.signed_on,
        _("being drafted"),
        member.title,
        " · ".join(filter(None, [str(member.get_kind_display()), member.number])),
        url,
        current,
        member.parent_id,
        member.renews_id,
        member.amends_id,
    )


def _families(starts: Iterable[int]) -> list[set[int]]:
    """Everything that hangs together with each, up and down. All links are read at once: papers with a
    framework or a forerunner are few, and a long chain would cost a query for each generation.
    """
    links = _links()
    families: list[set[int]] = []
    for start in starts:
        if not any(start in family for family in families):
            families.append(_family(start, links))
    return families


def _links() -> dict[int, set[int]]:
    links: dict[int, set[int]] = defaultdict(set)
    for pk, others in origins().items():
        for other in others:
            links[pk].add(other)
            links[other].add(pk)
    return links


def _family(start: int, links: Mapping[int, set[int]]) -> set[int]:
    family, frontier = {start}, {start}
    while frontier:
        frontier = {relative for member in frontier for relative in links.get(member, ())} - family
        family |= frontier
    return family
