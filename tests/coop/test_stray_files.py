"""A file whose transaction failed stays on the disk until the operator removes what no row names."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from tasks.models import Evidence
from tests import factories

DAYS = 24 * 60 * 60


def stray_files(*options):
    said = StringIO()
    call_command("stray_files", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def age(file, days):
    then = time.time() - days * DAYS
    os.utime(file, (then, then))


def evidence_that_fails(minh, occurrence) -> Path:
    """Minh's report breaks after its file was written."""
    with transaction.atomic():
        path = Path(factories.evidence_on(occurrence, minh).file.path)
        transaction.set_rollback(True)
    return path


def test_the_file_of_a_report_that_failed_is_listed_and_then_removed_and_no_other(db, media):
    minh, occurrence = factories.minh(), factories.occurrence()
    document = factories.document(occurrence.task.plan.agreement)
    stray, fresh = (evidence_that_fails(minh, occurrence) for _ in range(2))
    kept = [Path(factories.evidence_on(occurrence, minh).file.path), Path(document.file.path)]
    foreign = media / "của quản trị.txt"
    foreign.touch()
    for file in (stray, foreign, *kept):
        age(file, days=2)

    listed = stray_files()
    assert (f"evidence/{stray.name}" in listed, fresh.name in listed) == (True, False)
    assert stray.exists()

    assert "1 tệp đã xóa" in stray_files("--remove")
    assert not stray.exists()
    assert all(file.exists() for file in (fresh, foreign, *kept))
    assert Evidence.objects.count() == 1
    assert "0 tệp" in stray_files()
