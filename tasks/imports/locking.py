"""An import, locked for an act on it.

Every act on an import, on one row of it as on all, takes the batch and then its plan before anything else:
acts on the imports of one plan wait for each other and never deadlock, and no row needs a lock of its own.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from tasks.actions.refusal import RefusedError
from tasks.models import ImportBatch


def locked(batch: int) -> ImportBatch:
    """The batch (by id) as it is now."""
    batches = ImportBatch.objects.select_for_update(of=("self", "plan"))
    return batches.select_related("plan__agreement", "plan__province").get(pk=batch)


def locked_waiting(batch: int, *, among: tuple[str, ...] = (ImportBatch.Status.STAGED,)) -> ImportBatch:
    """The same, while it waits for a person. Raises RefusedError."""
    current = locked(batch)
    if current.status not in among:
        raise RefusedError(_("This import is “%s” already.") % current.get_status_display())
    return current
