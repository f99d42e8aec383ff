"""Lists of agreements, plans and units in the order that the address asks for: by a column of their own, or
by how many tasks their rows have, of which these parts of the program know nothing.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from agreements.filters import BY_TASKS
from coop.shared.listing import Listing
from tasks.lists import LISTS
from tasks.models import SavedFilter
from tasks.row_counts import RowCounts


def listed_rows(request: HttpRequest, of: SavedFilter.List) -> tuple[Listing, RowCounts | None]:
    """And how the tasks of all its rows stand, where they are sorted by that: the page is cut afterwards.
    Else nothing is counted here, for a page shows few of the rows. Raises LookupError for a list that counts
    no tasks.
    """
    filtered = LISTS[of]
    chosen, order = filtered.choose(request.user, request.GET), filtered.orders.chosen(request.GET)
    if order.column not in BY_TASKS:
        return Listing(chosen, order, filtered.orders.sort(chosen.qs, order)), None
    if filtered.count is None:
        raise LookupError(f"the list of {of} counts no tasks")
    ids = chosen.qs.order_by().values_list("pk", flat=True)
    tasks = filtered.count(request.user, timezone.localdate(), ids)
    rows = tasks.put_beside(chosen.qs, order.column)
    return Listing(chosen, order, filtered.orders.sort(rows, order)), tasks
