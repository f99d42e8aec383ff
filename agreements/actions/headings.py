"""The headings of an agreement's own text, mapped to the common list of fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from agreements.models import Agreement, AgreementHeading, Field, FieldHeading
from agreements.models.field import LONGEST_HEADING
from coop.shared.events import record
from coop.shared.text import name_key


@dataclass(frozen=True)
class Heading:
    """Words of the agreement, and the fields of cooperation that they mean."""

    text: str
    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return f"{self.text} → {', '.join(field.name for field in self.fields) or '–'}"


@transaction.atomic
def set_headings(*, by: Any, agreement: Agreement, headings: Sequence[Heading]) -> None:
    """These in this order, in place of what was there. The agreement's fields follow from them, and a heading
    of one field is remembered for other papers. Where there were no headings and are none, fields that were
    chosen by hand stay.
    """
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    before, fields = headings_of(agreement), _fields_of(agreement)
    agreement.headings.all().delete()
    for position, heading in enumerate(headings, 1):
        made = AgreementHeading.objects.create(agreement=agreement, position=position, text=heading.text)
        made.fields.set(heading.fields)
    remember_headings(by=by, headings=headings, paper=agreement)
    if before or headings:
        agreement.fields.set({field for heading in headings for field in heading.fields})
    record(
        by=by,
        verb="set_headings",
        target=agreement,
        before={"headings": _numbered(before), "fields": fields},
        after={"headings": _numbered(headings), "fields": _fields_of(agreement)},
    )


def headings_of(agreement: Agreement) -> list[Heading]:
    """In the order of the agreement; two queries."""
    rows = agreement.headings.prefetch_related("fields")
    return [Heading(row.text, tuple(row.fields.all())) for row in rows]


def known_fields(texts: Iterable[str]) -> dict[str, int]:
    """Heading → the field (id) to which it was mapped before, in whatever spelling; what is not known is not
    there. One query.
    """
    keys = {text: name_key(text) for text in texts}
    rows = FieldHeading.objects.filter(heading_key__in=keys.values())
    known = dict(rows.values_list("heading_key", "field"))
    return {text: known[key] for text, key in keys.items() if key in known}


@transaction.atomic
def remember_headings(*, by: Any, headings: Iterable[Heading], paper: Model) -> None:
    """A heading of one field is remembered for papers of all provinces, as the first has chosen it: later
    choices hold for their own paper alone. It is reference data then, which an administrator changes on the
    page of the field (domain.md §4). One Event, at the paper, for what is new.
    """
    if new := [heading for heading in headings if _is_remembered_now(heading)]:
        told = "; ".join(map(str, new))
        record(by=by, verb="remember_headings", target=paper, after={"headings": told})


def _is_remembered_now(heading: Heading) -> bool:
    """False where it was before, where its fields are several or none, and of a paragraph that stands as a
    heading: nobody prints it a second time.
    """
    key = name_key(heading.text)
    if len(heading.fields) != 1 or max(len(key), len(heading.text)) > LONGEST_HEADING:
        return False
    values = {"heading": heading.text, "field": heading.fields[0]}
    return FieldHeading.objects.get_or_create(heading_key=key, defaults=values)[1]


def _fields_of(agreement: Agreement) -> str:
    return "; ".join(agreement.fields.order_by("sort").values_list("name", flat=True))


def _numbered(headings: Sequence[Heading]) -> str:
    return "; ".join(f"{place}. {heading}" for place, heading in enumerate(headings, 1))
