"""What a browser sends of the lines on a page."""

from __future__ import annotations

from typing import Any


def as_sent(formset: Any, **typed: Any) -> dict[str, Any]:
    """Every box of the page with what stands in it, but for those that were typed anew."""
    boxes = [box for form in (formset.management_form, *formset) for box in form]
    shown = {box.html_name: "" if box.value() is None else str(box.value()) for box in boxes}
    assert typed.keys() <= shown.keys()
    return shown | typed
