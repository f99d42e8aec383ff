"""The timeline of a task: who, when, what, from what to what, newest first."""

import datetime as dt

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import translation

from agreements.models import Role
from coop.shared.events import record
from tasks.actions.directing import answer_directive, give_directive
from tasks.actions.extending import ask_extension, decide_extension
from tasks.actions.reporting import contribute
from tasks.actions.stopping import stop_or_resume
from tasks.actions.verifying import accept, send_back
from tasks.history import history_of
from tasks.states import Move
from tests import factories


@pytest.fixture
def occurrence(db):
    return factories.occurrence(partners=["Sở Công Thương"])


def told(occurrence):
    with translation.override("en"):
        return [(act.title, act.text) for act in history_of(occurrence.task)]


def test_a_report_that_was_sent_back_and_confirmed_is_told_newest_first(occurrence):
    minh, huong = factories.minh(), factories.huong()
    factories.reported(minh, occurrence)
    send_back(by=huong, occurrence=occurrence, reason="Thiếu biên bản.")
    factories.reported(minh, occurrence)
    accept(by=huong, occurrence=occurrence, note="Đủ hồ sơ.")

    waits = "completion reported, waiting for confirmation"
    assert told(occurrence) == [
        ("Huong (mẫu): confirm", f"{waits} → completed; Đủ hồ sơ."),
        ("Minh (mẫu): report completion", f"in progress → {waits}; Sở Nông nghiệp và Môi trường"),
        ("Huong (mẫu): send back", f"{waits} → in progress; Thiếu biên bản."),
        ("Minh (mẫu): report completion", f"not started → {waits}; Sở Nông nghiệp và Môi trường"),
    ]


def test_dates_that_move_are_told_from_old_to_new_with_the_words_of_both_sides(occurrence):
    minh, huong = factories.minh(), factories.huong()
    seat, later = minh.memberships.get().unit, dt.date(2025, 6, 30)
    wish = ask_extension(
        by=minh, occurrence=occurrence, on_behalf_of=seat, new_due_on=later, reason="Chờ vốn."
    )
    decide_extension(by=huong, extension=wish, grant=True, note="Lần cuối.")

    assert told(occurrence) == [
        ("Huong (mẫu): grant more time", "31/12/2024 → 30/06/2025; Lần cuối."),
        ("Minh (mẫu): ask for more time", "31/12/2024 → 30/06/2025; Chờ vốn."),
    ]


def test_directives_answers_notes_and_stops_are_told(occurrence):
    chi = factories.person("chi", Role.LEADER, factories.unit("Văn phòng UBND tỉnh"))
    yen = factories.person("yen", Role.STAFF, factories.unit("Sở Công Thương"))
    directive = give_directive(by=chi, task=occurrence.task, text="Làm gấp.")
    answer_directive(by=factories.minh(), directive=directive, answer="Đã rõ.")
    contribute(by=yen, occurrence=occurrence, on_behalf_of=yen.memberships.get().unit, result="Đã góp ý.")
    stop_or_resume(by=factories.lan(), occurrence=occurrence, move=Move.PAUSE, reason="Chờ vốn.")

    assert told(occurrence) == [
        ("Lan (mẫu): pause", "not started → paused; Chờ vốn."),
        ("Yen (mẫu): note of a partner unit", "Sở Công Thương"),
        ("Minh (mẫu): answer to a directive", "Đã rõ."),
        ("Chi (mẫu): directive", "Làm gấp."),
    ]


def test_the_time_is_that_of_viet_nam_and_the_program_is_named_as_such(occurrence):
    with time_machine.travel("2024-12-31 18:05Z", tick=False):
        record(by=None, verb="nhắc việc", target=occurrence.task)

    act = history_of(occurrence.task)[0]
    assert act.when == "01/01/2025 01:05"
    assert "nhắc việc" in act.title
    assert "None" not in act.title


def test_a_period_without_a_date_is_called_so_in_the_language_of_who_reads(occurrence):
    """Whatever language the writer had on."""
    undated = factories.occurrence(factories.task(content="Không nêu hạn", timeframe=""))
    with translation.override("en"):
        factories.reported(factories.minh(), undated)
        in_english = history_of(undated.task)[0].period
    with translation.override("vi"):
        in_vietnamese = history_of(undated.task)[0].period

    assert (in_english, in_vietnamese) == ("no date yet", "chưa có thời hạn")


def test_the_acts_on_another_task_are_not_among_them(occurrence):
    factories.reported(factories.minh(), factories.occurrence())

    assert history_of(occurrence.task) == []


def test_what_was_written_keeps_its_small_letter_and_what_the_program_tells_may_have_a_great_one(occurrence):
    """The style sheet gives the great one, not to what is marked as written."""
    lan = factories.lan()
    record(by=lan, verb="import_appendix", target=occurrence.task, after={"file": "phu-luc.docx"})
    stop_or_resume(by=lan, occurrence=occurrence, move=Move.PAUSE, reason="chờ kinh phí")

    page = render_to_string("ui/timeline.html", {"items": history_of(occurrence.task)})

    marked = 'class="timeline__text as-written"'
    assert page.count("timeline__text") == 2
    assert f"{marked}>phu-luc.docx" in page
    assert page.count(marked) == 1
