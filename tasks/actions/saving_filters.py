"""A filter of a list is kept under a name, shared with a unit, renamed, put away, and visited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Unit
from coop.shared.events import record
from tasks.actions.refusal import RefusedError, require
from tasks.models import FilterVisit, SavedFilter


@transaction.atomic
def save_filter(*, by: Any, of_list: str, name: str, query: str, unit: Unit | None = None) -> SavedFilter:
    """Raises RefusedError for a name that the person has given to a filter of this list already."""
    saved = SavedFilter(owner=by, of_list=of_list, name=name, query=query, unit=unit)
    _save_once(saved)
    record(by=by, verb="save_filter", target=saved, after=_told(saved))
    return saved


@transaction.atomic
def change_filter(*, by: Any, saved: SavedFilter, name: str, unit: Unit | None) -> None:
    """Another name, or shared with others. Raises RefusedError as `save_filter`, and for one that was deleted
    meanwhile: it would come back to life.
    """
    _require_there(saved)
    before = _told(saved)
    saved.name, saved.unit = name, unit
    _save_once(saved)
    record(by=by, verb="change_filter", target=saved, before=before, after=_told(saved))


@transaction.atomic
def delete_filter(*, by: Any, saved: SavedFilter) -> None:
    """For all who use it; what it was stays in the Event. Who may delete it is asked where it is fetched.
    Raises RefusedError for one that was deleted meanwhile.
    """
    _require_there(saved)
    record(by=by, verb="delete_filter", target=saved, before=_told(saved))
    saved.delete()


@transaction.atomic
def mark_seen(*, by: Any, saved: Iterable[SavedFilter], ids: Iterable[int]) -> None:
    """The same rows in all of these that were not deleted meanwhile. The person's own bookmark and nobody's
    business: it writes no Event.
    """
    there = _locked().filter(pk__in=[one.pk for one in saved]).order_by("pk")
    now, seen = timezone.now(), sorted(ids)
    FilterVisit.objects.bulk_create(
        [FilterVisit(filter=one, person=by, seen_at=now, seen=seen) for one in there],
        update_conflicts=True,
        unique_fields=["filter", "person"],
        update_fields=["seen_at", "seen"],
    )


def _require_there(saved: SavedFilter) -> None:
    require(_locked().filter(pk=saved.pk).exists(), _("Somebody has removed this meanwhile."))


def _locked() -> QuerySet[SavedFilter]:
    return SavedFilter.objects.select_for_update()


def _save_once(saved: SavedFilter) -> None:
    """The database says whether the name is taken: to a question asked before, two who save at one time would
    both be told that it is free.
    """
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise RefusedError(_("You have a saved filter of this name already.")) from error


def _told(saved: SavedFilter) -> dict[str, str]:
    shared_with = saved.unit.name if saved.unit else ""
    return {"list": saved.of_list, "name": saved.name, "query": saved.query, "shared_with": shared_with}
