"""Two people at once, on PostgreSQL: one wins, the other is told, nothing doubles."""

import threading
import uuid
from collections.abc import Callable
from functools import partial
from time import monotonic, sleep
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

from agreements.models import Field, Role
from coop.shared.events import Event
from tasks.actions.changing import fingerprint
from tasks.actions.classifying import mark_key, set_field
from tasks.actions.directing import give_directive
from tasks.actions.extending import ask_extension, decide_extension
from tasks.actions.reassigning import Place, reassign, reassignments
from tasks.actions.refusal import RefusedError
from tasks.actions.reporting import contribute, report_progress
from tasks.actions.saving_filters import change_filter, delete_filter, mark_seen, save_filter
from tasks.actions.verifying import accept, accept_many, send_back
from tasks.imports.confirming import confirm
from tasks.imports.correcting import choose_field, correct, leave_out
from tasks.imports.reading import Meant
from tasks.imports.staging import stage
from tasks.imports.undoing import undo
from tasks.models import (
    AnnualReport,
    Assignment,
    ImportBatch,
    Occurrence,
    ProgressUpdate,
    SavedFilter,
    Task,
    Verification,
)
from tasks.reports.annual import scope_of
from tasks.reports.drafting import write_report
from tasks.states import Status
from tests import factories
from tests.strict_client import StrictClient

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time; this is about PostgreSQL"
)
TABLES = [
    model._meta.db_table for app in ("agreements", "tasks") for model in apps.get_app_config(app).get_models()
]
PAPER = "Nội dung;Đơn vị chủ trì;Thời gian thực hiện\nTổ chức hội nghị;Sở Y tế;Năm 2024\n".encode()


@pytest.fixture(autouse=True)
def real_transactions(transactional_db):
    """Threads have connections of their own and see only what was committed."""


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the refusal that it met. Any other error fails the test.

    The tables are closed for writing until every act waits to write (or was refused): so they do meet.
    """
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(TABLES)} IN SHARE MODE")
        for thread in threads:
            thread.start()
        wait_until(lambda: waiting(cursor) + refused_at_once(threads) == len(acts))
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, RefusedError):
            raise result
    return results


def refused_at_once(threads: list[threading.Thread]) -> int:
    """How many acts have ended: one that is refused before it writes waits for nobody."""
    return sum(not thread.is_alive() for thread in threads)


def waiting(cursor: Any) -> int:
    """How many sessions wait for a lock."""
    cursor.execute("SELECT pg_stat_clear_snapshot()")
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    return cursor.fetchone()[0]


def wait_until(happened: Callable[[], bool]) -> None:
    latest = monotonic() + 20
    while not happened():
        assert monotonic() < latest, "the acts did not meet"
        sleep(0.01)


def told(results):
    return [result for result in results if isinstance(result, RefusedError)]


def colleague():
    """A second person in the unit of Minh."""
    return factories.person("tam", Role.STAFF, factories.unit("Sở Nông nghiệp và Môi trường"))


def report(by, occurrence, **values):
    seat = by.memberships.get().unit
    return lambda: report_progress(by=by, occurrence=occurrence, on_behalf_of=seat, **values)


@pytest.mark.parametrize("version", [None, 1])
def test_two_verifiers_decide_once(version):
    waiting = factories.reported(factories.minh(), factories.occurrence())
    lan, huong = factories.lan(), factories.huong()

    results = at_once(
        lambda: accept(by=lan, occurrence=waiting, version=version),
        lambda: send_back(by=huong, occurrence=waiting, reason="Thiếu biên bản.", version=version),
    )

    assert len(told(results)) == 1
    decision = Verification.objects.get().decision
    waiting.refresh_from_db()
    expected = {"accept": Status.COMPLETED, "return": Status.IN_PROGRESS}
    assert waiting.status == expected[decision]
    assert Event.objects.filter(verb__in=["accept", "send_back"]).count() == 1


def test_of_two_who_report_on_the_same_version_one_is_told():
    occurrence = factories.occurrence()

    results = at_once(
        report(factories.minh(), occurrence, percent=40, version=0),
        report(colleague(), occurrence, percent=60, version=0),
    )

    assert len(told(results)) == 1
    update = ProgressUpdate.objects.get()
    occurrence.refresh_from_db()
    assert (occurrence.percent, occurrence.version) == (update.percent, 1)


def test_two_who_report_without_a_form_both_count_in_turn():
    occurrence = factories.occurrence()

    results = at_once(
        report(factories.minh(), occurrence, percent=40), report(colleague(), occurrence, percent=60)
    )

    assert not told(results)
    occurrence.refresh_from_db()
    assert (occurrence.version, occurrence.history.count()) == (2, 3)


@pytest.mark.parametrize("complete", [False, True])
def test_the_same_form_sent_thrice_at_once_is_one_report(complete):
    occurrence = factories.occurrence()
    form = {"complete": complete, "result": "Xong.", "version": 0, "submission_key": uuid.uuid4()}
    act = report(factories.minh(), occurrence, **form)

    results = at_once(act, act, act)

    assert len(set(results)) == 1
    assert ProgressUpdate.objects.get() == results[0]
    assert Event.objects.count() == 1


def test_the_same_note_sent_twice_at_once_is_one_note():
    occurrence = factories.occurrence(partners=["Sở Công Thương"])
    yen = factories.person("yen", Role.STAFF, factories.unit("Sở Công Thương"))
    seat, key = yen.memberships.get().unit, uuid.uuid4()

    def act():
        return contribute(
            by=yen, occurrence=occurrence, on_behalf_of=seat, result="Đã góp ý.", submission_key=key
        )

    first, second = at_once(act, act)

    assert first == second
    assert (ProgressUpdate.objects.count(), Event.objects.count()) == (1, 1)


def test_a_retry_of_the_same_post_is_answered_like_the_first():
    occurrence, minh = factories.occurrence(), factories.minh()
    form = {
        "on_behalf_of": minh.memberships.get().unit_id,
        "complete": "no",
        "percent": 30,
        "result": "Đã khảo sát.",
        "version": 0,
        "submission_key": str(uuid.uuid4()),
    }
    page = reverse("occurrence-report", args=[occurrence.pk])
    clients = [StrictClient(), StrictClient()]
    for client in clients:
        client.force_login(minh)

    answers = at_once(*(lambda client=client: client.post(page, form) for client in clients))

    done = reverse("task-detail", args=[occurrence.task_id])
    assert [answer.headers.get("Location") for answer in answers] == [done, done]
    assert ProgressUpdate.objects.count() == 1


def test_a_report_and_the_sending_back_of_the_one_before_do_not_cross():
    minh = factories.minh()
    waiting, huong = factories.reported(minh, factories.occurrence()), factories.huong()

    results = at_once(
        lambda: send_back(by=huong, occurrence=waiting, reason="Thiếu biên bản.", version=1),
        report(minh, waiting, complete=True, result="Bổ sung biên bản.", version=1),
    )

    assert len(told(results)) == 1
    assert Occurrence.objects.get().status == Status.IN_PROGRESS
    assert ProgressUpdate.objects.count() == 1


def test_one_wish_for_more_time_waits_and_is_decided_once():
    occurrence, minh, tam = factories.occurrence(), factories.minh(), colleague()
    lan, huong = factories.lan(), factories.huong()

    def ask(by):
        return ask_extension(
            by=by,
            occurrence=occurrence,
            on_behalf_of=by.memberships.get().unit,
            new_due_on=factories.PLAN_END,
            reason="Chờ vốn.",
        )

    assert len(told(at_once(lambda: ask(minh), lambda: ask(tam)))) == 1
    wish = occurrence.extensions.get()
    decided = at_once(
        lambda: decide_extension(by=lan, extension=wish, grant=True),
        lambda: decide_extension(by=huong, extension=wish, grant=False, note="Không."),
    )
    assert len(told(decided)) == 1
    wish.refresh_from_db()
    moved = Occurrence.objects.get().due_on == factories.PLAN_END
    assert moved == (wish.decision == "granted")


def test_two_confirmations_of_one_upload_make_its_tasks_once():
    plan, lan = factories.plan(), factories.lan()
    batch = stage(by=lan, plan=plan, name="phu-luc.csv", content=PAPER)

    results = at_once(*[lambda: confirm(by=lan, batch=batch)] * 2)

    assert len(told(results)) == 1
    assert Task.objects.count() == 1


def stage_two_rows():
    content = PAPER + "Ký kết chương trình;Sở Y tế;Năm 2024\n".encode()
    return stage(by=None, plan=factories.plan(), name="phu-luc.csv", content=content)


def test_two_uploads_of_one_paper_confirmed_at_once_make_its_tasks_once():
    plan, lan = factories.plan(), factories.lan()
    first, second = (stage(by=lan, plan=plan, name="phu-luc.csv", content=PAPER) for _ in range(2))

    results = at_once(lambda: confirm(by=lan, batch=first), lambda: confirm(by=lan, batch=second))

    assert len(told(results)) == 1
    assert Task.objects.count() == 1
    assert ImportBatch.objects.filter(status="confirmed").count() == 1


def test_an_upload_while_another_is_confirmed_sees_all_of_it_or_is_read_again():
    plan, lan = factories.plan(), factories.lan()
    first = stage(by=lan, plan=plan, name="phu-luc.csv", content=PAPER)

    def upload_and_confirm():
        return confirm(by=lan, batch=stage(by=lan, plan=plan, name="phu-luc.csv", content=PAPER))

    at_once(lambda: confirm(by=lan, batch=first), upload_and_confirm)

    assert Task.objects.count() == 1


def chi():
    """A vice-chair of Lâm Đồng."""
    return factories.person("chi", Role.LEADER, factories.unit("Văn phòng UBND tỉnh"))


BUILT_ON_A_TASK = {
    "report": lambda lan, hanh, task: report(hanh, task.occurrences.get(), percent=10),
    "directive": lambda lan, hanh, task: partial(
        give_directive, by=chi(), task=task, text="Xong trong quý I."
    ),
    "key": lambda lan, hanh, task: partial(mark_key, by=lan, tasks=[task], is_key=True),
    "unit": lambda lan, hanh, task: reassignment(lan, [task], "Sở Công Thương"),
}


@pytest.mark.parametrize("what", BUILT_ON_A_TASK)
def test_an_import_is_undone_or_built_upon_and_never_both(what):
    plan, lan = factories.plan(), factories.lan()
    batch = stage(by=lan, plan=plan, name="phu-luc.csv", content=PAPER)
    confirm(by=lan, batch=batch)
    hanh = factories.person("hanh", Role.STAFF, factories.unit("Sở Y tế"))

    results = at_once(lambda: undo(by=lan, batch=batch), BUILT_ON_A_TASK[what](lan, hanh, Task.objects.get()))

    assert len(told(results)) == 1
    batch.refresh_from_db()
    assert Task.objects.exists() == (batch.status == ImportBatch.Status.CONFIRMED)


def test_a_row_is_left_out_before_its_import_is_confirmed_or_not_at_all():
    """Hoa leaves a row out while a long confirmation of Lan is under way."""
    lan, hoa, batch = factories.lan(), colleague(), stage_two_rows()
    row, results = batch.rows.get(position=2), []

    def try_to_leave_out() -> None:
        try:
            results.append(leave_out(by=hoa, row=row, out=True))
        except RefusedError as refusal:
            results.append(refusal)
        finally:
            connection.close()

    hoas_click = threading.Thread(target=try_to_leave_out)

    def meanwhile(_done: int) -> None:
        hoas_click.start()
        with connection.cursor() as cursor:
            wait_until(lambda: waiting(cursor) == 1 or not hoas_click.is_alive())

    done = confirm(by=lan, batch=batch, on_progress=meanwhile)
    hoas_click.join()

    assert (done.created, len(told(results))) == (2, 1)
    assert set(batch.rows.values_list("task", flat=True)) == set(Task.objects.values_list("pk", flat=True))
    undo(by=lan, batch=batch)
    assert not Task.objects.exists()


def test_a_field_that_is_chosen_and_a_row_that_is_corrected_at_once_both_hold():
    lan, hoa, field = factories.lan(), colleague(), Field.objects.get(code="du-lich")
    first, second = stage_two_rows().rows.order_by("position")

    at_once(
        lambda: choose_field(by=lan, row=first, field=field),
        lambda: correct(by=hoa, row=second, meant=Meant(timeframe="Năm 2025")),
    )

    second.refresh_from_db()
    assert (second.reading["field"], second.reading["meant"]["timeframe"]) == (field.pk, "Năm 2025")


# Several at once


def queue(length=3):
    """Reports of Minh that wait."""
    made, minh = factories.plan(), factories.minh()
    for _ in range(length):
        factories.reported(minh, factories.occurrence(of=factories.task(made)))
    return list(ProgressUpdate.objects.order_by("pk"))


def three_tasks():
    made = factories.plan()
    return [factories.task(made) for _ in range(3)]


def reassignment(by, tasks, name):
    """The act that a page with this preview would send."""
    to_unit = factories.unit(name)
    chosen = Task.objects.filter(pk__in=[task.pk for task in tasks]).for_change()
    seen = fingerprint(reassignments(chosen, place=Place(), to_unit=to_unit))
    return lambda: reassign(by=by, tasks=tasks, to_unit=to_unit, reason="Theo thông báo.", seen=seen)


def test_two_who_confirm_the_same_queue_confirm_every_report_once():
    reports, lan, huong = queue(), factories.lan(), factories.huong()

    first, second = at_once(
        lambda: accept_many(by=lan, reports=reports), lambda: accept_many(by=huong, reports=reports[::-1])
    )

    assert sorted([len(first.accepted), len(second.accepted)]) == [0, 3]
    assert sorted([len(first.refused), len(second.refused)]) == [0, 3]
    assert (Verification.objects.count(), Event.objects.filter(verb="accept").count()) == (3, 3)


def test_the_same_confirmations_sent_twice_at_once_are_told_as_done():
    reports, huong = queue(), factories.huong()

    results = at_once(*[lambda: accept_many(by=huong, reports=reports)] * 2)

    assert sorted((len(told.accepted), len(told.before), len(told.refused)) for told in results) == [
        (0, 3, 0),
        (3, 0, 0),
    ]
    assert Verification.objects.count() == 3


def test_a_report_that_comes_in_during_a_reassignment_or_before_it_stops_one_of_the_two():
    tasks, lan, minh = three_tasks(), factories.lan(), factories.minh()

    results = at_once(
        reassignment(lan, tasks, "Sở Y tế"), report(minh, factories.occurrence(tasks[1]), percent=40)
    )

    assert len(told(results)) == 1
    reassigned = Assignment.objects.filter(unit__name="Sở Y tế").count()
    assert (reassigned, ProgressUpdate.objects.count()) in [(3, 0), (0, 1)]
    assert Event.objects.filter(verb="reassign").count() == reassigned


def test_a_report_that_comes_in_while_a_field_is_set_stops_nobody():
    tasks, lan, minh = three_tasks(), factories.lan(), factories.minh()
    field = Field.objects.get(code="du-lich")

    results = at_once(
        lambda: set_field(by=lan, tasks=tasks, field=field),
        report(minh, factories.occurrence(tasks[1]), percent=40),
    )

    assert not told(results)
    assert (Task.objects.filter(field=field).count(), ProgressUpdate.objects.count()) == (3, 1)


def test_two_who_reassign_the_same_tasks_in_another_order_do_not_lock_each_other_out():
    tasks, lan = three_tasks(), factories.lan()
    hoa = factories.person("hoa", Role.SECRETARIAT, factories.unit("Sở Tài chính"))

    results = at_once(reassignment(lan, tasks, "Sở Y tế"), reassignment(hoa, tasks[::-1], "Sở Công Thương"))

    assert len(told(results)) == 1
    assert len(set(Assignment.objects.values_list("unit__name", flat=True))) == 1
    assert Event.objects.filter(verb="reassign").count() == 3


@pytest.mark.parametrize("times", [2, 3])
def test_the_same_bulk_form_sent_several_times_at_once_changes_every_task_once(times):
    tasks, lan = three_tasks(), factories.lan()
    act = reassignment(lan, tasks, "Sở Y tế")

    results = at_once(*[act] * times)

    assert sorted(done.changed for done in results) == [0] * (times - 1) + [3]
    assert (Event.objects.count(), Assignment.history.filter(history_type="~").count()) == (3, 3)


def test_key_tasks_marked_by_two_at_once_are_marked_once():
    tasks, lan = three_tasks(), factories.lan()

    results = at_once(
        lambda: mark_key(by=lan, tasks=tasks, is_key=True),
        lambda: mark_key(by=lan, tasks=tasks[::-1], is_key=True),
    )

    assert sorted((done.changed, done.same) for done in results) == [(0, 3), (3, 0)]
    assert Task.history.filter(history_type="~").count() == 3


def test_an_import_that_is_confirmed_during_a_bulk_change_waits_for_its_plan():
    tasks, lan = three_tasks(), factories.lan()
    batch = stage(by=lan, plan=tasks[0].plan, name="phu-luc.csv", content=PAPER)

    results = at_once(
        lambda: mark_key(by=lan, tasks=tasks[::-1], is_key=True), lambda: confirm(by=lan, batch=batch)
    )

    assert not told(results)
    assert (Task.objects.filter(is_key=True).count(), Task.objects.count()) == (3, 4)


def test_two_reports_that_are_issued_at_once_do_not_bear_one_number():
    lan, made = factories.lan(), factories.agreement()
    drafts = [factories.draft_report(lan, made, year=year) for year in (2023, 2024)]

    results = at_once(*[partial(factories.frozen, lan, draft, number=7) for draft in drafts])

    assert len(told(results)) == 1
    assert AnnualReport.objects.filter(number=7).count() == 1


def test_an_issued_report_that_two_correct_at_once_has_one_correction():
    lan = factories.lan()
    issued = factories.issued_report(lan)
    correct = partial(write_report, by=lan, scope=scope_of(issued), replaces=issued)

    assert len(told(at_once(correct, correct))) == 1
    assert AnnualReport.objects.filter(replaces=issued).count() == 1


def test_a_saved_filter_that_is_deleted_changed_and_seen_at_once_is_gone():
    lan = factories.lan()
    save_filter(by=lan, of_list="tasks", name="Quá hạn", query="assessment=overdue")
    windows = [SavedFilter.objects.get() for _ in range(3)]

    results = at_once(
        partial(delete_filter, by=lan, saved=windows[0]),
        partial(change_filter, by=lan, saved=windows[1], name="Quá hạn 2024", unit=None),
        partial(mark_seen, by=lan, saved=windows[2:], ids=[1]),
    )

    assert len(told(results)) <= 1
    assert not SavedFilter.objects.exists()


def test_a_bulk_post_and_its_retry_are_answered_alike():
    tasks, lan = three_tasks(), factories.lan()
    page, chosen = reverse("tasks-key"), {"task": [task.pk for task in tasks], "is_key": "yes", "back": ""}
    clients = [StrictClient(), StrictClient()]
    for client in clients:
        client.force_login(lan)
    form = chosen | {"seen": clients[0].get(page, chosen).context["seen"]}

    answers = at_once(*(lambda client=client: client.post(page, form) for client in clients))

    assert [answer.headers.get("Location") for answer in answers] == [reverse("task-list")] * 2
    assert Event.objects.filter(verb="mark_key").count() == 3


@pytest.mark.parametrize("writes_first", ["task", "period"])
def test_a_period_made_while_its_task_changes_bears_what_the_task_says_in_the_end(writes_first):
    task, field = factories.task(), Field.objects.first()
    acts = {
        "task": lambda: Task.objects.filter(pk=task.pk).update(field=field),
        "period": lambda: Occurrence.objects.create(task=task, period_key="new"),
    }
    first = acts.pop(writes_first)
    [second] = acts.values()

    def then() -> None:
        second()
        connection.close()

    thread = threading.Thread(target=then)
    with transaction.atomic(), connection.cursor() as cursor:
        first()
        thread.start()
        wait_until(lambda: waiting(cursor) == 1)
    thread.join()

    assert set(task.occurrences.values_list("field", flat=True)) == {field.pk}
