"""A long report, laid out by the worker (`manage.py db_worker`) while the person may leave the page."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.utils.translation import gettext as _
from django_tasks import task

from coop.shared.documents.content import OfficialDocument
from coop.shared.documents.pdf import write_pdf
from coop.shared.documents.stored import to_json
from coop.shared.progress import Progress, forget, tell, told
from tasks.actions.refusal import RefusedError
from tasks.models import AnnualReport
from tasks.reports.annual import document_of, scope_of
from tasks.reports.facts import gather
from tasks.reports.issuing import issue_report

_MINUTES_KEPT = 60


def is_long(document: OfficialDocument) -> bool:
    """More rows than a person waits for."""
    return document.row_count > settings.ROWS_AT_ONCE


def progress_of(report: AnnualReport) -> Progress | None:
    return told(_work(report))


def made_pdf(document: OfficialDocument) -> bytes | None:
    """The PDF of just this paper, where the worker has made it within the hour."""
    return caches["progress"].get(_mark(document))


def make_later(*, report: AnnualReport, document: OfficialDocument) -> None:
    tell(_work(report), Progress(total=document.row_count))
    make_now.enqueue(report=report.pk)


def issue_later(
    *, by: Any, report: AnnualReport, rows: int, number: int, issued_on: dt.date, seen: bool
) -> None:
    """As `issuing.issue_report`; what is refused is told by `progress_of`."""
    tell(_work(report), Progress(total=rows))
    issue_now.enqueue(by=by.pk, report=report.pk, number=number, issued_on=issued_on.isoformat(), seen=seen)


@task()
def make_now(report: int) -> None:
    """The draft as it stands when the worker comes to it."""

    def make(found: AnnualReport, on_progress: Callable[[int], None]) -> None:
        document = document_of(found, found.parts.all(), gather(scope_of(found)))
        caches["progress"].set(_mark(document), write_pdf(document, on_progress), _MINUTES_KEPT * 60)

    _do(make, report)


@task()
def issue_now(by: int, report: int, number: int, issued_on: str, seen: bool) -> None:
    def issue(found: AnnualReport, on_progress: Callable[[int], None]) -> None:
        issue_report(
            by=get_user_model().objects.get(pk=by),
            report=found,
            number=number,
            issued_on=dt.date.fromisoformat(issued_on),
            seen=seen,
            on_progress=on_progress,
        )

    _do(issue, report)


def _do(act: Callable[[AnnualReport, Callable[[int], None]], None], pk: int) -> None:
    report = AnnualReport.objects.for_list().get(pk=pk)
    before = progress_of(report)
    total = before.total if before else 0
    try:
        act(report, lambda rows: tell(_work(report), Progress(rows, max(rows, total))))
    except RefusedError as refusal:
        tell(_work(report), Progress(problem=str(refusal)))
    except Exception:
        problem = _("The program made a mistake. Nothing was changed. Try again, or tell your administrator.")
        tell(_work(report), Progress(problem=problem))
        raise
    else:
        forget(_work(report))


def _work(report: AnnualReport) -> str:
    return f"report-{report.pk}"


def _mark(document: OfficialDocument) -> str:
    """Another word anywhere in the paper gives another mark."""
    return f"pdf-{hashlib.sha256(json.dumps(to_json(document)).encode()).hexdigest()}"
