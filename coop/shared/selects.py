"""Selects of filters, drawn at once."""

from __future__ import annotations

from html import escape  # Django's asks of each whether it is lazy
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst


class FlatSelect(forms.Select):
    """Without groups. Django fills a template for every option, and a filter has two hundred of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        choices = (("" if key is None else str(key), label) for key, label in self.choices)
        drawn = "".join(_option(key, str(label), is_chosen=key in chosen) for key, label in choices)
        told = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(told), mark_safe(drawn))


def _option(key: str, label: str, *, is_chosen: bool) -> str:
    selected = " selected" if is_chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(capfirst(label))}</option>'
