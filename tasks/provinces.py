"""Provinces with what ties them to the person's own: agreements, and the work under these that is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import IO, Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.filters import PROVINCE_ORDERS, ProvinceFilter
from agreements.list_files import Beside
from agreements.models import Party, Province
from agreements.permissions import seen_papers
from coop.shared.dates import short_date
from coop.shared.documents.content import Column
from coop.shared.documents.xlsx import SheetCell
from coop.shared.downloads import sheet_file
from coop.shared.listing import Listing
from tasks.row_counts import RowCounts


def provinces_today(user: Any, on: dt.date) -> QuerySet[Province]:
    """Who lives on that day, with those that they succeeded, and `agreement_count`: agreements that the
    person may see and to which the province, or one that it succeeded, is a party. `is_no_partner`: there are
    none.
    """
    signed = (
        Party.objects.filter(province__current_heir=OuterRef("pk"), agreement__in=seen_papers(user))
        .order_by()
        .values("province__current_heir")
        .annotate(count=Count("agreement", distinct=True))
    )
    return (
        Province.objects.valid_on(on)
        .annotate(agreement_count=Coalesce(Subquery(signed.values("count")), 0))
        .annotate(is_no_partner=Case(When(agreement_count=0, then=1), default=0))
        .prefetch_related("lineage")
    )


def chosen_provinces(user: Any, data: QueryDict) -> ProvinceFilter:
    """What the list shows this person for these filters."""
    return ProvinceFilter(data, provinces_today(user, timezone.localdate()))


def listed_provinces(request: HttpRequest, tasks: RowCounts) -> Listing:
    """In the order that the address asks for. The tasks of all provinces are counted before the page is cut,
    so that rows can be sorted by them.
    """
    chosen = chosen_provinces(request.user, request.GET)
    order = PROVINCE_ORDERS.chosen(request.GET)
    rows = tasks.put_beside(chosen.qs, order.column)
    return Listing(chosen, order, PROVINCE_ORDERS.sort(rows, order))


def with_load(tasks: RowCounts, provinces: Iterable[Province]) -> list[Any]:
    """Each with `former`, whom it succeeded, and `open_count`: the open due periods of tasks under agreements
    to which it is a party.
    """
    rows: list[Any] = list(provinces)
    for row in rows:
        row.former = [province for province in row.lineage.all() if province.pk != row.pk]
        row.open_count = tasks.open_counts.get(row.pk, 0)
    return rows


def province_file(rows: Iterable[Any], beside: Beside, *, note: str) -> IO[bytes]:
    """`rows`: as `with_load` gives them; `note`: as of which day, and how filtered."""
    columns = (
        Column(_("Code"), 15),
        Column(_("Province"), 50),
        Column(_("Region"), 45),
        Column(_("Answers for"), 60),
        Column(_("Agreements"), 25, "right"),
        Column(_("Open work"), 25, "right"),
        *beside.columns,
    )
    told = ((*_province(row), *beside.cells(row.pk)) for row in rows)
    return sheet_file(columns, told, _("Provinces"), sheet_name=_("Provinces"), note=note)


def _province(row: Any) -> tuple[SheetCell, ...]:
    former = [_former(province) for province in row.former]
    return (
        row.code,
        row.full_name,
        row.region,
        "\n".join(former),
        row.agreement_count,
        row.open_count,
    )


def _former(province: Any) -> str:
    return f"{province.full_name} ({_('until')} {short_date(province.valid_until)})"
