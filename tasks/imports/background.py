"""A long confirmation, comparison or undoing, by the worker (`manage.py db_worker`): the person may leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django_tasks import task

from coop.shared.progress import Progress, at_work, forget, tell, told, wait_for_worker
from tasks.actions.refusal import RefusedError
from tasks.imports.comparing import compare_anew
from tasks.imports.confirming import confirm
from tasks.imports.undoing import undo
from tasks.models import ImportBatch


def is_long(batch: ImportBatch) -> bool:
    """More rows than a person waits for."""
    return batch.rows.count() > settings.ROWS_AT_ONCE


def progress_of(batch: ImportBatch) -> Progress | None:
    return told(_work(batch))


def confirm_later(*, by: Any, batch: ImportBatch, acknowledge_all: bool) -> None:
    """As `confirming.confirm`; what is refused is told by `progress_of`."""
    wait_for_worker(_work(batch), total=batch.rows.count())
    confirm_now.enqueue(by=by.pk, batch=batch.pk, acknowledge_all=acknowledge_all)


def undo_later(*, by: Any, batch: ImportBatch) -> None:
    """As `undoing.undo`; what is refused is told by `progress_of`."""
    wait_for_worker(_work(batch), total=batch.rows.count())
    undo_now.enqueue(by=by.pk, batch=batch.pk)


def compare_later(*, by: Any, batch: ImportBatch) -> None:
    """As `comparing.compare_anew`; what is refused is told by `progress_of`."""
    wait_for_worker(_work(batch), total=batch.rows.count())
    compare_now.enqueue(by=by.pk, batch=batch.pk)


@task()
def confirm_now(by: int, batch: int, acknowledge_all: bool) -> None:
    act = partial(confirm, acknowledge_all=acknowledge_all)
    _do(act, by, batch, wanted=ImportBatch.Status.CONFIRMED)


@task()
def undo_now(by: int, batch: int) -> None:
    _do(undo, by, batch, wanted=ImportBatch.Status.UNDONE)


@task()
def compare_now(by: int, batch: int) -> None:
    _do(compare_anew, by, batch, wanted=ImportBatch.Status.STAGED)


def _do(act: Callable[..., object], by: int, pk: int, *, wanted: str) -> None:
    """Of a button that was clicked twice the second job finds all done as wanted: that is no problem."""
    batch = ImportBatch.objects.get(pk=pk)
    total = batch.rows.count()
    try:
        with at_work(_work(batch)):
            act(
                by=get_user_model().objects.get(pk=by),
                batch=batch,
                on_progress=lambda done: tell(_work(batch), Progress(done, total)),
            )
    except RefusedError as refusal:
        if ImportBatch.objects.filter(pk=pk, status=wanted).exists():
            forget(_work(batch))
        else:
            tell(_work(batch), Progress(problem=str(refusal)))
    except Exception:
        problem = _("The program made a mistake. Nothing was changed. Try again, or tell your administrator.")
        tell(_work(batch), Progress(problem=problem))
        raise
    else:
        forget(_work(batch))


def _work(batch: ImportBatch) -> str:
    return f"import-{batch.pk}"
