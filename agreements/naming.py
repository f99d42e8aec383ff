"""By which name a list calls a province or unit: that of the day of signing, that of today, or both."""

from __future__ import annotations

from typing import Any

from agreements.models.unit import named_today

PARAMETER = "ten"
THEN, NOW = "khi-ky", "hien-nay"
STYLES = (THEN, NOW)


def named(asked: str, then: str, now: str | None) -> str:
    """`asked` stands in the address; what is no style gives both names. `now` is empty without an heir."""
    if asked == THEN:
        return then
    return now or then if asked == NOW else named_today(then, now)


def name_of(asked: str, body: Any) -> str:
    """Of a province or unit that was read with its heir."""
    heir = body.current_heir
    return named(asked, body.own_name, heir.own_name if heir else None)
