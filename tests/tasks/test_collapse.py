"""Agreements whose provinces became one, or fewer: found, shown to the secretariat, decided."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from agreements.collapsed import collapse_of, collapses
from agreements.models import Agreement, CollapseDecision
from agreements.reorganising import dependents
from coop.shared.events import Event
from tasks.actions.deciding_collapse import decide_collapse
from tasks.actions.stopping import cancel_all
from tasks.models import Occurrence
from tests import factories

pytestmark = pytest.mark.django_db

MERGED = dt.date(2025, 7, 1)
SIGNED = dt.date(2021, 4, 17)
MINUTES = dt.date(2012, 12, 10)


@pytest.fixture
def seo():
    """Secretariat of Lào Cai, which was Lào Cai and Yên Bái."""
    return factories.person("seo", "secretariat", factories.unit("Văn phòng UBND tỉnh", "15"))


@pytest.fixture
def twins():
    """Lào Cai – Yên Bái: one province since 1/7/2025."""
    return factories.agreement(("10", "15"), signed_on=SIGNED, title="Lào Cai – Yên Bái")


def six(**options):
    """The minutes of 2012 between TP. Hồ Chí Minh and five provinces of the Tây Nguyên region."""
    values = {"title": "Biên bản 2012", "ends_on": None} | options
    return factories.agreement(("79", "62", "64", "66", "67", "68"), signed_on=MINUTES, **values)


def decided(by, made, kind="conclude", open_tasks="keep"):
    return decide_collapse(by=by, agreement=made, kind=kind, open_tasks=open_tasks, reason="Sáp nhập tỉnh")


def names(provinces):
    return [province.name for province in provinces]


@pytest.mark.parametrize(("codes", "heir"), [(("10", "15"), "Lào Cai"), (("54", "66"), "Đắk Lắk")])
def test_parties_that_became_one_province_are_found(codes, heir):
    found = collapse_of(factories.agreement(codes, signed_on=SIGNED))

    assert (len(found.then), names(found.now), found.is_one, found.since) == (2, [heir], True, MERGED)


def test_an_agreement_of_six_that_are_five_has_shrunk():
    found = collapse_of(six())

    assert (len(found.then), len(found.now), found.is_one) == (6, 5, False)
    assert (
        names(found.now) == ["Hồ Chí Minh", "Quảng Ngãi", "Gia Lai", "Đắk Lắk", "Lâm Đồng"][: len(found.now)]
    )


def test_what_is_no_collapse():
    """Two provinces that still are two, a paper that had run out before, a draft, one signed since."""
    factories.agreement(("79", "68"))
    factories.agreement(("10", "15"), signed_on=SIGNED, ends_on=dt.date(2025, 6, 30))
    factories.agreement(("10", "15"), signed_on=SIGNED, stage=Agreement.Stage.DRAFTING)
    factories.agreement(("10", "15"), signed_on=SIGNED, stage=Agreement.Stage.CONCLUDED)
    factories.agreement(("15", "79"), signed_on=dt.date(2025, 8, 1))

    assert collapses(Agreement.objects.all()) == []


def test_a_merger_concludes_the_agreement_and_its_tasks_go_on(seo, twins):
    task = factories.task(factories.plan(twins, code="15"), leads=["Sở Y tế"])

    with factories.writes(Event=1):
        made = decided(seo, twins)

    twins.refresh_from_db()
    assert (twins.stage, twins.history.first().history_user) == (Agreement.Stage.CONCLUDED, seo)
    assert (made.sides, made.decided_by) == (1, seo)
    assert not Occurrence.objects.filter(task=task).exclude(status="not_started").exists()
    assert collapse_of(twins).decision == made


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "last_day"),
    [
        (None, None, "today"),
        (None, dt.date(2040, 1, 1), "today"),
        (None, dt.date(2025, 12, 31), dt.date(2025, 12, 31)),
        (dt.date(2040, 1, 1), None, dt.date(2040, 1, 1)),
    ],
)
def test_what_is_concluded_is_in_force_no_longer_than_today(seo, starts_on, ends_on, last_day):
    made = factories.agreement(("10", "15"), signed_on=SIGNED, starts_on=starts_on, ends_on=ends_on)

    decided(seo, made)

    made.refresh_from_db()
    assert made.ends_on == (timezone.localdate() if last_day == "today" else last_day)


def test_a_concluded_agreement_can_stop_its_open_tasks_with_an_event_each(seo, twins):
    plan = factories.plan(twins, code="15")
    factories.task(plan, leads=["Sở Y tế"], timeframe="Các năm 2023, 2024, 2025")
    Occurrence.objects.filter(due_on__year=2023).update(status="completed", completed_on=SIGNED)

    with factories.writes(Event=3, HistoricalOccurrence=2):
        decided(seo, twins, open_tasks="stop")

    assert sorted(Occurrence.objects.values_list("status", flat=True)) == [
        "cancelled",
        "cancelled",
        "completed",
    ]


@pytest.mark.parametrize("task_count", [1, 3])
def test_many_periods_are_cancelled_in_as_few_statements_as_one(
    seo, twins, django_assert_num_queries, task_count
):
    plan = factories.plan(twins, code="15")
    for _number in range(task_count):
        factories.task(plan, leads=["Sở Y tế"], timeframe="Các năm 2024, 2025")
    open_tasks = twins.plans.get().tasks.all()

    with django_assert_num_queries(13):
        assert cancel_all(by=seo, tasks=open_tasks, reason="Sáp nhập tỉnh") == 2 * task_count

    assert set(Occurrence.objects.values_list("status", "reported_on", "version")) == {("cancelled", None, 1)}
    told = Event.objects.filter(verb="cancel").values_list("actor", "after__reason", "before__status")
    assert list(told) == [(seo.pk, "Sáp nhập tỉnh", "not_started")] * 2 * task_count
    with factories.refused("Only the secretariat of the side that issued"):
        cancel_all(by=factories.khang(), tasks=open_tasks, reason="x")
    with factories.refused("Give the reason"):
        cancel_all(by=seo, tasks=open_tasks, reason=" ")


def test_signing_again_drafts_an_agreement_between_the_provinces_of_today():
    lan, old = factories.lan(), six()

    made = decided(lan, old, "sign_again")

    draft, found = made.renewal, collapse_of(old)
    assert (draft.stage, draft.renews, draft.title) == (Agreement.Stage.DRAFTING, old, old.title)
    assert names(party.province for party in draft.parties.all()) == names(found.now)
    old.refresh_from_db()
    assert old.stage == Agreement.Stage.SIGNED


@pytest.mark.parametrize(
    ("kind", "open_tasks", "words"),
    [
        ("go_on", "keep", "cannot be decided"),
        ("sign_again", "keep", "cannot be decided"),
        ("internal", "stop", "only with a concluded agreement"),
    ],
)
def test_one_province_alone_signs_nothing_and_what_is_carried_on_stops_nothing(
    seo, twins, kind, open_tasks, words
):
    with factories.refused(words):
        decided(seo, twins, kind, open_tasks)


def test_it_is_decided_once_and_by_a_secretariat_of_a_party(seo, twins):
    with factories.refused("Only the secretariat of a party"):
        decided(factories.khang(), twins)
    with factories.refused("as many as on the day"):
        decided(factories.lan(), factories.agreement())

    decided(seo, twins, "internal")

    with factories.refused("decided already"):
        decided(seo, twins)


def test_the_succession_stays_while_a_decision_rests_on_it(seo, twins):
    yen_bai = factories.province("15", SIGNED)
    decision = decided(seo, twins)

    assert str(decision) in dependents(yen_bai.successions.get())


def test_seo_sees_the_mark_the_list_and_decides_on_a_page(seo, twins, client_for):
    browser = client_for(seo)
    address = f"/sap-xep/thoa-thuan/{twins.pk}/"

    assert f'href="{address}"' in browser.get(f"/thoa-thuan/{twins.pk}/").content.decode()
    assert [row.agreement for row in browser.get("/sap-xep/thoa-thuan/").context["collapses"]] == [twins]
    assert client_for(factories.khang()).get(address).status_code == 404

    sent = {"kind": "internal", "open_tasks": "keep", "reason": "Nghị quyết 202/2025/QH15"}
    assert browser.post(address, sent)["Location"] == address
    page = browser.get(address).content.decode()
    assert 'name="reason"' not in page
    with translation.override("vi"):
        assert str(CollapseDecision.objects.get().get_kind_display()) in page
    again = browser.post(address, sent | {"kind": "conclude"}, follow=True).content.decode()
    assert "Nội dung này đã có quyết định." in again
    assert CollapseDecision.objects.get().kind == "internal"


def test_the_links_of_the_page_list_the_open_work_that_they_count(seo, twins, client_for):
    """What Lào Cai handed out; a plan of Yên Bái's own day is that of its heir."""
    for code, words in (("15", "Các năm 2023, 2024, 2025"), ("10", "Năm 2024")):
        factories.task(factories.plan(twins, code=code), leads=["Sở Y tế"], timeframe=words)
    Occurrence.objects.filter(due_on__year=2023).update(status="completed", completed_on=SIGNED)
    browser = client_for(seo)

    page = browser.get(f"/sap-xep/thoa-thuan/{twins.pk}/")
    plans = page.context["plans"]

    assert "Kỳ thực hiện chưa hoàn thành của nhiệm vụ do bên ta giao" in page.content.decode()
    assert [plan.open_count for plan in plans] == [2, 1]
    listed = [browser.get("/nhiem-vu/", {"plan": plan.pk, "open": "true"}).context["page"] for plan in plans]
    assert [page.paginator.count for page in listed] == [2, 1]


def test_a_decision_ends_the_question_until_the_sides_become_fewer_again(client_for):
    lan, old = factories.lan(), six()
    browser, address = client_for(lan), f"/thoa-thuan/{old.pk}/"

    def said():
        page = browser.get(address)
        shown = page.content.decode()
        return page.context["decided"], "Quyết định hướng xử lý" in shown, "Xem quyết định" in shown

    assert said() == (False, True, False)
    decided(lan, old, "go_on")
    assert said() == (True, False, True)
    CollapseDecision.objects.update(sides=6)  # as if another two had merged since
    assert said() == (False, True, False)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_pages_cost_the_same_queries(seo, client_for, django_assert_num_queries, item_count):
    made = [factories.agreement(("10", "15"), signed_on=SIGNED) for _number in range(item_count)]
    browser = client_for(seo)

    with django_assert_num_queries(9):
        browser.get("/sap-xep/thoa-thuan/")
    with django_assert_num_queries(11):
        browser.get(f"/sap-xep/thoa-thuan/{made[0].pk}/")
    with django_assert_num_queries(12):
        browser.get(f"/thoa-thuan/{made[0].pk}/")
