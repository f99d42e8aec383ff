"""Selects of filters, drawn at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

_SELECTED = mark_safe(" selected")


class FlatSelect(forms.Select):
    """Without groups. Django fills a template for every option, and a filter has two hundred of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = (
            (key, _SELECTED if str(key) in chosen else "", capfirst(str(label)))
            for key, label in (("" if key is None else key, label) for key, label in self.choices)
        )
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        told = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(told), drawn)
