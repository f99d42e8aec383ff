"""Headings as somebody types or pastes them, each with up to three fields of the common list."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agreements.actions.headings import Heading, known_fields
from agreements.lines import Lines
from agreements.models import Field
from coop.shared.text import clean

MOST_HEADINGS = 30
MOST_LETTERS = 20_000
PLACES = ("first", "second", "third")
# A number or letter is one only with its mark: "y tế" and "10 năm hợp tác" are words.
_NUMBER = re.compile(
    r"^\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])\s?(?:[.)](?!\d)\s*|[/:-]\s+)|[-+•*–]\s+)"
)


class HeadingForm(forms.Form):
    """`known`: the common list by id as a page sends it, read once for all lines."""

    text = forms.CharField(label=_("Heading in the document"), max_length=300, required=False)
    first = forms.TypedChoiceField(label=_("Field"), required=False, empty_value=None)
    second = forms.TypedChoiceField(label=_("And field"), required=False, empty_value=None)
    third = forms.TypedChoiceField(label=_("And field"), required=False, empty_value=None)

    def __init__(self, *args: Any, known: dict[str, Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in PLACES:
            choice: Any = self.fields[place]
            choice.choices = [("", "–"), *((pk, field.name) for pk, field in known.items())]
            choice.coerce = known.__getitem__


class HeadingLines(Lines):
    @cached_property
    def known(self) -> dict[str, Field]:
        return {str(field.pk): field for field in Field.objects.all()}

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"known": self.known}


HeadingFormSet: Any = forms.formset_factory(
    HeadingForm, formset=HeadingLines, extra=2, max_num=MOST_HEADINGS, validate_max=True
)


class PastedHeadings(forms.Form):
    lines = forms.CharField(
        label=_("Headings, one a line"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("as they stand in the document; numbers at the beginning are left out"),
    )

    def clean_lines(self) -> list[str]:
        """The headings without their numbers."""
        said = [clean(_NUMBER.sub("", line)) for line in self.cleaned_data["lines"].splitlines()]
        headings = list(filter(None, said))
        if len(headings) > MOST_HEADINGS:
            told = {"most": MOST_HEADINGS, "count": len(headings)}
            raise ValidationError(_now("At most %(most)s headings; these are %(count)s lines.") % told)
        return headings

    def as_typed(self) -> list[dict[str, Any]]:
        """One line of the formset each, with the field that is known from other papers."""
        headings = self.cleaned_data["lines"]
        known = known_fields(headings)
        return [{"text": text, "first": known.get(text)} for text in headings]


def headings_said(formset: Any) -> list[Heading]:
    """The lines that are filled in; a field named twice counts once."""
    lines = [line for line in formset.cleaned_data if line.get("text")]
    chosen = [dict.fromkeys(line[place] for place in PLACES if line[place]) for line in lines]
    return [Heading(line["text"], tuple(fields)) for line, fields in zip(lines, chosen, strict=True)]


def as_initial(headings: list[Heading]) -> list[dict[str, Any]]:
    return [
        {"text": heading.text} | dict(zip(PLACES, (field.pk for field in heading.fields), strict=False))
        for heading in headings
    ]
