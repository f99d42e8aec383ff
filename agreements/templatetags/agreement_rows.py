"""The rows of the list of agreements."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from agreements.models import Agreement
from agreements.templatetags.names import name_as_asked

register = template.Library()
ROWS_KEPT = 1_000  # of some two kilobytes


class AgreementRow(NamedTuple):
    """What a row shows. `tasks`: the cell of its tasks, drawn."""

    pk: int
    title: str
    kind: str
    number: str
    parties: str
    signed_on: dt.date | None
    ends_on: dt.date | None
    standing: str
    is_new: bool
    tasks: SafeString


@register.simple_tag(takes_context=True)
def listed_agreement(context: dict[str, Any], agreement: Agreement, tasks: SafeString) -> SafeString:
    """Drawn once for the same facts and language."""
    names = (name_as_asked(context, party.province) for party in agreement.parties.all())
    row = AgreementRow(
        agreement.pk,
        agreement.title,
        agreement.kind,
        agreement.number,
        "; ".join(names),
        agreement.signed_on,
        agreement.ends_on,
        str(agreement.standing),
        agreement.pk in context["shelf"].new,
        tasks,
    )
    return _drawn(row, get_language())


@lru_cache(maxsize=ROWS_KEPT)
def _drawn(row: AgreementRow, language: str) -> SafeString:
    """Of nothing but these two: whatever else the template asked for would be kept as it was once."""
    kind = Agreement.Kind(row.kind).label
    return render_to_string("agreements/listed_agreement.html", {"row": row, "kind": kind})
