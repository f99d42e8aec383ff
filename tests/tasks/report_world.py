"""A year of work on which reports are written: what was done, what is late, what units say."""

import datetime as dt
from io import BytesIO

import pdfplumber

from coop.shared.dates import year_period
from tasks.actions.extending import ask_extension, decide_extension
from tasks.models import Extension, Occurrence, ProgressUpdate
from tasks.reports.scope import Scope
from tasks.states import Status
from tests import factories

DAY = dt.date(2025, 2, 10)
FARMING = "Sở Nông nghiệp và Phát triển nông thôn"


def scope_of(plan, year=2024, on=DAY):
    return Scope(plan.agreement, factories.province("68"), year_period(year), on)


def say(occurrence, *, result="", obstacles="", proposal="", by=None, on="2024-06-01", is_contribution=False):
    """What a lead unit, by default the first, had written by then."""
    reporter = by or factories.User.objects.filter(username="minh").first() or factories.minh()
    return ProgressUpdate.objects.create(
        occurrence=occurrence,
        on_behalf_of=reporter.memberships.get().unit if by else occurrence.task.lead_units[0],
        reported_by=reporter,
        reported_at=dt.datetime.fromisoformat(f"{on}T09:00:00+07:00"),
        is_contribution=is_contribution,
        status=Status.IN_PROGRESS,
        result=result,
        obstacles=obstacles,
        proposal=proposal,
    )


def done(occurrence, day):
    Occurrence.objects.filter(pk=occurrence.pk).update(status=Status.COMPLETED, completed_on=day, percent=100)


def postponed(occurrence, *days, on="2024-11-05"):
    """Minh asked for each of these days after the other, and Hương granted it on that day."""
    minh = factories.User.objects.filter(username="minh").first() or factories.minh()
    huong = factories.User.objects.filter(username="huong").first() or factories.huong()
    for day in days:
        seat = minh.memberships.get().unit
        wish = ask_extension(
            by=minh,
            occurrence=occurrence,
            on_behalf_of=seat,
            new_due_on=dt.date.fromisoformat(day),
            reason="Chờ bố trí vốn",
        )
        Extension.objects.filter(pk=wish.pk).update(asked_at="2024-11-01T09:00:00+07:00")
        decide_extension(by=huong, extension=wish, grant=True, past_end=True)
        Extension.objects.filter(pk=wish.pk).update(decided_at=f"{on}T09:00:00+07:00")


def year_of_work():
    """Two fields: one task done on time, one late, one overdue; one continuous and one without a date."""
    made = factories.plan(
        factories.agreement(("79", "68", "66"), title="Bản thỏa thuận hợp tác với Thành phố Hồ Chí Minh"),
        number="1606/KH-UBND",
    )
    farming = {"section": "I", "heading": "Nông nghiệp"}
    tourism = {"section": "II", "heading": "Du lịch"}
    on_time = factories.task(made, content="Kết nối cung cầu", ordinal="1", **farming)
    late = factories.task(made, content="Trồng rừng", ordinal="3", partners=["Sở Y tế"], **farming)
    overdue = factories.task(made, content="Tuần văn hóa", ordinal="1", leads=["Sở Công Thương"], **tourism)
    always = factories.task(
        made, content="Trao đổi thông tin", ordinal="2", timeframe="Thường xuyên", **tourism
    )
    factories.task(made, content="Mở tuyến bay", ordinal="5", timeframe="Sau khi có kinh phí", **tourism)
    done(factories.occurrence(on_time), "2024-12-30")
    done(factories.occurrence(late), "2025-01-15")
    say(factories.occurrence(on_time), result="Đã ký 03 hợp đồng.", obstacles="Thiếu vốn")
    say(factories.occurrence(late), result="Trồng 50 ha", obstacles="thiếu vốn.", proposal="Bố trí vốn")
    say(factories.occurrence(overdue), obstacles="Thiếu vốn")
    say(always.occurrences.get(starts_on__year=2024), result="Họp hằng quý")
    return made


def text_of(pdf):
    with pdfplumber.open(pdf if isinstance(pdf, str) else BytesIO(pdf)) as paper:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in paper.pages)
