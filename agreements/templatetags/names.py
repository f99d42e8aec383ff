"""By which name a list calls provinces and units: that of the day of signing, that of today, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from agreements.naming import NOW, PARAMETER, STYLES, THEN, name_of

register = template.Library()

_LABELS = (
    (None, _("when signed, with the name of today")),
    (THEN, _("when signed")),
    (NOW, _("today")),
)


@dataclass(frozen=True)
class Choice:
    """One position of the switch; None takes the parameter out of the address."""

    value: str | None
    label: Any
    is_chosen: bool


@register.simple_tag(takes_context=True, name="name_of")
def name_as_asked(context: dict[str, Any], body: Any) -> str:
    """The province or unit, as the address asks for its name."""
    return name_of(_asked(context), body)


@register.inclusion_tag("ui/name_switch.html", takes_context=True)
def name_switch(context: dict[str, Any]) -> dict[str, Any]:
    """Keeps the filters of the list: only the names change."""
    asked = _asked(context) if _asked(context) in STYLES else None
    choices = [Choice(value, label, value == asked) for value, label in _LABELS]
    return {"choices": choices, "request": context["request"]}


def _asked(context: dict[str, Any]) -> str:
    return context["request"].GET.get(PARAMETER, "")
