"""The fields of a filter, each drawn once for the same facts: most of a form is the same every time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.forms import BoundField
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

FIELDS_KEPT = 500


class FieldFacts(tuple[Any, ...]):
    """All on which the drawing of a filter's field depends. `field` stands beside it for who has to draw it;
    it is not compared, nor kept once it is drawn: it would keep the whole request.
    """

    field: BoundField


def drawn_field(of: type, field: BoundField) -> SafeString:
    """`of`: the class of the filter set, which says all of the field but its value, its errors and its
    choices. Choices that are rows of the database are read, and drawn, every time.
    """
    choices = getattr(field.field, "choices", ())
    if isinstance(choices, ModelChoiceIterator):
        return _draw(field)
    said = (of, field.name, get_language(), repr(field.value()), tuple(field.errors), tuple(choices))
    facts = FieldFacts(said)
    facts.field = field
    drawn = _drawn(facts)
    del facts.field
    return drawn


@lru_cache(maxsize=FIELDS_KEPT)
def _drawn(facts: FieldFacts) -> SafeString:
    return _draw(facts.field)


def _draw(field: BoundField) -> SafeString:
    return render_to_string("ui/field.html", {"field": field, "hide_optional": True})
