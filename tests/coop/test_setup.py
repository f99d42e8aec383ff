"""The test database itself: reference data is always there, and reading may not write. And: what a command
needs on a new machine it makes by itself.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse

from agreements.models import Field, Province, Unit
from tests.strict_client import assert_no_inline_code, refuse_writes

ROOT = Path(__file__).parents[2]


def reference_counts() -> tuple[int, int]:
    return Province.objects.count(), Unit.objects.count()


def test_every_test_finds_the_reference_data(db):
    provinces, units = reference_counts()

    assert provinces > 63
    assert units > 3000


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_reference_data_outlives_tests_with_real_transactions(turn):
    provinces, units = reference_counts()

    assert provinces > 63
    assert units > 3000


@pytest.mark.django_db(transaction=True)
def test_a_row_added_to_the_reference_data_gets_a_number_of_its_own():
    newest = Field.objects.order_by("-pk")[0]

    assert Field.objects.create(code="probe", name="Probe").pk > newest.pk


def test_a_write_while_a_page_is_read_fails_the_test(db):
    with connection.execute_wrapper(refuse_writes), pytest.raises(AssertionError, match="GET wrote"):
        Province.objects.update(code="99")


def test_a_session_may_be_written_while_a_page_is_read(db):
    with connection.execute_wrapper(refuse_writes):
        Session.objects.all().delete()
        reference_counts()


def page(body: str) -> HttpResponse:
    response = HttpResponse(body)
    response.request = {"PATH_INFO": "/page/"}
    return response


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<p class="a" style="color:red">',
        "<style>p {}</style>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        "{{ name }}",
        "{% url %}",
    ],
)
def test_inline_code_in_a_page_fails_the_test(body):
    with pytest.raises(AssertionError, match="/page/ holds"):
        assert_no_inline_code(page(body))


def test_scripts_and_styles_from_files_are_fine():
    assert_no_inline_code(page('<link rel="stylesheet" href="/a.css"><script defer src="/a.js"></script>'))


def test_the_linter_of_types_finds_settings_on_a_new_machine(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    told = ["make", "--just-print", "--old-file=.venv/.dev", "--old-file=node_modules/.dev", "lint"]
    done = subprocess.run(told, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "> .env" in done.stdout.partition("bin/lint.sh")[0], done.stderr
