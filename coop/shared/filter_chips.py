"""What a list is filtered by, in words, and the addresses that take each filter away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import BoundField, Form
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coop.shared.dates import short_date

MOST_TOLD = 40  # letters of a value that cannot be read
ENDS_OF_A_RANGE = ("min", "max", "after", "before")  # as django-filter names its two inputs


@dataclass(frozen=True)
class Chip:
    """One filter in force: "Unit: Sở Y tế" and the query string without it ("?" when nothing is left)."""

    label: str
    text: str
    without: str


@dataclass(frozen=True)
class UnreadFilter:
    """A filter whose value cannot be read: what the address says, beside its field, which knows why not, and
    the query string without it.
    """

    field: BoundField
    text: str
    without: str


def unread_filters(form: Form, query: QueryDict) -> list[UnreadFilter]:
    """While there is one, the list has no rows (`ListFilter.filter_queryset`)."""
    unread = [bound for bound in form if bound.errors]
    return [UnreadFilter(one, _raw(query, one.html_name), _without(query, one.html_name)) for one in unread]


def chips_of(form: Form, query: QueryDict) -> list[Chip]:
    """One chip for every chosen value that fits its field, in the order of the fields."""
    form.is_valid()  # fills `cleaned_data` with what does fit
    values = getattr(form, "cleaned_data", {})
    in_force = (bound for bound in form if bound.name in values)
    return [chip for bound in in_force for chip in _chips_of_field(bound, values[bound.name], query)]


def standing_of(chosen: Any, on: dt.date) -> str:
    """One line for paper and files: the day for which a list stands, and its filters (a django-filter set) in
    words.
    """
    query = chosen.data if isinstance(chosen.data, QueryDict) else QueryDict()
    if unread := unread_filters(chosen.form, query):
        told = "; ".join(f"{one.field.label}: {one.text}" for one in unread)
        said = _("As of %(day)s. No row is listed, because a filter cannot be read: %(filters)s.")
        return said % {"day": short_date(on), "filters": told}
    chips = chips_of(chosen.form, query)
    told = "; ".join(f"{chip.label}: {chip.text}" if chip.text else chip.label for chip in chips)
    if not told:
        return _("As of %(day)s. The whole list.") % {"day": short_date(on)}
    return _("As of %(day)s. Filtered by: %(filters)s.") % {"day": short_date(on), "filters": told}


def _chips_of_field(bound: BoundField, value: Any, query: QueryDict) -> list[Chip]:
    """Several values of one field are several chips; a range is one chip, as its inputs go together."""
    chosen = [raw for raw in query.getlist(bound.html_name) if raw]
    if len(chosen) > 1:
        values = list(value) if isinstance(value, QuerySet | list | tuple | set) else [value]
        words = {str(getattr(item, "pk", item)): _words(bound, item) for item in values}
        return [
            Chip(str(bound.label), words[raw], _without(query, bound.html_name, raw))
            for raw in chosen
            if raw in words
        ]
    if value in (None, "", False) or (hasattr(value, "__len__") and not len(value)):
        return []
    return [Chip(str(bound.label), _words(bound, value), _without(query, bound.html_name))]


def _words(bound: BoundField, value: Any) -> str:
    """How a person reads the value: the label of a choice, a Vietnamese date, or nothing for a ticked box."""
    if value is True:
        return ""
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, slice):
        return f"{_words(bound, value.start or '')} – {_words(bound, value.stop or '')}"
    if isinstance(value, QuerySet | list | tuple | set):
        return ", ".join(_words(bound, item) for item in value)
    labels = {str(key): str(label) for key, label in _flat_choices(bound)}
    name_of = getattr(bound.field, "label_from_instance", str)
    return labels.get(str(value)) or name_of(value)


def _flat_choices(bound: BoundField) -> list[tuple[Any, Any]]:
    """The choices written out in the form; those of a queryset name themselves."""
    if getattr(bound.field, "queryset", None) is not None:
        return []
    flat: list[tuple[Any, Any]] = []
    for key, label in getattr(bound.field, "choices", []):
        flat.extend(label if isinstance(label, list | tuple) else [(key, label)])
    return flat


def _raw(query: QueryDict, name: str) -> str:
    """What the address gives the field, cut to what a sentence can hold."""
    names = (name, *(f"{name}_{end}" for end in ENDS_OF_A_RANGE))
    return Truncator(", ".join(value for one in names for value in query.getlist(one))).chars(MOST_TOLD)


def _without(query: QueryDict, name: str, raw: str | None = None) -> str:
    """The query string without one field (or one value of it), back on the first page."""
    rest = query.copy()
    rest.setlist(name, [value for value in query.getlist(name) if raw is not None and value != raw])
    for key in ("page", *(f"{name}_{end}" for end in ENDS_OF_A_RANGE)):
        rest.pop(key, None)
    return f"?{rest.urlencode()}"
