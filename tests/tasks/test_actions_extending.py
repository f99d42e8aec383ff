"""More time is asked for with a reason and decided by others; the old date and the count stay."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from tasks.actions.extending import ask_extension, decide_extension
from tasks.history import history_of
from tasks.models import Extension, Occurrence
from tasks.states import Assessment, Status
from tests import factories

DUE, LATER = dt.date(2024, 12, 31), dt.date(2025, 6, 30)
BETWEEN = dt.date(2025, 3, 1)


@pytest.fixture
def occurrence(db):
    return factories.occurrence()


def ask(by, on, new_due_on=LATER, reason="Chờ bố trí vốn."):
    seat = by.memberships.first().unit
    return ask_extension(by=by, occurrence=on, on_behalf_of=seat, new_due_on=new_due_on, reason=reason)


def due_on(occurrence):
    return Occurrence.objects.get(pk=occurrence.pk).due_on


def test_asking_changes_no_date_yet(minh, occurrence):
    with factories.writes(Extension=1, Event=1):
        ask(minh, occurrence)

    assert due_on(occurrence) == DUE


def test_granted_time_moves_the_date_and_keeps_the_old_one(minh, huong, occurrence):
    wish = ask(minh, occurrence)

    with factories.writes(HistoricalOccurrence=1, Event=1):
        decide_extension(by=huong, extension=wish, grant=True, note="Đồng ý.")

    wish.refresh_from_db()
    assert (wish.old_due_on, wish.new_due_on, wish.decision) == (DUE, LATER, Extension.Decision.GRANTED)
    assert (wish.decided_by, due_on(occurrence)) == (huong, LATER)
    assert Occurrence.objects.get().assessment_on(BETWEEN) == Assessment.ONGOING


def test_a_report_says_against_which_day_it_was_made_where_that_has_moved(
    minh, huong, occurrence, client_for
):
    """An inspector would read Minh's first report as one on the day that was granted after it."""
    told = "hạn tại thời điểm báo cáo: 31/12/2024"
    page = reverse("task-detail", args=[occurrence.task_id])
    factories.reported(minh, occurrence, complete=False)
    assert told not in client_for(huong).get(page).content.decode()

    decide_extension(by=huong, extension=ask(minh, occurrence), grant=True)
    occurrence.refresh_from_db()
    factories.reported(minh, occurrence, complete=False)

    assert client_for(huong).get(page).content.decode().count(told) == 1


def test_refused_time_leaves_the_date(minh, huong, occurrence):
    wish = ask(minh, occurrence)

    with factories.refused("Give the reason for refusing"):
        decide_extension(by=huong, extension=wish, grant=False, note="  ")
    with factories.writes(HistoricalOccurrence=1, Event=1):
        decide_extension(by=huong, extension=wish, grant=False, note="Đã gia hạn nhiều lần.")

    wish.refresh_from_db()
    assert (wish.decision, due_on(occurrence)) == (Extension.Decision.REFUSED, DUE)
    assert Occurrence.objects.get().assessment_on(BETWEEN) == Assessment.OVERDUE
    assert "Đã gia hạn nhiều lần." in history_of(occurrence.task)[0].text
    with pytest.raises(IntegrityError, match="extension_refusal_has_reason"), transaction.atomic():
        Extension.objects.update(decision_note="")


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("extension_decided", {"decision": "granted"}),
        ("extension_decided", {"decided_by": F("asked_by"), "decided_at": F("asked_at")}),
        ("extension_later", {"new_due_on": DUE}),
        ("extension_has_reason", {"reason": ""}),
    ],
)
def test_the_database_knows_no_other_wish(minh, occurrence, rule, values):
    ask(minh, occurrence)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Extension.objects.update(**values)


def test_who_asked_reads_why_more_time_was_refused(minh, huong, occurrence, client_for):
    wish = ask(minh, occurrence)
    decide, refusal = reverse("extension-decide", args=[wish.pk]), {"decision": "refuse", "note": " "}
    assert client_for(huong).post(decide, refusal).context["form"].has_error("note")

    client_for(huong).post(decide, refusal | {"note": "Đã gia hạn nhiều lần."})

    for page in (reverse("task-detail", args=[occurrence.task_id]), reverse("todo")):
        assert "Đã gia hạn nhiều lần." in client_for(minh).get(page).content.decode()


def test_every_postponement_counts(minh, huong, occurrence):
    for new_due_on in (LATER, dt.date(2025, 9, 30)):
        decide_extension(by=huong, extension=ask(minh, occurrence, new_due_on), grant=True)
    decide_extension(
        by=huong, extension=ask(minh, occurrence, dt.date(2025, 12, 31)), grant=False, note="Hết lý do."
    )

    granted = occurrence.extensions.filter(decision=Extension.Decision.GRANTED).order_by("pk")
    assert [wish.old_due_on for wish in granted] == [DUE, LATER]
    assert due_on(occurrence) == dt.date(2025, 9, 30)
    moves = [act.text for act in history_of(occurrence.task) if "30/06/2025 → 30/09/2025" in act.text]
    assert len(moves) == 2  # asked for and granted


def test_who_decides_reads_the_earlier_wishes_and_what_became_of_them(minh, huong, occurrence, client_for):
    decide_extension(by=huong, extension=ask(minh, occurrence), grant=True)
    wish = ask(minh, occurrence, dt.date(2025, 12, 31))

    page = client_for(huong).get(reverse("extension-decide", args=[wish.pk]))

    earlier = [(one.new_due_on, one.get_decision_display()) for one in page.context["earlier"]]
    assert earlier == [(LATER, "đồng ý gia hạn")]
    assert "Các lần xin gia hạn trước" in page.content.decode()


def test_a_wish_needs_a_later_date_and_a_reason(minh, occurrence):
    with factories.refused("later than the present one"):
        ask(minh, occurrence, new_due_on=DUE)
    with factories.refused("31/12/9999 is not a day of the years 1990 to 2100"):
        ask(minh, occurrence, new_due_on=dt.date.max)
    with factories.refused("Give the reason"):
        ask(minh, occurrence, reason="  ")


@pytest.mark.parametrize("paper", ["plan", "agreement"])
def test_time_beyond_the_end_of_the_plan_or_agreement_is_told_to_who_asks_and_granted_only_on_purpose(
    minh, huong, client_for, paper
):
    under = factories.agreement(ends_on=dt.date(2025, 3, 31) if paper == "agreement" else None)
    ends_on = {"ends_on": dt.date(2025, 3, 31)} if paper == "plan" else {}
    occurrence = factories.occurrence(factories.task(factories.plan(under, **ends_on)))
    name = {"plan": "kế hoạch", "agreement": "thỏa thuận"}[paper]
    told = f"Thời hạn mới (30/06/2025) sau ngày kết thúc {name} (31/03/2025)."
    page, asks = reverse("occurrence-extend", args=[occurrence.pk]), client_for(minh)
    assert f"{name.capitalize()} kết thúc ngày 31/03/2025" in asks.get(page).content.decode()
    sent = {"on_behalf_of": minh.memberships.get().unit_id, "new_due_on": "30/06/2025", "reason": "Chờ vốn."}
    assert told in asks.post(page, sent, follow=True).content.decode()

    wish, browser = Extension.objects.get(), client_for(huong)
    decide, grant = reverse("extension-decide", args=[wish.pk]), {"decision": "grant", "note": ""}

    assert told in browser.get(decide).content.decode()
    with factories.refused("lies after the end"):
        decide_extension(by=huong, extension=wish, grant=True)
    refused = browser.post(decide, grant)
    assert refused.context["form"].has_error("past_end")
    assert due_on(occurrence) == DUE

    browser.post(decide, grant | {"past_end": "on"})
    assert due_on(occurrence) == LATER


def test_time_within_the_plan_is_granted_without_a_question(minh, huong, occurrence, client_for):
    wish = ask(minh, occurrence)

    assert "past_end" not in (
        client_for(huong).get(reverse("extension-decide", args=[wish.pk])).context["form"].fields
    )


@pytest.mark.parametrize("timeframe", ["Thường xuyên", "Sau khi có hướng dẫn"])
def test_without_a_due_date_there_is_nothing_to_extend(minh, timeframe):
    occurrence = factories.occurrence(timeframe=timeframe)

    with factories.refused("no due date"):
        ask(minh, occurrence)


def test_one_wish_waits_at_a_time(minh, occurrence):
    ask(minh, occurrence)

    with factories.refused("already waits"):
        ask(minh, occurrence, dt.date(2025, 9, 30))


def test_only_the_lead_unit_asks(occurrence):
    for person in (factories.lan(), factories.huong(), factories.khang()):
        with factories.refused("Only a lead unit"):
            ask(person, occurrence)


def test_nobody_asks_for_a_unit_that_is_not_their_own(minh, occurrence):
    with factories.refused("on behalf of"):
        ask_extension(
            by=minh,
            occurrence=occurrence,
            on_behalf_of=factories.unit("Sở Y tế"),
            new_due_on=LATER,
            reason="Chờ bố trí vốn.",
        )


def test_what_waits_for_confirmation_asks_for_no_time(minh, occurrence):
    factories.reported(minh, occurrence)

    with factories.refused("not possible now"):
        ask(minh, occurrence)


def test_a_wish_is_decided_once_and_not_by_its_unit(minh, huong, occurrence):
    wish = ask(minh, occurrence)

    for stranger in (minh, factories.khang()):
        with factories.refused("Only the focal unit"):
            decide_extension(by=stranger, extension=wish, grant=True)
    decide_extension(by=huong, extension=wish, grant=False, note="Không còn vốn.")
    with factories.refused("decided already"):
        decide_extension(by=huong, extension=wish, grant=True)


def test_the_focal_unit_does_not_decide_on_its_own_wish(huong):
    occurrence = factories.occurrence(leads=["Sở Kế hoạch và Đầu tư"])
    wish = ask(huong, occurrence)

    with factories.refused("of their own"):
        decide_extension(by=huong, extension=wish, grant=True)


def test_a_wish_on_a_paused_task_waits_until_it_goes_on(minh, huong, occurrence):
    wish = ask(minh, occurrence)
    Occurrence.objects.update(status=Status.PAUSED)

    with factories.refused("not possible now"):
        decide_extension(by=huong, extension=wish, grant=True)
