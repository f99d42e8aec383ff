"""The demo tells a possible story: everybody acts within role and time, and every assessment has its task."""

import datetime as dt
import os
from collections import Counter

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from agreements.models import (
    Agreement,
    AgreementHeading,
    Document,
    Membership,
    Party,
    Plan,
    ResultFigure,
    Step,
    StepTask,
    Unit,
)
from agreements.permissions import visible_agreements
from agreements.standing import sums
from coop.accounts.models import User
from coop.shared.events import Event
from tasks.demo import load
from tasks.models import Assignment, Directive, Extension, Occurrence, ProgressUpdate, Task, Verification
from tasks.past import as_of
from tasks.permissions.acting import (
    directs,
    leads,
    verifies,
)
from tasks.permissions.seeing import visible_tasks
from tasks.sides import figure_rows, sides_of
from tasks.states import Assessment, Status, is_due_soon

PASSWORD = "mat-khau-thu-nghiem"

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture(scope="module", autouse=True)
def accounts(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module and taken back afterwards."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setitem(os.environ, "DEMO_PASSWORD", PASSWORD)
        yield load()
        transaction.set_rollback(True)


def user(name):
    return User.objects.get(username=name)


def local_day(moment):
    return timezone.localtime(moment).date()


def test_every_assessment_occurs_in_the_running_plan():
    today = timezone.localdate()
    assessed = list(Occurrence.objects.filter(task__plan__number="DEMO-02/KH-UBND").assessed(today))
    assert {one.assessment for one in assessed} == set(Assessment)
    assert any(is_due_soon(one.assessment, one.due_on, today, settings.DUE_SOON_DAYS) for one in assessed)


def test_some_continuous_tasks_of_this_year_are_reported_and_some_are_not():
    this_year = Occurrence.objects.filter(
        task__deadline_kind=Task.Kind.CONTINUOUS, starts_on__year=timezone.localdate().year
    )
    reported = this_year.filter(updates__isnull=False).distinct().count()
    assert 0 < reported < this_year.count()


def test_every_kind_of_deadline_is_printed():
    assert set(Task.objects.values_list("deadline_kind", flat=True)) == set(Task.Kind.values)


def test_something_waits_for_each_person():
    assert Occurrence.objects.filter(status=Status.REPORTED).exists()
    assert Verification.objects.filter(
        decision="return", update__occurrence__status=Status.IN_PROGRESS
    ).exists()
    assert Extension.objects.filter(decision="").count() == 1
    assert Extension.objects.filter(decision="granted").count() == 1
    explanations = Directive.objects.filter(kind="explanation")
    assert explanations.filter(answered_at=None).exists()
    assert explanations.exclude(answered_at=None).exists()
    assert Directive.objects.filter(kind="directive").exists()


def test_the_plan_for_the_tour_waits_for_its_appendix():
    plan = Plan.objects.get(number="1606/KH-UBND")
    assert plan.tasks.count() == 0
    assert (str(plan.starts_on), str(plan.ends_on)) == ("2023-08-30", "2025-12-31")
    assert plan.focal_unit.name == "Sở Kế hoạch và Đầu tư"


def test_the_two_yearly_plans_have_forty_to_sixty_tasks_in_six_sections():
    tasks = Task.objects.filter(plan__number__in=["DEMO-01/KH-UBND", "DEMO-02/KH-UBND"])
    assert 40 <= tasks.count() <= 60
    assert set(tasks.values_list("section", flat=True)) == {"I", "II", "III", "IV", "V", "VI"}


def test_units_of_a_paper_lived_on_its_day():
    for plan in Plan.objects.select_related("focal_unit", "issuer", "province"):
        for body in (plan.focal_unit, plan.issuer, plan.province):
            assert body.is_valid_on(plan.issued_on), (plan, body)
    for link in Assignment.objects.exclude(unit=None).select_related("unit", "task__plan"):
        assert link.unit.is_valid_on(link.task.plan.issued_on), (link.task, link.unit)
    for party in Party.objects.exclude(agreement__signed_on=None).select_related("agreement", "province"):
        for body in filter(None, (party.province, party.body, party.focal_unit)):
            assert body.is_valid_on(party.agreement.signed_on), (party.agreement, body)


def test_the_figures_of_2024_are_those_of_the_review_and_parts_add_up():
    wholes = ResultFigure.objects.filter(whole=None, year=2024, source__startswith="Số liệu tại hội nghị")
    assert sorted(wholes.values_list("value", flat=True)) == [5, 23, 139]
    parts = wholes.get(value=139).parts.values_list("value", flat=True)
    assert sorted(parts) == [26, 27, 86]
    assert sum(parts) == 139


def test_all_figures_add_up_and_what_was_invented_says_so():
    every = sums(ResultFigure.objects.all())
    assert [one.whole for one in every if one.difference] == []
    invented = [one.whole for one in every if not one.whole.source.startswith("Số liệu tại hội nghị")]
    assert {figure.source for figure in invented} == {"Số liệu giả định của bộ dữ liệu mẫu"}


def test_the_two_sides_counted_and_differ_once():
    made = Agreement.objects.get(title__contains="đến năm 2030")
    parties = made.parties.select_related("province__current_heir")
    rows = figure_rows(sides_of(parties, {}, []), made.figures.select_related("province"))
    assert [row.differs for row in rows].count(True) == 1
    assert [row.is_alone for row in rows].count(True) == 1
    assert len(rows) == 4


def test_headings_cover_the_fields_of_their_agreement():
    for agreement in Agreement.objects.filter(headings__isnull=False).distinct():
        covered = set(agreement.headings.values_list("fields", flat=True))
        assert covered == set(agreement.fields.values_list("pk", flat=True)), agreement
    assert AgreementHeading.objects.filter(agreement__signed_on="2021-04-17").count() == 11


def test_a_draft_is_on_its_way_to_the_signing_with_something_late():
    steps = Step.objects.filter(agreement__stage="drafting")
    assert [step.kind for step in steps] == ["drafting", "consulting", "conference", "signing"]
    assert [bool(step.done_on) for step in steps] == [True, False, False, False]
    late = StepTask.objects.filter(done_on=None, due_on__lt=timezone.localdate())
    assert late.count() == 1
    told = Event.objects.filter(verb__in=["add_step", "add_step_task"]).count()
    assert told == Step.objects.count() + StepTask.objects.count()


def test_a_sample_document_is_marked_as_invented_and_opens():
    document = Document.objects.get()
    assert "dữ liệu mẫu" in document.title
    assert document.added_by == user("lan")
    with document.file.open() as file:
        assert file.read(5) == b"%PDF-"


def test_agreements_stand_in_their_chains():
    yearly = Agreement.objects.get(signed_on="2023-02-18")
    chain = [yearly.parent, yearly.parent.renews, yearly.parent.renews.renews]
    assert [str(one.signed_on) for one in chain] == ["2021-04-17", "2011-09-30", "2006-02-26"]
    assert Agreement.objects.get(kind="memorandum", stage="signed").parent.parties.count() == 6
    assert Agreement.objects.get(stage="drafting").fields.count() == 8


def test_reports_are_made_by_those_who_lead_for_a_unit_of_that_day():
    for update in ProgressUpdate.objects.select_related("occurrence__task", "reported_by", "on_behalf_of"):
        day = local_day(update.reported_at)
        seats = Membership.objects.active_on(day).filter(user=update.reported_by, unit=update.on_behalf_of)
        assert seats.exists(), (update.reported_by, update.on_behalf_of, day)
        assert update.on_behalf_of.is_valid_on(day)
        assert update.is_contribution or leads(update.reported_by, update.occurrence.task)


def test_decisions_are_made_by_the_focal_unit_and_never_on_ones_own_report():
    for decision in Verification.objects.select_related("update__occurrence__task__plan", "decided_by"):
        assert verifies(decision.decided_by, decision.update.occurrence.task)
        assert decision.decided_by != decision.update.reported_by
        assert decision.decided_at > decision.update.reported_at
    wish = Extension.objects.get(decision="granted")
    assert verifies(wish.decided_by, wish.occurrence.task)
    assert wish.occurrence.due_on == wish.new_due_on > wish.old_due_on


def test_directives_come_from_the_leadership_and_answers_from_a_lead_unit():
    for directive in Directive.objects.select_related("task__plan"):
        assert directs(directive.given_by, directive.task)
        assert directive.answered_by is None or leads(directive.answered_by, directive.task)


def test_an_occurrence_stands_where_its_last_report_put_it():
    for occurrence in Occurrence.objects.exclude(status__in=[Status.PAUSED, Status.CANCELLED]):
        last = occurrence.updates.reports().order_by("-pk").first()
        decision = Verification.objects.filter(update=last).first()
        if last is None:
            assert occurrence.status == Status.NOT_STARTED
        elif decision is None:
            assert (occurrence.status, occurrence.percent) == (last.status, last.percent)
        elif decision.decision == "return":
            assert (occurrence.status, occurrence.reported_on) == (Status.IN_PROGRESS, None)
        else:
            reported = local_day(last.reported_at)
            assert (occurrence.completed_on, occurrence.reported_on) == (reported, reported)


def test_every_act_has_its_event_on_its_day_and_none_lies_ahead():
    told = Counter(
        Event.objects.filter(verb__in=["report_progress", "report_complete", "contribute"]).values_list(
            "at", "actor"
        )
    )
    assert told == Counter(ProgressUpdate.objects.values_list("reported_at", "reported_by"))
    decided = Event.objects.filter(verb__in=["accept", "send_back"]).values_list("at", "actor")
    assert Counter(decided) == Counter(Verification.objects.values_list("decided_at", "decided_by"))
    assert not Event.objects.filter(at__date__gt=timezone.localdate()).exists()
    for event in Event.objects.filter(target_type="tasks.task"):
        assert local_day(event.at).weekday() < 5, event


def test_history_of_an_occurrence_runs_from_the_plan_to_the_last_act():
    occurrence = Occurrence.objects.filter(status=Status.COMPLETED).first()
    days = [record.history_date for record in occurrence.history.order_by("history_id")]
    assert days == sorted(days)
    assert local_day(days[0]) == occurrence.task.plan.issued_on


def test_history_of_a_paper_begins_on_its_day():
    for plan in Plan.objects.all():
        assert local_day(plan.history.get().history_date) == plan.issued_on
    for agreement in Agreement.objects.exclude(signed_on=None):
        assert local_day(agreement.history.get().history_date) == agreement.signed_on


def test_the_running_plan_looks_different_on_every_quarter_of_its_past():
    plan = Plan.objects.get(number="DEMO-01/KH-UBND")
    days = [plan.issued_on + dt.timedelta(days=days) for days in (-1, 0, 100, 200, 300)]
    done = [
        sum(one.status == Status.COMPLETED for state in as_of(plan, day) for one in state.occurrences)
        for day in days
    ]
    assert done[0] == done[1] == 0
    assert done == sorted(done)
    assert done[4] > done[1]
    assert as_of(plan, days[0]) == []
    assert len(as_of(plan, days[1])) == plan.tasks.count()


def test_everybody_of_the_demo_can_sign_in(accounts):
    for account in accounts:
        assert Client().login(username=account.username, password=PASSWORD), account.username
    assert User.objects.count() == len(accounts)


def test_people_are_plainly_invented_and_hold_a_seat_today():
    for person in User.objects.all():
        assert person.full_name.endswith(" (mẫu)")
        assert person.email == f"{person.username}@example.vn"
        assert Membership.objects.active_on(timezone.localdate()).filter(user=person).exists()
    assert not Unit.objects.filter(memberships__starts_on__lt="2020-01-01").exists()


def test_the_province_is_the_wall():
    assert visible_agreements(user("khang")).count() == 0
    assert visible_tasks(user("khang")).count() == 0
    assert visible_agreements(user("yen")).count() == 4
    assert visible_agreements(user("lan")).count() == 5
    assert visible_tasks(user("binh")).filter(plan__number="DEMO-02/KH-UBND").exists()
    assert visible_agreements(user("quantri")).count() == 0
