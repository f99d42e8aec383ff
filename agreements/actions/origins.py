"""From which papers an agreement comes: its framework, what it renews, what it amends."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from agreements.models import Agreement
from agreements.models.agreement import origin_problems
from coop.shared.refusal import require
from coop.shared.saving import save_as


@transaction.atomic
def set_origins(*, by: Any, agreement: Agreement, **origins: Agreement | None) -> None:
    """`origins`: by relation; what is not named stays. The history of the agreement tells it, as it tells
    every column. Raises RefusedError where a paper does not fit (`agreements.origins`).
    """
    current = _locked(agreement)
    for relation, paper in origins.items():
        setattr(current, relation, paper)
    problems = origin_problems(current)
    require(not problems, " ".join(str(problem) for problem in problems.values()))
    save_as(current, by)


def _locked(agreement: Agreement) -> Any:
    """As it is now, with all papers locked: a circle can be closed by two who act on different ones."""
    list(Agreement.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return Agreement.objects.get(pk=agreement.pk)
