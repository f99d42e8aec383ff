"""Evidence is kept under a random name and handed out as an attachment only."""

import hashlib

import pytest
from django.urls import reverse

from agreements.models import Role
from coop.shared.uploads import PDF, check
from tasks.actions.reporting import report_progress
from tasks.models import Evidence
from tests import factories
from tests.coop.test_uploads import FILES, upload


def checked_pdf(name):
    return check(upload(name, FILES["pdf"]))


@pytest.fixture
def evidence(db):
    """A file that Minh sent."""
    minh, occurrence = factories.minh(), factories.occurrence()
    file = check(upload("Biên bản ký kết.pdf", FILES["pdf"]))
    seat = minh.memberships.get().unit
    report_progress(by=minh, occurrence=occurrence, on_behalf_of=seat, evidence=[file])
    return Evidence.objects.get()


def test_the_file_lies_under_a_random_name_with_its_sum(evidence):
    assert evidence.file.name.startswith("evidence/")
    assert "Bi" not in evidence.file.name
    assert "." not in evidence.file.name
    with evidence.file.open() as file:
        assert evidence.sha256 == hashlib.sha256(file.read()).hexdigest()
    assert (evidence.file_name, evidence.size) == ("Biên bản ký kết.pdf", len(FILES["pdf"]))


def test_who_may_see_the_task_gets_the_file_as_an_attachment(evidence, client_for):
    answer = client_for(factories.lan()).get(reverse("evidence-file", args=[evidence.pk]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == FILES["pdf"]


def test_for_another_province_the_file_does_not_exist(evidence, client_for):
    assert client_for(factories.khang()).get(reverse("evidence-file", args=[evidence.pk])).status_code == 404


def test_the_form_takes_files_and_says_what_is_wrong_with_one(client_for, db):
    minh, occurrence = factories.minh(), factories.occurrence()
    client, page = client_for(minh), reverse("occurrence-report", args=[occurrence.pk])
    form = {
        "on_behalf_of": minh.memberships.get().unit_id,
        "version": 0,
        "submission_key": "7a3d1a52-5b8a-4d6c-9d64-0f1f2a1e0b11",
        "complete": "no",
        "percent": 20,
        "result": "Đã khảo sát.",
    }

    with factories.writes():
        refused = client.post(page, form | {"evidence": upload("virus.pdf", b"MZ\x90\x00")})
    assert "virus.pdf" in refused.content.decode()
    assert "Đã khảo sát." in refused.content.decode()

    files = [upload("a.pdf", FILES["pdf"]), upload("b.png", FILES["png"])]
    with factories.writes(ProgressUpdate=1, Evidence=2, HistoricalOccurrence=1, Event=1):
        client.post(page, form | {"evidence": files})


def test_an_auditor_of_the_province_reads_the_file(evidence, client_for):
    auditor = factories.person("thu", Role.AUDITOR, factories.unit("Sở Tài chính"))

    answer = client_for(auditor).get(reverse("evidence-file", args=[evidence.pk]))
    assert b"".join(answer.streaming_content) == FILES["pdf"]
