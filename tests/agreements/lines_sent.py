"""What a browser sends of the lines on a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.formats import localize_input


def as_sent(formset: Any, **typed: Any) -> dict[str, Any]:
    """Every box of the page with what stands in it, but for those that were typed anew."""
    boxes = [box for form in (formset.management_form, *formset) for box in form]
    shown = {box.html_name: _shown(box.value()) for box in boxes}
    assert typed.keys() <= shown.keys()
    return shown | typed


def _shown(value: Any) -> str:
    return str(localize_input(value)) if isinstance(value, Decimal) else "" if value is None else str(value)
