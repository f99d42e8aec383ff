"""Lists that are sorted by their column heads: `?sort=-signed_on`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.http import QueryDict


def place_among(values: Sequence[str], column: str) -> Case:
    """Which of these the column holds, so that codes are sorted as their list has them and not by letters."""
    return Case(*(When(**{column: value}, then=place) for place, value in enumerate(values)))


@dataclass(frozen=True)
class Order:
    """The column of a list by which it is sorted."""

    column: str
    descending: bool = False

    @property
    def param(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    @property
    def turned(self) -> Order:
        return Order(self.column, not self.descending)


@dataclass(frozen=True)
class Orders:
    """By which columns a list can be sorted: the name in the address → the columns of the database.

    Names are sorted by a stored key (`coop.shared.text.sort_key`), so that both engines give the Vietnamese
    alphabet. What is empty comes last either way, and the key of the row decides between equals, so that
    no row stands on two pages.
    """

    columns: Mapping[str, tuple[str, ...]]
    default: Order

    def chosen(self, query: QueryDict) -> Order:
        """What the address asks for, or the default."""
        asked = query.get("sort", "")
        order = Order(asked.removeprefix("-"), asked.startswith("-"))
        return order if order.column in self.columns else self.default

    def sort(self, rows: QuerySet[Any], order: Order) -> QuerySet[Any]:
        first, *others = self.columns[order.column]
        last = {"nulls_last": True}
        head = F(first).desc(**last) if order.descending else F(first).asc(**last)
        return rows.order_by(head, *others, "pk")
