"""From which papers an agreement comes: its framework, what it renews, what it amends."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from agreements.models import Agreement
from agreements.models.agreement import origin_problems
from coop.shared.refusal import require


@transaction.atomic
def set_origins(
    *,
    by: Any,
    agreement: Agreement,
    parent: Agreement | None,
    renews: Agreement | None,
    amends: Agreement | None,
) -> None:
    """The history of the agreement tells it, as it tells every column. Raises RefusedError where a paper
    does not fit (`agreements.origins`).
    """
    list(Agreement.objects.select_for_update().order_by("pk").filter(pk=agreement.pk))
    agreement.parent, agreement.renews, agreement.amends = parent, renews, amends
    problems = origin_problems(agreement)
    require(not problems, " ".join(str(problem) for problem in problems.values()))
    row: Any = agreement
    row._history_user = by
    row.save()
