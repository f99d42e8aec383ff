"""When and how the demo is loaded: once, into an empty installation, with passwords of its own."""

import datetime as dt
import os
import stat
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.models import Agreement
from coop.accounts.models import User
from tasks.appendix.readers import read
from tasks.appendix.rows import draft_rows
from tasks.demo import DemoRefusedError, load
from tasks.demo.calendar import Calendar, working_day
from tasks.demo.files import FOLDER
from tasks.models import Occurrence
from tasks.states import Assessment, Status, is_due_soon

TODAY = Calendar(dt.date(2026, 11, 21))


@pytest.fixture
def one_password(monkeypatch):
    monkeypatch.setitem(os.environ, "DEMO_PASSWORD", "mat-khau-thu-nghiem")


def run():
    out = StringIO()
    call_command("load_demo", force=True, stdout=out)
    return out.getvalue()


def number_of_rows():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_says_so(one_password):
    assert "mat-khau-thu-nghiem" in run()
    before = number_of_rows()
    assert "mat-khau-thu-nghiem" not in run()
    assert number_of_rows() == before
    assert load() is None


@pytest.mark.django_db
def test_it_keeps_out_of_data_that_is_not_its_own(one_password):
    Agreement.objects.create(title="Thỏa thuận có thật", signed_on="2024-01-02")
    with pytest.raises(CommandError):
        run()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_names_the_accounts_that_are_taken(one_password):
    User.objects.create(username="lan", full_name="Lan")
    with pytest.raises(DemoRefusedError, match="lan"):
        load()
    assert not Agreement.objects.exists()


@pytest.mark.django_db
def test_it_keeps_out_of_a_real_installation(settings, one_password):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo")
    assert not Agreement.objects.exists()


@pytest.mark.django_db
@pytest.mark.any_engine
def test_each_account_has_its_own_password_and_the_table_is_for_the_owner_alone(
    settings, tmp_path, monkeypatch
):
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.delitem(os.environ, "DEMO_PASSWORD", raising=False)
    printed = run()
    kept = settings.VAR_DIR / "demo-accounts.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    lines = kept.read_text(encoding="utf-8").splitlines()
    passwords = {line.split()[0]: line.split()[1] for line in lines}
    assert all(line in printed for line in lines)
    assert len(set(passwords.values())) == len(passwords) == User.objects.count()
    assert all(User.objects.get(username=name).check_password(word) for name, word in passwords.items())


@pytest.mark.django_db
def test_no_table_is_kept_where_the_environment_sets_the_password(settings, tmp_path, one_password):
    settings.VAR_DIR = tmp_path
    run()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.any_engine
@pytest.mark.parametrize("day", ["2026-12-31", "2027-01-04", "2027-06-16"])
def test_loaded_months_later_it_still_shows_every_assessment(day, one_password, settings):
    with time_machine.travel(f"{day} 09:00+07:00", tick=False):
        load()
        today = timezone.localdate()
        running = list(Occurrence.objects.filter(task__plan__number="DEMO-02/KH-UBND").assessed(today))
        waiting = Occurrence.objects.filter(status=Status.REPORTED).count()
    assert {one.assessment for one in running} == set(Assessment)
    assert any(is_due_soon(one.assessment, one.due_on, today, settings.DUE_SOON_DAYS) for one in running)
    assert waiting == 1


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("Trước ngày {day+11}", "Trước ngày 02/12/2026"),
        ("Tháng {month+0}", "Tháng 11/2026"),
        ("Tháng {month+2}", "Tháng 1/2027"),
        ("Tháng {month-11}", "Tháng 12/2025"),
        ("Năm {year}", "Năm 2026"),
        ("Quý II/2024", "Quý II/2024"),
    ],
)
def test_moving_words_follow_the_day_of_loading(printed, read_as):
    assert TODAY.words(printed) == read_as


def test_days_are_fixed_or_follow_today_or_the_due_date():
    assert TODAY.day("2024-11-26") == dt.date(2024, 11, 26)
    assert TODAY.day("today-3") == dt.date(2026, 11, 18)
    assert TODAY.day("due+8", dt.date(2026, 5, 31)) == dt.date(2026, 6, 8)
    with pytest.raises(ValueError, match="nothing is due"):
        TODAY.day("due+8")


def test_weekends_are_moved_to_the_friday_before():
    assert [working_day(dt.date(2026, 11, day)).day for day in (20, 21, 22, 23)] == [20, 20, 20, 23]


def test_the_sample_appendix_reads_the_same_from_word_and_excel():
    word, excel = (
        draft_rows(read(f"phu-luc-mau.{suffix}", (FOLDER / f"phu-luc-mau.{suffix}").read_bytes())).rows
        for suffix in ("docx", "xlsx")
    )
    printed = [(row.section, row.heading, row.ordinal, row.content, row.lead, row.timeframe) for row in word]
    assert printed == [
        (row.section, row.heading, row.ordinal, row.content, row.lead, row.timeframe) for row in excel
    ]
    assert len(printed) == 12
    assert {row.section for row in word} == {"I", "II", "III"}
