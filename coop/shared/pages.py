"""What list pages and form pages have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict

PAGE_SIZES = (25, 50, 100)


class LongPaginator(Paginator):
    """Counts no further than settings.MOST_COUNTED: nobody reads the difference, and a database pays for it.

    What is longer has pages behind the last that was counted, and pages from the end: -1 is the last, read
    in reverse order and so as quick as the first.
    """

    object_list: Any

    @property
    def count_limit(self) -> int:
        return settings.MOST_COUNTED

    @cached_property
    def count(self) -> int:
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by()[: self.count_limit + 1].count()
        return len(self.object_list)

    @property
    def is_capped(self) -> bool:
        return not isinstance(self.object_list, Sequence) and self.count > self.count_limit

    def page_at(self, number: int) -> LongPage:
        """The page of this number, or the nearest that there is."""
        if not self.is_capped:
            number = self.num_pages if number < 0 or number > self.num_pages else max(number, 1)
            return LongPage(self._rows(self.object_list, number), number, self)
        if number < 0:
            page = LongPage(self._rows(self.object_list.reverse(), -number), number, self)
            return page if page.object_list else self.page_at(1)
        page = LongPage(self._rows(self.object_list, max(number, 1)), max(number, 1), self)
        return page if page.object_list else self.page_at(-1)

    def _rows(self, rows: Any, number: int) -> list[Any]:
        """With the first row of the next page, which tells that there is one."""
        start = (number - 1) * self.per_page
        return list(islice(rows[start : start + self.per_page + 1], self.per_page + 1))


class LongPage(Page):
    """A page that knows its rows; from the end, its number is negative and its rows come in their order."""

    sizes = PAGE_SIZES
    object_list: Any

    def __init__(self, rows: list[Any], number: int, paginator: LongPaginator) -> None:
        self.is_followed = len(rows) > paginator.per_page
        some = rows[: paginator.per_page]
        super().__init__(some if number > 0 else some[::-1], number, paginator)

    @property
    def is_from_the_end(self) -> bool:
        return self.number < 0

    def has_next(self) -> bool:
        return self.number < -1 if self.is_from_the_end else self.is_followed

    def has_previous(self) -> bool:
        return self.is_followed if self.is_from_the_end else self.number > 1

    def next_page_number(self) -> int:
        return self.number + 1

    def previous_page_number(self) -> int:
        return self.number - 1

    def has_other_pages(self) -> bool:
        return self.has_next() or self.has_previous()

    def end_index(self) -> int:
        return self.start_index() + len(self.object_list) - 1 if self.object_list else 0

    def numbers(self) -> Iterator[int | str]:
        """1 2 … 7 8 9 … 20: the numbers to offer around this page."""
        if self.is_from_the_end:
            return iter([1, str(Paginator.ELLIPSIS)])
        known = max(self.paginator.num_pages, self.number + self.is_followed)
        return Paginator(range(known), 1).get_elided_page_range(self.number, on_each_side=1, on_ends=1)


def page_of(request: HttpRequest, rows: Any, count: int | None = None) -> LongPage:
    """The page that the address asks for; a number out of range gives the nearest page. `rows`: a sequence, a
    queryset, or what is sliced and reversed like one. `count`: how many there are, where the page knows it
    already; of the last kind it has to.
    """
    asked = request.GET.get("page", "")
    number = int(asked) if re.fullmatch(r"-?[0-9]{1,6}", asked) else 1
    paginator = LongPaginator(rows, _size(request))
    if count is not None:
        paginator.count = count
    return paginator.page_at(number or 1)


def _size(request: HttpRequest) -> int:
    wanted = request.GET.get("size", "")
    return int(wanted) if wanted in map(str, PAGE_SIZES) else PAGE_SIZES[1]


def chosen_ids(data: QueryDict, name: str) -> list[int]:
    """The ids of the boxes that were ticked, each once. 404 for what no box of ours holds."""
    values = dict.fromkeys(data.getlist(name))
    if not all(re.fullmatch(r"[0-9]{1,18}", value) for value in values):
        raise Http404
    return list(map(int, values))
