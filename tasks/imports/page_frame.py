"""What all pages of the import have in common: the admin's frame, the review to which they lead, and which
imports a person may reach.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tasks.models import ImportBatch
from tasks.permissions.seeing import keepable_batches

Frame = Callable[[HttpRequest, str, Any, dict[str, Any]], HttpResponse]
REVIEW = "admin:tasks_importbatch_change"


def batch_or_404(request: HttpRequest, pk: int) -> ImportBatch:
    batch = keepable_batches(request.user).select_related("plan__agreement").filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch
