"""An OfficialDocument as JSON and back, so that a paper can be written again just as it was. No Django."""

from __future__ import annotations

import dataclasses
from typing import Any

from coop.shared.documents import content

_CLASS = "is"


def to_json(value: Any) -> Any:
    """Dataclasses of `content` with their name; tuples become lists."""
    if dataclasses.is_dataclass(value):
        fields = {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {_CLASS: type(value).__name__} | fields
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    return value


def from_json(value: Any) -> Any:
    """Without what a paper stored years ago has and papers no longer have. Raises AttributeError for a class
    that `content` does not know.
    """
    if isinstance(value, list):
        return tuple(from_json(one) for one in value)
    if isinstance(value, dict):
        class_of = getattr(content, value[_CLASS])
        known = {field.name for field in dataclasses.fields(class_of)}
        return class_of(**{name: from_json(one) for name, one in value.items() if name in known})
    return value
