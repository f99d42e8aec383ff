"""A long report, laid out by the worker (`manage.py db_worker`) while the person may leave the page."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.utils.translation import gettext as _
from django_tasks import task

from agreements.models import Agreement, Province
from coop.shared.dates import year_period
from coop.shared.documents.content import OfficialDocument
from coop.shared.documents.pdf import write_pdf
from coop.shared.documents.stored import to_json
from coop.shared.progress import Progress, at_work, forget, tell, told, wait_for_worker
from tasks.actions.refusal import RefusedError
from tasks.models import AnnualReport
from tasks.reports.annual import annual_report, document_of, scope_of
from tasks.reports.facts import gather
from tasks.reports.issuing import issue_report
from tasks.reports.scope import Scope

_MINUTES_KEPT = 60

Kept = AnnualReport | Scope  # a report of ours; or what data gives for a year of an agreement at once
OnProgress = Callable[[int], None]


def is_long(document: OfficialDocument) -> bool:
    """More rows than a person waits for."""
    return document.row_count > settings.ROWS_AT_ONCE


def progress_of(paper: Kept) -> Progress | None:
    """How far the worker is; None where nothing was asked for, or it has told nothing for ten minutes."""
    return told(_work(paper))


def made_pdf(document: OfficialDocument) -> bytes | None:
    """The PDF of just this paper, where the worker has made it within the hour."""
    return caches["progress"].get(_mark(document))


def make_later(*, paper: Kept, document: OfficialDocument) -> None:
    """Asks the worker for the PDF, which `made_pdf` has when it is done."""
    wait_for_worker(_work(paper), total=document.row_count)
    if isinstance(paper, AnnualReport):
        make_now.enqueue(report=paper.pk)
    elif paper.agreement:
        make_year_now.enqueue(
            agreement=paper.agreement.pk,
            province=paper.province.pk,
            year=paper.period.start.year,
            cut_off_on=paper.cut_off_on.isoformat(),
        )


def issue_later(
    *, by: Any, report: AnnualReport, rows: int, version: int, number: int, issued_on: dt.date, seen: bool
) -> None:
    """As `issuing.issue_report`; what is refused is told by `progress_of`. Asked for again while it is at
    work, it is made once.
    """
    working = progress_of(report)
    if working and not working.problem:
        return
    wait_for_worker(_work(report), total=rows)
    day = issued_on.isoformat()
    issue_now.enqueue(by=by.pk, report=report.pk, version=version, number=number, issued_on=day, seen=seen)


@task()
def make_now(report: int) -> None:
    """The draft as it stands when the worker comes to it."""

    found = AnnualReport.objects.for_list().get(pk=report)
    _do(lambda told: _make(document_of(found, found.parts.all(), gather(scope_of(found))), told), found)


@task()
def make_year_now(agreement: int, province: int, year: int, cut_off_on: str) -> None:
    """By ids, and the cut-off day in ISO form: what is queued is JSON."""
    scope = Scope(
        Agreement.objects.get(pk=agreement),
        Province.objects.get(pk=province),
        year_period(year),
        dt.date.fromisoformat(cut_off_on),
    )
    _do(lambda told: _make(annual_report(scope), told), scope)


def _make(document: OfficialDocument, on_progress: OnProgress) -> None:
    caches["progress"].set(_mark(document), write_pdf(document, on_progress), _MINUTES_KEPT * 60)


@task()
def issue_now(by: int, report: int, version: int, number: int, issued_on: str, seen: bool) -> None:
    """Nothing where it has been issued meanwhile: two that were asked for at once end as one."""
    found = AnnualReport.objects.for_list().get(pk=report)
    issue = partial(
        issue_report,
        by=get_user_model().objects.get(pk=by),
        report=found,
        version=version,
        number=number,
        issued_on=dt.date.fromisoformat(issued_on),
        seen=seen,
    )
    if found.is_draft:
        _do(lambda told: issue(on_progress=told), found)
    else:
        forget(_work(found))


def _do(act: Callable[[OnProgress], object], paper: Kept) -> None:
    before = progress_of(paper)
    total = before.total if before else 0
    try:
        with at_work(_work(paper)):
            act(lambda rows: tell(_work(paper), Progress(rows, max(rows, total))))
    except RefusedError as refusal:
        tell(_work(paper), Progress(problem=str(refusal)))
    except Exception:
        problem = _("The program made a mistake. Nothing was changed. Try again, or tell your administrator.")
        tell(_work(paper), Progress(problem=problem))
        raise
    else:
        forget(_work(paper))


def _work(paper: Kept) -> str:
    if isinstance(paper, AnnualReport):
        return f"report-{paper.pk}"
    agreement = paper.agreement.pk if paper.agreement else 0
    return f"report-of-{agreement}-{paper.province.pk}-{paper.period.start.year}"


def _mark(document: OfficialDocument) -> str:
    """Another word anywhere in the paper gives another mark."""
    return f"pdf-{hashlib.sha256(json.dumps(to_json(document)).encode()).hexdigest()}"
