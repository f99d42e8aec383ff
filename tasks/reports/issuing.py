"""Issuing freezes a report: number, day, paper, data, PDF and its SHA-256."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Province
from coop.shared.documents.pdf import write_pdf
from coop.shared.events import record
from tasks.actions.refusal import require
from tasks.models import AnnualReport
from tasks.reports.annual import document_of, scope_of
from tasks.reports.checklist import checklist, lost_lines
from tasks.reports.drafting import locked_draft, require_seen
from tasks.reports.facts import gather
from tasks.reports.snapshot import snapshot_of


def issue_report(
    *,
    by: Any,
    report: AnnualReport,
    version: int,
    number: int,
    issued_on: dt.date,
    seen: bool = False,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> AnnualReport:
    """`version`: what the person looked at; `seen`: and at what the checklist says without stopping. The
    paper is made before the rows are locked, and nothing is kept when somebody changed the report since.
    Raises RefusedError, StaleError.
    """
    require_seen(report, version)
    report.number, report.issued_on = number, issued_on
    facts = gather(scope_of(report))
    parts = list(report.parts.all())
    findings = checklist(report, parts, facts)
    stopping = [finding.text for finding in findings if finding.stops]
    require(not stopping, " ".join(stopping))
    require(
        not lost_lines(parts, facts),
        _("Data has changed since the draft was last brought up to date: update the figures."),
    )
    require(seen or not findings, _("Say that you have seen what the checklist tells."))
    require(issued_on <= timezone.localdate(), _("A report is not issued on a day to come."))
    require(issued_on >= report.cut_off_on, _("A report is not issued before the day of its figures."))
    _require_free_number(report, number, issued_on)
    document = document_of(report, parts, facts)
    snapshot = snapshot_of(document, facts)
    return freeze(by, report, snapshot, write_pdf(document, on_progress))


@transaction.atomic
def freeze(by: Any, report: AnnualReport, snapshot: dict[str, Any], pdf: bytes) -> AnnualReport:
    """`report` says the number and day and which version of it the paper shows. A side issues one report
    after the other, so that no two take a number. Raises RefusedError.
    """
    Province.objects.select_for_update(no_key=True).get(pk=report.province_id)
    current = locked_draft(by, report)
    require_seen(current, report.version)
    _require_free_number(current, report.number, report.issued_on)
    current.number, current.issued_on = report.number, report.issued_on
    current.snapshot = snapshot
    current.pdf, current.sha256 = pdf, hashlib.sha256(pdf).hexdigest()
    current.status, current.issued_by = AnnualReport.Status.ISSUED, by
    current.save()
    record(
        by=by,
        verb="issue_report",
        target=current,
        after={"number": current.number, "issued_on": current.issued_on, "sha256": current.sha256},
    )
    return current


def _require_free_number(report: AnnualReport, number: Any, day: Any) -> None:
    """Numbers and symbols run through a year and a side. Raises RefusedError."""
    others = AnnualReport.objects.filter(
        province=report.province, symbol=report.symbol, number=number, issued_on__year=day.year
    )
    taken = others.exclude(pk=report.pk).exists()
    require(not taken, _("Another report of that year has this number already."))
