"""Small worlds for tests, on the reference data of fixtures/: real provinces, real units, invented people.

Lan keeps the papers of Lâm Đồng, Minh works in a lead unit, Hương verifies, Khang is from a province
that has no part in any of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Model
from django.utils.translation import override

from agreements.models import (
    Agreement,
    Document,
    Membership,
    Party,
    Plan,
    Province,
    ResultFigure,
    Role,
    Step,
    StepTask,
    Unit,
)
from coop.accounts.models import User
from coop.shared.dates import year_period
from coop.shared.events import Event
from coop.shared.uploads import CheckedFile
from tasks.actions.refusal import RefusedError
from tasks.actions.reporting import report_progress
from tasks.deadlines import parse
from tasks.imports.staging import stage
from tasks.models import AnnualReport, Assignment, Evidence, ImportBatch, Occurrence, Task
from tasks.reports.annual import document_of, scope_of
from tasks.reports.drafting import write_report
from tasks.reports.facts import gather
from tasks.reports.issuing import freeze
from tasks.reports.scope import Scope
from tasks.reports.snapshot import snapshot_of
from tasks.schedule import due_periods

PLAN_DAY = dt.date(2023, 8, 30)
PLAN_END = dt.date(2025, 12, 31)
TODAY = dt.date(2026, 11, 21)
SMALL_PDF = b"%PDF-1.4 small"

_numbers = count(1)


def province(code: str, on: dt.date = TODAY) -> Province:
    """The province that has this code on that day: 68 is Lâm Đồng, 79 Hồ Chí Minh, 96 Cà Mau."""
    return Province.objects.with_code(code, on)


def unit(name: str, code: str = "68", on: dt.date = TODAY) -> Unit:
    """A unit by its name, its province's code and a day on which both live."""
    return Unit.objects.valid_on(on).get(name=name, province=province(code, on))


def person(
    username: str, role: str, at: Unit, *, starts_on: dt.date = dt.date(2020, 1, 1), **options: Any
) -> User:
    """Somebody with one membership."""
    user = User.objects.create(
        username=username, full_name=f"{username.title()} (mẫu)", email=f"{username}@example.vn"
    )
    Membership.objects.create(user=user, unit=at, role=role, starts_on=starts_on, **options)
    return user


def lan() -> User:
    """Secretariat of Lâm Đồng."""
    return person("lan", Role.SECRETARIAT, unit("Văn phòng UBND tỉnh"))


def huong() -> User:
    """Staff of the focal unit: the Sở Tài chính that succeeded the Sở Kế hoạch và Đầu tư."""
    return person("huong", Role.STAFF, unit("Sở Tài chính"))


def minh() -> User:
    """Staff of the Sở Nông nghiệp và Môi trường, heir of the lead unit of 2023."""
    return person("minh", Role.STAFF, unit("Sở Nông nghiệp và Môi trường"))


def khang() -> User:
    """Secretariat of Cà Mau, which is a party to nothing here."""
    return person("khang", Role.SECRETARIAT, unit("Sở Tài chính", "96"))


def agreement(
    codes: Sequence[str] = ("79", "68"), *, signed_on: dt.date = dt.date(2022, 12, 29), **options: Any
) -> Agreement:
    """Signed by the provinces that had these codes on the day."""
    values = {"title": f"Thỏa thuận hợp tác số {next(_numbers)}", "ends_on": PLAN_END} | options
    made = Agreement.objects.create(signed_on=signed_on, **values)
    for sort, code in enumerate(codes, 1):
        Party.objects.create(agreement=made, province=province(code, signed_on), sort=sort)
    return made


def plan(
    under: Agreement | None = None, *, code: str = "68", issued_on: dt.date = PLAN_DAY, **options: Any
) -> Plan:
    """A plan of Lâm Đồng of 30/8/2023 until the end of 2025, led by its Sở Kế hoạch và Đầu tư (later its
    heir, Sở Tài chính).
    """
    side = province(code, issued_on)
    focal = "Sở Kế hoạch và Đầu tư" if issued_on < dt.date(2025, 3, 1) else "Sở Tài chính"
    values = {
        "number": f"{next(_numbers)}/KH-UBND",
        "title": "Kế hoạch triển khai thỏa thuận hợp tác",
        "issuer": side.units.get(name__startswith="UBND tỉnh", kind=Unit.Kind.COMMITTEE),
        "focal_unit": side.units.valid_on(issued_on).get(name=focal),
        "starts_on": issued_on,
        "ends_on": PLAN_END,
    } | options
    return Plan.objects.create(agreement=under or agreement(), province=side, issued_on=issued_on, **values)


def task(
    of: Plan | None = None,
    *,
    timeframe: str = "Năm 2024",
    leads: Sequence[str] = ("Sở Nông nghiệp và Phát triển nông thôn",),
    partners: Sequence[str] = (),
    **options: Any,
) -> Task:
    """A task with the units of the plan's day and the occurrences that its printed time gives."""
    of = of or plan()
    deadline = parse(timeframe, issued_on=of.issued_on, period=of.period)
    position = of.tasks.count() + 1
    values = {
        "content": f"Tổ chức hội nghị kết nối cung cầu lần thứ {next(_numbers)}",
        "ordinal": str(position),
        "lead_text": ", ".join(leads),
        "partner_text": ", ".join(partners),
        "deadline_kind": deadline.kind,
        "deadline_certain": deadline.certain,
        "deadline_reading": deadline.reading,
    } | options
    made = Task.objects.create(plan=of, position=position, timeframe=timeframe, **values)
    for role, names in ((Assignment.Role.LEAD, leads), (Assignment.Role.PARTNER, partners)):
        for sort, name in enumerate(names, 1):
            who = of.province.units.valid_on(of.issued_on).get(name=name)
            Assignment.objects.create(task=made, role=role, unit=who, sort=sort)
    for due in due_periods(deadline):
        Occurrence.objects.create(
            task=made, period_key=due.period_key, starts_on=due.starts_on, due_on=due.due_on
        )
    return made


def task_of_ca_mau() -> Task:
    """A task in a plan of Khang's province, in which Lâm Đồng has no part."""
    return task(plan(agreement(["96", "91"]), code="96"), leads=["Sở Y tế"])


def occurrence(of: Task | None = None, **options: Any) -> Occurrence:
    """The first occurrence of a task."""
    return (of or task(**options)).occurrences.order_by("due_on", "starts_on").first()


def reported(
    by: User, on: Occurrence, *, complete: bool = True, result: str = "Đã ký kết 03 hợp đồng."
) -> Occurrence:
    """An occurrence on which its lead unit has reported, by default that it is done."""
    seat = by.memberships.get().unit
    report_progress(by=by, occurrence=on, on_behalf_of=seat, complete=complete, result=result)
    on.refresh_from_db()
    return on


def stored() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the work, its history and its events, by the name of the model."""
    kept: list[type[Model]] = [Plan, *apps.get_app_config("tasks").get_models(), Event]
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in kept}


@contextmanager
def writes(**rows: int) -> Iterator[None]:
    """The act inside adds exactly these rows: `writes(Event=1, HistoricalOccurrence=1)`."""
    before = stored()
    yield
    added = {name: len(rows) - len(before[name]) for name, rows in stored().items()}
    assert {name: number for name, number in added.items() if number} == rows


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The act inside is refused with these words of the source, and no row of the work has changed."""
    before = stored()
    with override("en"), pytest.raises(RefusedError, match=words):
        yield
    assert stored() == before


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Somebody else acts after the page has read and before it writes: at its first transaction."""
    waiting = [act]

    def first(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if waiting and sql.startswith("SAVEPOINT"):
            waiting.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(first):
        yield
    assert not waiting


def evidence_on(of: Occurrence, by: User) -> Evidence:
    """A report on the occurrence that carries one small PDF."""
    content = SMALL_PDF
    file = CheckedFile(
        "biên bản.pdf", ContentFile(content, name="x.pdf"), "application/pdf", len(content), "0" * 64
    )
    seat = by.memberships.get().unit
    report = report_progress(by=by, occurrence=of, on_behalf_of=seat, percent=10, evidence=[file])
    return report.evidence.get()


def figure(of: Agreement, *, unit: Unit | None = None, **options: Any) -> ResultFigure:
    """139 projects of 2023: counted by the side of the unit, else by all parties together."""
    values = {"label": "Dự án", "measure": "dự án", "year": 2023, "value": 139} | options
    side = {"unit": unit, "province": unit.province} if unit else {}
    return ResultFigure.objects.create(agreement=of, **(side | values))


def step_task(of: Agreement, by: Unit, **options: Any) -> StepTask:
    """A small task of the side of its unit, in the drafting of an agreement."""
    step = Step.objects.create(
        agreement=of, province=by.province, kind=Step.Kind.DRAFTING, planned_on=dt.date(2026, 12, 1)
    )
    values = {"content": "Dự thảo chương trình hợp tác", "due_on": dt.date(2026, 11, 28)} | options
    return StepTask.objects.create(step=step, unit=by, **values)


def document(of: Agreement, **options: Any) -> Document:
    """A paper of the agreement with a file, added by Lâm Đồng."""
    values = {"title": "Bản thỏa thuận đã ký", "file_name": "thỏa thuận.pdf"} | options
    values.setdefault("province", province("68"))
    values.setdefault("file", ContentFile(b"%PDF-1.4 signed", name="signed.pdf"))
    return Document.objects.create(agreement=of, **values)


def draft_report(
    by: User, on: Agreement | None = None, *, year: int = 2024, cut_off_on: dt.date = dt.date(2025, 2, 10)
) -> AnnualReport:
    """Lâm Đồng's report on an agreement for a calendar year, just as data gives it."""
    return write_report(by=by, scope=Scope(on, province("68"), year_period(year), cut_off_on))


def issued_report(by: User, on: Agreement | None = None, *, number: int = 5, **options: Any) -> AnnualReport:
    """The same, issued on 12/2/2025 as No. 5; its PDF is a small one that took no time to make."""
    return frozen(by, draft_report(by, on, **options), number=number)


def frozen(by: User, draft: AnnualReport, *, number: int = 5) -> AnnualReport:
    """The draft as issued, with that small PDF."""
    draft.number, draft.issued_on = number, dt.date(2025, 2, 12)
    facts = gather(scope_of(draft))
    snapshot = snapshot_of(document_of(draft, draft.parts.all(), facts), facts)
    return freeze(by, draft, snapshot, SMALL_PDF)


APPENDIX = """TT,Nội dung,Đơn vị chủ trì,Đơn vị phối hợp,Thời gian thực hiện
1,Trồng rừng phòng hộ,Sở Y tế,Sở Công Thương,Năm 2024
"""


def staged_import(into: Plan, by: User | None = None) -> ImportBatch:
    """An appendix of one row that waits for review."""
    return stage(by=by, plan=into, name="phu-luc.csv", content=APPENDIX.encode())
