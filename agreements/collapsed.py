"""Agreements some of whose provinces have become one: Lào Cai – Yên Bái, or six sides that are four.

Derived from parties and successions; only what people decided is stored.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from agreements.lifetimes import DAY
from agreements.models import Agreement, CollapseDecision, Party, Province

Kind = CollapseDecision.Kind


@dataclass(frozen=True)
class Collapse:
    """The provinces that signed, and those that answer for them today; since when they are fewer."""

    agreement: Agreement
    then: tuple[Province, ...]
    now: tuple[Province, ...]
    since: dt.date
    decision: CollapseDecision | None

    @property
    def is_one(self) -> bool:
        """Nobody is left to have an agreement with."""
        return len(self.now) == 1

    @property
    def kinds(self) -> list[str]:
        """What can be decided: one province alone signs nothing."""
        return [Kind.CONCLUDE, Kind.INTERNAL] if self.is_one else [Kind.GO_ON, Kind.SIGN_AGAIN, Kind.CONCLUDE]


def collapses(agreements: QuerySet[Agreement]) -> list[Collapse]:
    """Those of the agreements that were alive when their sides became fewer, the latest signed first. Three
    queries.
    """
    signed = agreements.exclude(stage=Agreement.Stage.DRAFTING).order_by("-signed_on", "-pk")
    touched = signed.filter(
        pk__in=Party.objects.filter(province__valid_until__isnull=False).values("agreement")
    )
    rows = touched.prefetch_related("parties__province__current_heir", "collapse_decisions")
    found = [collapse for row in rows for collapse in _collapse(row)]
    return [one for one in found if one.decision or one.agreement.stage == Agreement.Stage.SIGNED]


def collapse_of(agreement: Agreement) -> Collapse | None:
    found = collapses(Agreement.objects.filter(pk=agreement.pk))
    return found[0] if found else None


def _collapse(agreement: Agreement) -> Iterable[Collapse]:
    parties = agreement.parties.all()
    since = fewer_since(agreement, parties)
    if since:
        sides = sides_of(parties)
        now = tuple(group[0].answering for group in sides.values())
        decisions = {made.sides: made for made in agreement.collapse_decisions.all()}
        yield Collapse(agreement, _signed(parties), now, since, decisions.get(len(now)))


def fewer_since(agreement: Agreement, parties: Iterable[Party]) -> dt.date | None:
    """The last day on which its sides became fewer; None while they are as many, or where it had run out."""
    days = [_merged_on(group) for group in sides_of(parties).values() if len(group) > 1]
    had_run_out = days and agreement.ends_on and agreement.ends_on < min(days)
    return max(days) if days and not had_run_out else None


def is_decided(agreement: Any, parties: Iterable[Party]) -> bool:
    """Whether what becomes of it was decided among the sides of today; `agreement`: `with_decision`."""
    return agreement.decided_sides == len(sides_of(parties))


def sides_of(parties: Iterable[Party]) -> dict[int, list[Province]]:
    """The provinces that signed, by the province (id) that answers for them today; no query for parties read
    with both.
    """
    sides: dict[int, list[Province]] = defaultdict(list)
    for province in _signed(parties):
        sides[province.answering.pk].append(province)
    return sides


def _signed(parties: Iterable[Party]) -> tuple[Province, ...]:
    """Each once: a province can take part through several bodies."""
    return tuple({party.province_id: party.province for party in parties}.values())


def _merged_on(group: list[Province]) -> dt.date:
    """The day on which the last of them ended in the other."""
    return max(province.valid_until + DAY for province in group if province.valid_until)
