"""The line in time of a plan and of an agreement: what was done, by whom, newest first, and nobody else's."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from agreements.models import Field, Plan, Role, Unit
from agreements.permissions import visible_agreements
from tasks.actions.directing import give_directive
from tasks.actions.reporting import report_progress
from tasks.actions.verifying import send_back
from tasks.imports.confirming import confirm
from tasks.imports.staging import discard
from tasks.imports.undoing import undo
from tasks.models import Assignment, Directive, Task
from tasks.timeline import acts_on_agreement, acts_on_plan, told
from tests import factories

pytestmark = pytest.mark.django_db

SAIGON = "79"


@pytest.fixture
def lan():
    return factories.lan()


def edited(row, by, **values):
    """As the admin saves a row: with its history, in the name of the person."""
    for name, value in values.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()
    return row


def line(stations, by):
    with translation.override("en"):
        return [(act.title, act.text) for act in told(by, stations)]


def about(stations, by):
    return [(act.task, act.plan) for act in told(by, stations)]


def on_plan(plan, by):
    """Without the first station, that the plan was entered."""
    return line(acts_on_plan(plan), by)[:-1]


# The plan


def test_an_import_and_its_undoing_are_acts_on_the_plan(lan):
    plan = factories.plan()
    batch = factories.staged_import(plan, lan)
    confirm(by=lan, batch=batch, acknowledge_all=True)
    batch.refresh_from_db()
    undo(by=lan, batch=batch)
    discard(by=lan, batch=factories.staged_import(plan, lan))

    file = "phu-luc.csv"
    assert on_plan(plan, lan) == [
        ("Lan (mẫu): uploaded appendix put away", file),
        ("Lan (mẫu): appendix uploaded for review", file),
        ("Lan (mẫu): import of the appendix undone", file),
        ("Lan (mẫu): appendix imported", f"{file}; 1 tasks created, 0 updated, 0 unchanged"),
        ("Lan (mẫu): appendix uploaded for review", file),
    ]


def test_what_is_written_into_the_columns_is_told_from_old_to_new_with_names_labels_and_days(lan):
    plan = factories.plan(title="Kế hoạch", ends_on=dt.date(2025, 12, 31))
    tax = Unit.objects.get(province=plan.province, name="Sở Y tế", valid_until=dt.date(2025, 6, 30))
    edited(
        plan,
        lan,
        title="Kế hoạch năm",
        kind=Plan.Kind.YEARLY,
        ends_on=dt.date(2026, 6, 30),
        evidence_required=True,
        focal_unit=tax,
    )

    changes = [
        "kind: implementation plan → annual plan",
        "title: Kế hoạch → Kế hoạch năm",
        "focal unit: Sở Kế hoạch và Đầu tư → Sở Y tế",
        "runs until: 31/12/2025 → 30/06/2026",
        "evidence required: no → yes",
    ]
    assert on_plan(plan, lan) == [("Lan (mẫu): plan edited", "; ".join(changes))]


def test_in_vietnamese_the_columns_have_their_vietnamese_names(lan):
    plan = factories.plan()
    edited(plan, lan, evidence_required=True)

    with translation.override("vi"):
        act = told(lan, acts_on_plan(plan))[0]
        assert (act.title, act.text) == (
            "Lan (mẫu): chỉnh sửa thông tin kế hoạch",
            "yêu cầu minh chứng: không → có",
        )


def test_an_empty_column_is_a_dash_and_a_choice_of_nothing_too(lan):
    field = Field.objects.get(code="du-lich")
    task = factories.task()
    edited(task, lan, field=field, product="Báo cáo")
    edited(task, lan, field=None)

    assert on_plan(task.plan, lan) == [
        ("Lan (mẫu): task edited", f"field: {field} → –"),
        ("Lan (mẫu): task edited", f"field: – → {field}; product: – → Báo cáo"),
    ]


def test_a_form_that_was_saved_unchanged_is_no_act(lan):
    task = factories.task(field=None)
    edited(task, lan)
    edited(task.plan, lan)

    assert on_plan(task.plan, lan) == []


def test_two_edits_at_the_same_moment_are_told_in_the_order_in_which_they_were_written(lan):
    plan = factories.plan(title="Một")
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1), tick=False):
        edited(plan, lan, title="Hai")
        edited(plan, lan, title="Ba")

    assert on_plan(plan, lan) == [
        ("Lan (mẫu): plan edited", "title: Hai → Ba"),
        ("Lan (mẫu): plan edited", "title: Một → Hai"),
    ]


def test_what_was_done_to_a_task_names_it_with_its_number_and_leads_to_it(lan):
    task = factories.task(section="II", ordinal="3", content="Trồng rừng phòng hộ")
    factories.reported(factories.minh(), factories.occurrence(task))
    act = told(lan, acts_on_plan(task.plan))[0]

    assert (act.task, act.plan) == ("II.3 – Trồng rừng phòng hộ", task.plan.short_title)
    assert act.about_url == reverse("task-detail", args=[task.pk])
    assert act.period == "31/12/2024"


def test_a_task_without_a_number_is_named_by_its_words(lan):
    task = factories.task(section="", ordinal="", content="Trồng rừng " * 30)
    edited(task, lan, note="Mới")

    named = told(lan, acts_on_plan(task.plan))[0].task
    assert named.startswith("Trồng rừng Trồng rừng")
    assert len(named) == 120


def test_progress_on_the_way_is_told_in_percent_and_a_request_for_explanation_as_such(lan):
    minh, binh = (
        factories.minh(),
        factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh")),
    )
    on = factories.occurrence()
    seat = minh.memberships.get().unit
    report_progress(by=minh, occurrence=on, on_behalf_of=seat, percent=40)
    give_directive(by=binh, task=on.task, text="Vì sao chậm?", kind=Directive.Kind.EXPLANATION)

    assert on_plan(on.task.plan, lan) == [
        ("Binh (mẫu): request for explanation", "Vì sao chậm?"),
        ("Minh (mẫu): report progress", f"not started → in progress; 0 % → 40 %; {seat.name}"),
    ]


def test_what_was_done_to_a_task_that_is_gone_keeps_its_name_and_leads_nowhere(lan):
    task = factories.task(content="Trồng rừng phòng hộ")
    edited(task, lan, note="Mới")
    Task.objects.filter(pk=task.pk).delete()

    act = told(lan, acts_on_plan(task.plan))[0]
    assert (act.task, act.about_url) == ("Trồng rừng phòng hộ", "")
    assert on_plan(task.plan, lan) == [("Lan (mẫu): task edited", "note: – → Mới")]


def test_the_acts_on_another_plan_are_not_among_them(lan):
    mine, other = factories.task(), factories.task()
    edited(other.plan, lan, title="Khác")
    factories.reported(factories.minh(), factories.occurrence(other))

    assert on_plan(mine.plan, lan) == []


# The agreement


def two_sides():
    """Lâm Đồng and TP. Hồ Chí Minh each have a plan; ours names one of their units in one of two tasks."""
    made = factories.agreement()
    ours, theirs = factories.plan(made), plan_of_saigon(made)
    shared, own = factories.task(ours, content="Việc chung"), factories.task(ours, content="Việc riêng")
    saigon = factories.unit("Sở Công Thương", SAIGON, factories.PLAN_DAY)
    Assignment.objects.create(task=shared, role=Assignment.Role.PARTNER, unit=saigon)
    return made, ours, theirs, shared, own


def plan_of_saigon(under):
    side = factories.province(SAIGON, factories.PLAN_DAY)
    office = factories.unit("Sở Công Thương", SAIGON, factories.PLAN_DAY)
    return Plan.objects.create(
        agreement=under,
        province=side,
        title="Kế hoạch của bên bạn",
        issued_on=factories.PLAN_DAY,
        issuer=office,
        focal_unit=office,
        starts_on=factories.PLAN_DAY,
        ends_on=factories.PLAN_END,
    )


def test_an_agreement_tells_its_own_changes_and_those_of_the_plans_and_tasks_of_our_side(lan):
    made, ours, _theirs, shared, own = two_sides()
    edited(made, lan, title="Thỏa thuận mới", stage="concluded")
    edited(ours, lan, title="Kế hoạch mới")
    edited(own, lan, note="Mới")
    factories.reported(factories.minh(), factories.occurrence(shared))

    found = about(acts_on_agreement(lan, made), lan)

    assert found == [
        ("1 – Việc chung", ours.short_title),
        ("2 – Việc riêng", ours.short_title),
        ("", str(ours)),
        ("", ""),
        ("", str(Plan.history.filter(id=ours.pk).last().instance)),
        ("", ""),
    ]
    with translation.override("en"):
        titles = [act.what for act in told(lan, acts_on_agreement(lan, made))]
    assert titles == [
        "report completion",
        "task edited",
        "plan edited",
        "agreement edited",
        "plan entered",
        "agreement entered",
    ]


def test_the_other_side_reads_the_agreement_and_the_tasks_that_name_it_but_not_our_plan(lan):
    made, ours, theirs, shared, own = two_sides()
    thu = factories.person("thu", Role.STAFF, factories.unit("Sở Công Thương", SAIGON))
    edited(made, lan, title="Thỏa thuận mới")
    edited(ours, lan, title="Chuyện riêng của kế hoạch")
    edited(own, lan, note="Chuyện riêng của nhiệm vụ")
    factories.staged_import(ours, lan)
    factories.reported(factories.minh(), factories.occurrence(shared))
    factories.reported(factories.User.objects.get(username="minh"), factories.occurrence(own))

    assert about(acts_on_agreement(thu, made), thu) == [
        ("1 – Việc chung", ours.short_title),
        ("", ""),
        ("", str(theirs)),
        ("", ""),
    ]


def test_a_paper_that_the_reader_may_not_see_is_not_named(lan):
    hidden = factories.agreement(("96", "92"), title="Thỏa thuận của người khác")
    seen = factories.agreement(title="Thỏa thuận khung của ta")
    made = factories.agreement()
    edited(made, lan, parent=hidden)
    edited(made, lan, parent=seen)

    assert not visible_agreements(lan).filter(pk=hidden.pk).exists()
    assert line(acts_on_agreement(lan, made), lan)[:-1] == [
        ("Lan (mẫu): agreement edited", "framework: (not shown) → Thỏa thuận khung của ta"),
        ("Lan (mẫu): agreement edited", "framework: – → (not shown)"),
    ]


def test_a_plan_that_moved_under_another_agreement_tells_it(lan):
    first, second = factories.agreement(title="Thứ nhất"), factories.agreement(title="Thứ hai")
    plan = edited(factories.plan(first), lan, agreement=second)

    assert on_plan(plan, lan) == [("Lan (mẫu): plan edited", "agreement: Thứ nhất → Thứ hai")]


# The pages


def busy(lan, item_count):
    """A plan with an act of every kind, several times over."""
    plan = factories.plan()
    minh, huong = factories.minh(), factories.huong()
    for number in range(item_count):
        task = factories.task(plan)
        on = factories.reported(minh, factories.occurrence(task))
        send_back(by=huong, occurrence=on, reason="Thiếu biên bản.")
        edited(task, lan, field=Field.objects.all()[number])
        edited(plan, lan, title=f"Kế hoạch lần {number}")
        edited(plan.agreement, lan, title=f"Thỏa thuận lần {number}", parent=factories.agreement())
        factories.staged_import(plan, lan)
    return plan


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_history_of_a_plan_costs_the_same_queries(client_for, lan, django_assert_num_queries, item_count):
    plan = busy(lan, item_count)
    browser = client_for(lan)

    with django_assert_num_queries(11):
        response = browser.get(reverse("plan-history", args=[plan.pk]))

    assert len(response.context["acts"]) == 5 * item_count + 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_history_of_an_agreement_costs_the_same_queries(
    client_for, lan, django_assert_num_queries, item_count
):
    plan = busy(lan, item_count)
    browser = client_for(lan)

    with django_assert_num_queries(12):
        response = browser.get(reverse("agreement-history", args=[plan.agreement_id]))

    assert len(response.context["acts"]) == 6 * item_count + 2


def test_a_long_history_is_read_page_by_page_newest_first(client_for, lan):
    task = factories.task()
    for number in range(60):
        edited(task, lan, note=f"Lần {number}")
    address = reverse("plan-history", args=[task.plan_id])
    browser = client_for(lan)

    notes = [
        act.changes[0].new
        for page in (1, 2, 3)
        for act in browser.get(address, {"size": 25, "page": page}).context["acts"]
        if act.changes
    ]
    assert notes == [f"Lần {number}" for number in reversed(range(60))]


def test_the_pages_of_plan_and_agreement_lead_to_their_history(client_for, lan):
    plan, browser = factories.plan(), client_for(lan)
    for name, pk in (("plan", plan.pk), ("agreement", plan.agreement_id)):
        page = browser.get(reverse(f"{name}-detail", args=[pk])).content.decode()
        assert reverse(f"{name}-history", args=[pk]) in page
        page = browser.get(reverse(f"{name}-history", args=[pk])).content.decode()
        assert reverse(f"{name}-history-file", args=[pk]) in page


def test_words_of_people_are_shown_as_text(client_for, lan):
    plan = factories.plan()
    edited(plan, lan, title="<script>alert(1)</script>")
    page = client_for(lan).get(reverse("plan-history", args=[plan.pk])).content.decode()

    assert "&lt;script&gt;alert(1)" in page


def test_khang_of_another_province_finds_no_history(client_for):
    plan, browser = factories.plan(), client_for(factories.khang())
    for name, pk in (("plan", plan.pk), ("agreement", plan.agreement_id)):
        assert browser.get(reverse(f"{name}-history", args=[pk])).status_code == 404
        assert browser.get(reverse(f"{name}-history-file", args=[pk])).status_code == 404


def form_of_agreement(made, **changes):
    """The admin's form as it comes, with its two parties and no figures."""
    form = {
        "title": made.title,
        "kind": made.kind,
        "stage": made.stage,
        "signed_on": f"{made.signed_on:%d/%m/%Y}",
        "ends_on": f"{made.ends_on:%d/%m/%Y}",
        "parties-TOTAL_FORMS": "2",
        "parties-INITIAL_FORMS": "2",
    }
    for place, party in enumerate(made.parties.all()):
        form |= {
            f"parties-{place}-id": party.pk,
            f"parties-{place}-agreement": made.pk,
            f"parties-{place}-province": party.province_id,
            f"parties-{place}-sort": party.sort,
        }
    return form | changes


def test_parties_and_fields_that_the_admin_changes_are_one_act_and_a_form_saved_unchanged_is_none(
    client_for, lan
):
    made, browser = factories.agreement(), client_for(lan)
    address = reverse("admin:agreements_agreement_change", args=[made.pk])
    tourism = Field.objects.get(code="du-lich")
    changes = {"parties-1-directing_leader": "Ông A", "fields": [tourism.pk]}
    for _ in range(2):
        assert browser.post(address, form_of_agreement(made, **changes)).status_code == 302

    saigon, ours = "Thành phố Hồ Chí Minh", "tỉnh Lâm Đồng"
    change = f"parties: {saigon}; {ours} → {saigon}; {ours} (Ông A); fields: – → {tourism}"
    assert line(acts_on_agreement(lan, made), lan)[:-1] == [("Lan (mẫu): edited", change)]


def test_who_stands_for_a_side_is_said_by_that_side_in_the_admin_too_and_no_side_is_taken_away(
    client_for, lan
):
    """Đắk Lắk has issued a plan, so that it stays the party that it is."""
    made = factories.agreement(["66", "68"])
    theirs = made.parties.get(province__code="66")
    factories.plan(made, code="66")
    sent = {"parties-0-directing_leader": "Ông B", "parties-0-DELETE": "on"}
    sent |= {"parties-0-province": factories.province("96").pk}

    address = reverse("admin:agreements_agreement_change", args=[made.pk])
    client_for(lan).post(address, form_of_agreement(made, **sent))

    theirs.refresh_from_db()
    assert (theirs.directing_leader, theirs.province.name) == ("", "Đắk Lắk")


def test_the_admin_changes_no_printed_word_and_gives_no_task_to_another_unit(client_for, lan):
    task = factories.task()
    link = task.assignments.get()
    sent = {"content": "Việc khác", "timeframe": "Năm 2030", "note": "Đã trao đổi", "ordinal": "9"}
    for prefix in ("assignments", "occurrences"):
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "1"}
    sent |= {"assignments-0-id": link.pk, "assignments-0-unit": factories.unit("Sở Y tế").pk}

    client_for(lan).post(reverse("admin:tasks_task_change", args=[task.pk]), sent)

    before = (task.content, task.timeframe, task.ordinal, link.unit)
    task.refresh_from_db()
    assert (task.content, task.timeframe, task.ordinal, task.assignments.get().unit) == before
    assert task.note == "Đã trao đổi"


def test_the_page_of_a_plan_names_the_plan_once_and_that_of_its_agreement_at_every_act(lan, client_for):
    plan = factories.plan(title="Kế hoạch chung")
    edited(plan, lan, ends_on=dt.date(2026, 12, 31))
    acts = [
        re.search(r'<ol class="timeline">.*?</ol>', client_for(lan).get(page).content.decode(), re.DOTALL)[0]
        for page in (reverse("plan-history", args=[plan.pk]), f"/thoa-thuan/{plan.agreement_id}/lich-su/")
    ]

    assert [act.count("Kế hoạch chung") for act in acts] == [0, 2]
