"""Whether one paper can carry on, amend or be made under another. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

RELATIONS = ("parent", "renews", "amends")


@dataclass(frozen=True)
class Paper:
    """An agreement as the rules see it; `sides` are who answers today for its parties."""

    pk: int | None
    signed_on: dt.date | None
    sides: frozenset[int]


def problem_of(relation: str, later: Paper, origin: Paper, links: Mapping[int, set[int]]) -> Any:
    """Why `later` cannot stand in this relation to `origin`, in words; "" where it can.

    `links`: every paper → the papers from which it comes, in whatever relation.
    """
    if origin.pk == later.pk or later.pk in _ancestors(origin.pk, links):
        return _("The papers would go round in a circle.")
    if not _in_order(relation, later, origin):
        return _ORDER[relation]
    if later.sides and origin.sides and not later.sides & origin.sides:
        return _(
            "The two papers have no party in common, nor one that answers today for a party of the other."
        )
    return ""


_ORDER = {
    "parent": _("A paper is signed no earlier than the framework under which it is made."),
    "renews": _("A renewal is signed after the paper that it carries on."),
    "amends": _("An amendment is signed no earlier than the paper that it amends."),
}


def _in_order(relation: str, later: Paper, origin: Paper) -> bool:
    """A draft has no day yet and comes after whatever is signed."""
    if later.signed_on is None:
        return True
    if origin.signed_on is None:
        return False
    if relation == "renews":
        return later.signed_on > origin.signed_on
    return later.signed_on >= origin.signed_on


def _ancestors(start: int | None, links: Mapping[int, set[int]]) -> set[int]:
    return set(_walk(start, links)) if start else set()


def _walk(start: int, links: Mapping[int, set[int]]) -> Iterator[int]:
    seen, waiting = {start}, [start]
    while waiting:
        for origin in links.get(waiting.pop(), ()):
            if origin not in seen:
                seen.add(origin)
                waiting.append(origin)
                yield origin
