"""A short explanation beside a word of the domain, with the way to the glossary."""

from __future__ import annotations

from typing import Any

from django import template

from tasks.glossary import BY_KEY

register = template.Library()


@register.inclusion_tag("ui/explain.html")
def explain(key: str) -> dict[str, Any]:
    """Raises KeyError for a word that the glossary does not have."""
    return {"term": BY_KEY[key]}
