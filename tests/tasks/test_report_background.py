"""A long report is laid out by the worker; Lan sees how far it is, and may leave."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from coop.shared.progress import Progress, told
from tasks.reports.background import issue_now, progress_of
from tests import factories


@pytest.fixture(autouse=True)
def two_rows_are_long(settings):
    settings.ROWS_AT_ONCE = 1


@pytest.fixture
def report(lan):
    plan = factories.plan()
    for _ in range(2):
        factories.task(plan)
    return factories.draft_report(lan, plan.agreement)


@pytest.fixture
def window(lan, client_for):
    """What Lan sees in her browser."""
    return client_for(lan)


def work():
    """What waits is done, here and now."""
    for job in DBTaskResult.objects.ready():
        job.task.call(*job.task_result.args, **job.task_result.kwargs)


def test_the_pdf_of_a_long_draft_is_made_by_the_worker_and_fetched_then(report, window):
    making = reverse("report-making", args=[report.pk])
    file = reverse("report-file", args=[report.pk, "pdf"])
    assert window.get(file).url == making

    window.post(making)
    assert progress_of(report) == Progress(total=2)
    waiting = window.get(making, headers={"HX-Request": "true"}).content.decode()
    assert "0 trên 2 hàng" in waiting

    work()
    assert window.get(making, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert window.get(making).context["is_made"]
    assert window.get(file).content.startswith(b"%PDF")


def test_a_change_after_it_was_made_makes_it_anew(lan, report, window):
    making = reverse("report-making", args=[report.pk])
    window.post(making)
    work()
    part = report.parts.first()
    window.post(reverse("report-part", args=[report.pk, part.pk]), {"text": "Khác.", "version": part.version})

    assert not window.get(making).context["is_made"]


def test_a_long_report_of_a_year_is_made_by_the_worker_and_never_by_the_page(report, window):
    year = [report.agreement_id, 2024]
    making, file = reverse("report-pdf-making", args=year), reverse("report-pdf", args=year)
    assert window.get(file).url == making

    window.post(making)
    assert "0 trên 2 hàng" in window.get(making).content.decode()
    work()
    assert window.get(making).context["is_made"]
    assert window.get(file).content.startswith(b"%PDF")


def test_a_long_report_is_issued_by_the_worker_and_a_refusal_is_told(report, window):
    issue = reverse("report-issue", args=[report.pk])
    form = {"number": "7", "issued_on": "12/02/2025", "version": "0", "seen": "on"}

    assert window.post(issue, form | {"version": "9"}).url == reverse("report-making", args=[report.pk])
    work()
    assert "Người khác vừa thay đổi báo cáo" in told(f"report-{report.pk}").problem
    report.refresh_from_db()
    assert report.is_draft

    DBTaskResult.objects.all().delete()
    window.post(issue, form)
    window.post(issue, form)
    (job,) = DBTaskResult.objects.ready()
    work()
    issue_now.call(*job.task_result.args, **job.task_result.kwargs)
    report.refresh_from_db()
    assert (report.number, report.is_draft, progress_of(report)) == (7, False, None)
