"""A number on the page is never alone: it carries the address of the list that it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tasks.filters import ANY_DONE, ANY_DUE
from tasks.rates import Rated
from tasks.states import Assessment

Filters = Mapping[str, Any]


@dataclass(frozen=True)
class Number:
    """A count and the list that has that many rows."""

    key: str
    label: Any
    count: int
    url: str


@dataclass(frozen=True)
class Counted(Rated):
    """Due periods by assessment: all that were chosen, or one agreement, field, unit or month of them.

    `chosen` are the filters of the list that holds exactly these.
    """

    label: str
    counts: Mapping[str, int]
    chosen: Filters

    def __hash__(self) -> int:
        """What is drawn of these figures is kept by them."""
        return hash((self.label, frozenset(self.counts.items()), frozenset(self.chosen.items())))

    @cached_property
    def url(self) -> str:
        return list_url(**self.chosen)

    @property
    def total(self) -> Number:
        return Number("total", self.label, self.size, self.url)

    @property
    def size(self) -> int:
        return sum(self.counts.values())

    @property
    def numbers(self) -> tuple[Number, ...]:
        return tuple(self.number(state) for state in Assessment)

    def number(self, state: Assessment) -> Number:
        return self._of(state.value, state.label, self.counts.get(state, 0))

    @property
    def all_due(self) -> Number:
        return self._of(ANY_DUE, _("due"), self.due)

    @property
    def all_done(self) -> Number:
        return self._of(ANY_DONE, _("completed"), self.done)

    @cached_property
    def overdue(self) -> Number:
        return self.number(Assessment.OVERDUE)

    def count(self, *keys: str) -> int:
        return sum(self.counts.get(key, 0) for key in keys)

    def _of(self, key: str, label: Any, count: int) -> Number:
        joint = "" if self.url.endswith("?") else "&"
        return Number(key, label, count, f"{self.url}{joint}assessment={key}")


def list_url(**params: Any) -> str:
    chosen = {name: value for name, value in params.items() if value not in (None, "")}
    return f"{_list()}?{urlencode(chosen)}"


@cache
def _list() -> str:
    """The overview names it some hundred times."""
    return reverse("task-list")
