"""In the admin Lan selects agreements and prints their reports, by the code of the page of reports."""

import io
import zipfile

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from tests import factories
from tests.tasks.report_world import year_of_work

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
CHANGELIST = reverse("admin:agreements_agreement_changelist")


@pytest.fixture
def printed(lan, client_for):
    """What Lan gets when she prints these agreements in November 2024."""

    def printed(*agreements):
        form = {"action": "print_annual_report", "_selected_action": [one.pk for one in agreements]}
        with time_machine.travel("2024-11-15"):
            return client_for(lan).post(CHANGELIST, form)

    return printed


def test_one_agreement_is_the_file_that_the_page_of_reports_gives(printed):
    agreement = year_of_work().agreement

    assert printed(agreement).url == reverse("report-pdf", args=[agreement.pk, 2024])


def test_several_are_files_of_one_folder(printed):
    made, other, empty = year_of_work().agreement, factories.plan().agreement, factories.agreement()
    factories.task(other.plans.get())

    answer = printed(made, other, empty)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        files = {name: folder.read(name)[:4] for name in folder.namelist()}
    assert files == {f"bao-cao-{one.pk}-2024.pdf": b"%PDF" for one in (made, other)}


def test_what_nobody_should_wait_for_is_refused_and_so_is_nothing(printed, settings):
    plans = [year_of_work(), factories.plan()]
    factories.task(plans[1])
    settings.ROWS_AT_ONCE = 3

    assert said(printed(*(plan.agreement for plan in plans))).startswith("Các báo cáo này quá dài")
    assert said(printed(factories.agreement())).startswith("Hãy chọn những thỏa thuận")


def said(answer) -> str:
    assert answer.url == CHANGELIST
    (message,) = get_messages(answer.wsgi_request)
    return str(message)
