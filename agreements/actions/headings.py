"""The headings of an agreement's own text, mapped to the common list of fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from agreements.models import Agreement, AgreementHeading, Field, FieldHeading
from coop.shared.events import record
from coop.shared.text import name_key


@dataclass(frozen=True)
class Heading:
    text: str
    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return f"{self.text} → {', '.join(field.name for field in self.fields) or '–'}"


@transaction.atomic
def set_headings(*, by: Any, agreement: Agreement, headings: Sequence[Heading]) -> None:
    """These in this order, in place of what was there. The agreement's fields follow from them, and a heading
    of one field is remembered for other papers.
    """
    before = headings_of(agreement)
    agreement.headings.all().delete()
    for position, heading in enumerate(headings, 1):
        made = AgreementHeading.objects.create(agreement=agreement, position=position, text=heading.text)
        made.fields.set(heading.fields)
        _remember(heading)
    agreement.fields.set({field for heading in headings for field in heading.fields})
    record(
        by=by,
        verb="set_headings",
        target=agreement,
        before={"headings": _numbered(before)},
        after={"headings": _numbered(headings)},
    )


def headings_of(agreement: Agreement) -> list[Heading]:
    rows = agreement.headings.prefetch_related("fields")
    return [Heading(row.text, tuple(row.fields.all())) for row in rows]


def known_field(text: str) -> int | None:
    """The field to which this heading was mapped before, in whatever spelling."""
    return FieldHeading.objects.filter(heading_key=name_key(text)).values_list("field", flat=True).first()


def _remember(heading: Heading) -> None:
    if len(heading.fields) == 1:
        FieldHeading.objects.get_or_create(
            heading_key=name_key(heading.text),
            defaults={"heading": heading.text, "field": heading.fields[0]},
        )


def _numbered(headings: Sequence[Heading]) -> str:
    return "; ".join(f"{place}. {heading}" for place, heading in enumerate(headings, 1))
