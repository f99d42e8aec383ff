"""Who did it, as a column: the person stays in the data as long as the act does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def person(verbose_name: Any, **options: Any) -> models.ForeignKey:
    """A column for who did something: nobody who did can be deleted, and a user has no list of such rows."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )
