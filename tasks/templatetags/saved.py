"""How every list shows the filters that people saved, also those lists that know nothing of tasks."""

from __future__ import annotations

from typing import Any

from django import template

from tasks.lists import list_at
from tasks.saved_filters import Shelf, shelf_of

register = template.Library()


@register.simple_tag(takes_context=True)
def saved_filters(context: dict[str, Any]) -> Shelf:
    """Of the list at this address. The page gives its `filter`, and the `day` where it shows a past one."""
    request = context["request"]
    here = list_at(request.resolver_match.url_name)
    return shelf_of(here, request.user, context["filter"], is_past=bool(context.get("day")))
