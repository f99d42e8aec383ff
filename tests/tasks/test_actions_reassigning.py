"""The secretariat gives the place of a unit in tasks to another one; the printed words stay as they are."""

import pytest

from agreements.models import Role
from tasks.actions.changing import fingerprint
from tasks.actions.reassigning import Place, holder_of, reassign, reassignments
from tasks.actions.reporting import report_progress
from tasks.actions.stopping import stop_or_resume
from tasks.actions.verifying import accept
from tasks.history import history_of
from tasks.imports.confirming import confirm
from tasks.imports.undoing import what_stands_in_the_way
from tasks.models import Assignment, Task
from tasks.states import Move
from tests import factories

FARMING = "Sở Nông nghiệp và Phát triển nông thôn"
ENVIRONMENT = "Sở Tài nguyên và Môi trường"
REASON = "Điều chỉnh theo Thông báo kết luận số 15/TB-UBND."
LEAD, PARTNER = Assignment.Role.LEAD, Assignment.Role.PARTNER


@pytest.fixture
def health(db):
    return factories.unit("Sở Y tế")


def hand_over(by, to_unit, *tasks, reason=REASON, **options):
    """(changed, so already, left out) of a reassignment."""
    done = reassign(by=by, tasks=tasks, to_unit=to_unit, reason=reason, **options)
    return done.changed, done.same, done.left_out


def units_of(task, role=LEAD):
    return [str(link) for link in Task.objects.get(pk=task.pk).assignments.filter(role=role)]


def seen(tasks, to_unit):
    """What the page keeps of its preview."""
    chosen = Task.objects.filter(pk__in=[task.pk for task in tasks]).for_change()
    return fingerprint(reassignments(chosen, place=Place(), to_unit=to_unit))


def in_words(task, words="Các sở, ban, ngành", role=LEAD):
    """The task is led by a group in its own words and by nobody else."""
    task.assignments.filter(role=role).delete()
    return Assignment.objects.create(task=task, role=role, words=words, is_group=True)


def test_each_task_gets_its_new_lead_its_history_row_and_its_event(lan, health):
    made = factories.plan()
    tasks = [factories.task(made) for _ in range(3)]

    with factories.writes(HistoricalAssignment=3, Event=3):
        assert hand_over(lan, health, *tasks) == (3, 0, 0)

    assert [units_of(task) for task in tasks] == [["Sở Y tế"]] * 3
    assert {row.history_user for row in Assignment.history.filter(history_type="~")} == {lan}


def test_the_printed_words_stay_and_the_history_tells_who_was_replaced_and_why(lan, health):
    task = factories.task()
    hand_over(lan, health, task)

    task.refresh_from_db()
    assert task.lead_text == FARMING
    assert history_of(task)[0].text == f"{FARMING} (nay là Sở Nông nghiệp và Môi trường) → Sở Y tế; {REASON}"


def test_who_led_reports_no_more_and_who_leads_now_does(lan, health):
    task, minh = factories.task(), factories.minh()
    mai = factories.person("mai", Role.STAFF, health)
    hand_over(lan, health, task)

    work = factories.occurrence(task)
    with factories.refused("Only a lead unit"):
        report_progress(by=minh, occurrence=work, on_behalf_of=minh.memberships.get().unit, percent=10)
    report_progress(by=mai, occurrence=work, on_behalf_of=health, percent=10)


def test_a_task_that_the_unit_leads_already_is_counted_and_nothing_is_written(lan, health):
    made = factories.plan()
    its_own, another = factories.task(made, leads=["Sở Y tế"]), factories.task(made)
    hand_over(lan, health, another)

    with factories.writes():
        assert hand_over(lan, health, its_own, another) == (0, 2, 0)


def test_the_heir_of_the_lead_unit_leads_already(lan):
    task = factories.task()

    with factories.writes():
        assert hand_over(lan, factories.unit("Sở Nông nghiệp và Môi trường"), task) == (0, 1, 0)
    assert units_of(task) == [FARMING]


def test_a_group_in_its_own_words_can_be_given_to_a_unit(lan, health):
    task = factories.task()
    in_words(task)

    assert hand_over(lan, health, task) == (1, 0, 0)

    link = task.assignments.get(role=LEAD)
    assert (link.unit, link.words, link.is_group) == (health, "", False)


def test_a_task_that_nobody_leads_gets_a_lead(lan, health):
    task = factories.task()
    task.assignments.all().delete()

    assert hand_over(lan, health, task) == (1, 0, 0)
    assert units_of(task) == ["Sở Y tế"]


def test_of_several_leads_only_the_named_one_is_replaced(lan, health):
    task = factories.task(leads=[FARMING, "Sở Công Thương"])
    assert hand_over(lan, health, task) == (0, 0, 1)

    trade = Place(holder=holder_of(task.assignments.get(unit__name="Sở Công Thương")))
    assert hand_over(lan, health, task, place=trade) == (1, 0, 0)
    assert units_of(task) == [FARMING, "Sở Y tế"]


def test_two_offices_that_became_one_hold_one_place(lan, health):
    task = factories.task(leads=[FARMING, ENVIRONMENT])

    with factories.writes(Assignment=-1, HistoricalAssignment=2, Event=1):
        assert hand_over(lan, health, task) == (1, 0, 0)
    assert units_of(task) == ["Sở Y tế"]


def test_a_partner_is_replaced_without_touching_the_lead(lan, health):
    task = factories.task(partners=["Sở Công Thương"])

    assert hand_over(lan, health, task, place=Place(PARTNER)) == (1, 0, 0)
    assert (units_of(task), units_of(task, PARTNER)) == ([FARMING], ["Sở Y tế"])


def test_a_partner_that_becomes_lead_is_partner_no_more_and_the_history_tells_both(lan, health):
    """The environment office is one with the farming office since 2025: both would answer as one partner."""
    farming = factories.unit("Sở Nông nghiệp và Môi trường")
    task = factories.task(leads=["Sở Công Thương"], partners=[ENVIRONMENT, "Sở Y tế", FARMING])

    with factories.writes(Assignment=-2, HistoricalAssignment=3, Event=1):
        assert hand_over(lan, farming, task) == (1, 0, 0)

    assert (units_of(task), units_of(task, PARTNER)) == ([farming.name], ["Sở Y tế"])
    task.refresh_from_db()
    assert task.partner_text == f"{ENVIRONMENT}, Sở Y tế, {FARMING}"
    told = history_of(task)[0].text
    assert told == (
        f"Sở Công Thương → {farming}; đơn vị phối hợp: {ENVIRONMENT} (nay là {farming}); Sở Y tế; "
        f"{FARMING} (nay là {farming}) → Sở Y tế; {REASON}"
    )


def test_a_lead_is_not_made_a_partner_of_its_own_task(lan):
    task = factories.task(partners=["Sở Công Thương"])
    farming = factories.unit("Sở Nông nghiệp và Môi trường")

    with factories.writes():
        assert hand_over(lan, farming, task, place=Place(PARTNER)) == (0, 0, 1)


def test_what_is_completed_or_cancelled_stays_with_the_unit_that_did_it(lan, health):
    made, minh = factories.plan(), factories.minh()
    done, cancelled, paused = (factories.task(made) for _ in range(3))
    accept(by=lan, occurrence=factories.reported(minh, factories.occurrence(done)))
    for task, move in ((cancelled, Move.CANCEL), (paused, Move.PAUSE)):
        stop_or_resume(by=lan, occurrence=factories.occurrence(task), move=move, reason="Hết vốn.")

    assert hand_over(lan, health, done, cancelled, paused) == (1, 0, 2)
    assert [units_of(task) for task in (done, cancelled, paused)] == [[FARMING], [FARMING], ["Sở Y tế"]]


def test_a_yearly_task_goes_over_while_one_year_of_it_is_open(lan, health):
    task = factories.task(timeframe="Các năm 2024, 2025")
    accept(by=lan, occurrence=factories.reported(factories.minh(), factories.occurrence(task)))

    assert hand_over(lan, health, task) == (1, 0, 0)


def test_a_unit_of_the_other_side_is_neither_replaced_nor_put_in_place(lan, health):
    ours, theirs = factories.task(), factories.task()
    theirs.assignments.update(unit=factories.unit("Sở Công Thương", "79", factories.PLAN_DAY))

    assert hand_over(lan, health, theirs) == (0, 0, 1)
    assert hand_over(lan, factories.unit("Sở Y tế", "79"), ours) == (0, 0, 1)


def test_a_named_unit_that_is_not_there_leaves_the_task_as_it_is(lan, health):
    named = Place(holder=(factories.unit("Sở Công Thương").pk, ""))

    assert hand_over(lan, health, factories.task(), place=named) == (0, 0, 1)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reassignment_needs_a_reason(lan, health, reason):
    task = factories.task()

    with factories.refused("Give the reason"):
        hand_over(lan, health, task, reason=reason)


def test_a_unit_that_has_ended_gets_nothing(lan):
    task = factories.task()

    with factories.refused("does not exist any more"):
        hand_over(lan, factories.unit("Sở Giao thông vận tải", on=factories.PLAN_DAY), task)


def test_only_the_secretariat_of_the_issuing_side_reassigns_and_one_foreign_task_stops_all(lan, health):
    task = factories.task()
    for person in (factories.minh(), factories.huong(), factories.khang()):
        with factories.refused("Only the secretariat"):
            hand_over(person, health, task)
    foreign = factories.task_of_ca_mau()
    with factories.refused("Only the secretariat"):
        hand_over(lan, health, task, foreign)


# What the person saw


def test_the_preview_that_still_holds_is_done(lan, health):
    task = factories.task()

    assert hand_over(lan, health, task, seen=seen([task], health)) == (1, 0, 0)


def test_a_report_since_the_preview_stops_the_whole_act(lan, health):
    made, minh = factories.plan(), factories.minh()
    tasks = [factories.task(made), factories.task(made)]
    shown = seen(tasks, health)
    factories.reported(minh, factories.occurrence(tasks[1]))

    with factories.refused("Something has changed"):
        hand_over(lan, health, *tasks, seen=shown)


def test_another_reassignment_since_the_preview_stops_the_whole_act(lan, health):
    task = factories.task()
    shown = seen([task], health)
    hand_over(lan, factories.unit("Sở Công Thương"), task)

    with factories.refused("Something has changed"):
        hand_over(lan, health, task, seen=shown)


def test_the_same_form_sent_again_changes_nothing_and_is_no_error(lan, health):
    made = factories.plan()
    tasks = [factories.task(made), factories.task(made)]
    shown = seen(tasks, health)
    hand_over(lan, health, *tasks, seen=shown)

    with factories.writes():
        assert hand_over(lan, health, *tasks, seen=shown) == (0, 2, 0)


def test_a_preview_is_the_same_in_whatever_order_the_tasks_were_chosen(lan, health):
    made = factories.plan()
    chosen = list(Task.objects.filter(pk__in=[factories.task(made).pk for _ in range(3)]).for_change())
    there, back = (reassignments(tasks, place=Place(), to_unit=health) for tasks in (chosen, chosen[::-1]))

    assert fingerprint(there) == fingerprint(back)


# What follows elsewhere


def test_an_import_whose_task_was_reassigned_cannot_be_undone_silently(lan, health):
    batch = factories.staged_import(factories.plan(), lan)
    confirm(by=lan, batch=batch, acknowledge_all=True)
    batch.refresh_from_db()
    assert what_stands_in_the_way(batch) == []

    trade = factories.unit("Sở Công Thương")
    assert hand_over(lan, trade, Task.objects.get()) == (1, 0, 0)

    assert len(what_stands_in_the_way(batch)) == 1
