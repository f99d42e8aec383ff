"""Headings as somebody types or pastes them, each with up to three fields of the common list."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.actions.headings import Heading, known_field
from agreements.models import Field
from coop.shared.text import clean

MOST_HEADINGS = 30
PLACES = ("first", "second", "third")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}|[IVX]{1,5}|[a-z]|[-+•*])\s*[.)/:-]*\s+")


def _choice(label: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=label, queryset=Field.objects.all(), required=False, empty_label="–")


class HeadingForm(forms.Form):
    text = forms.CharField(label=_("Heading in the document"), max_length=300)
    first = _choice(_("Field"))
    second = _choice(_("And field"))
    third = _choice(_("And field"))


HeadingFormSet: Any = forms.formset_factory(HeadingForm, extra=2, max_num=MOST_HEADINGS, validate_max=True)


class PastedHeadings(forms.Form):
    lines = forms.CharField(
        label=_("Headings, one a line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("as they stand in the document; numbers at the beginning are left out"),
    )

    def as_typed(self) -> list[dict[str, Any]]:
        """One line of the formset each, with the field that is known from other papers."""
        said = [clean(_NUMBER.sub("", line)) for line in self.cleaned_data["lines"].splitlines()]
        return [{"text": text, "first": known_field(text)} for text in said if text][:MOST_HEADINGS]


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
