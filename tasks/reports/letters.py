"""Official papers beside the annual report: the urging letter, the appendix of a plan with its status, the
sheet that a unit fills in by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.utils.translation import override

from agreements.models import Plan, Province, Unit
from coop.shared.chart_parts import grouped
from coop.shared.dates import Period, paper_date
from coop.shared.documents.content import (
    Annex,
    Code,
    Column,
    GroupRow,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    attached_to,
    number_symbol,
    place_and_date,
)
from tasks.models import Occurrence
from tasks.models.occurrence import OccurrenceQuerySet
from tasks.reports import counts_in_words, wording
from tasks.reports.annual import place_of
from tasks.reports.bound import bound
from tasks.reports.exhibits import annex
from tasks.reports.facts import gather
from tasks.reports.figures import figures_of
from tasks.reports.scope import Scope
from tasks.states import OPEN_STATUSES, Assessment

_SIGNED = Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
_KEPT = ("Lưu: VT, TH",)
_ANSWER_DAYS = 10

OVERDUE_COLUMNS = (
    Column("TT", 10, "center"),
    Column("Nhiệm vụ", 92),
    Column("Văn bản giao", 40),
    Column("Thời gian thực hiện", 34, "center"),
    Column("Thời hạn", 24, "center"),
    Column("Số ngày quá hạn", 20, "center"),
    Column("Tiến độ", 20, "center"),
)
SHEET_COLUMNS = (
    Column("Mã", 26, "center"),
    Column("Nhiệm vụ", 84),
    Column("Thời hạn", 24, "center"),
    Column("Kết quả thực hiện", 60),
    Column("Tỷ lệ (%)", 16, "center"),
    Column("Khó khăn, kiến nghị", 52),
)


@dataclass(frozen=True)
class LateUnit:
    """A unit of today with what it leads and has not done in time."""

    unit: Unit
    rows: tuple[Occurrence, ...]


def late_units(rows: OccurrenceQuerySet, on: dt.date, province: Province) -> list[LateUnit]:
    """Units of the province by what is overdue among `rows`, in the order of the list of units; a task with
    two lead units stands with both.
    """
    assessed: QuerySet[Any] = rows.for_list().by_due_date().assessed(on)
    groups: dict[Unit, dict[int, Occurrence]] = {}
    for row in assessed.filter(assessment=Assessment.OVERDUE):
        for unit in row.task.lead_units:
            heir = unit.current_heir
            if heir is not None and heir.province_id == province.pk:
                groups.setdefault(heir, {})[row.pk] = row
    ordered = sorted(groups, key=lambda unit: (unit.sort, unit.sort_name))
    return [LateUnit(unit, tuple(groups[unit].values())) for unit in ordered]


@override("vi")
def urging_letter(province: Province, late: list[LateUnit], on: dt.date) -> OfficialDocument:
    """A letter (công văn) to units that are late, with the list of their tasks. `late` is not empty."""
    total = len({row.pk for one in late for row in one.rows})
    of_whom, to_whom = "", "đơn vị"
    if len(late) > 1:
        of_whom, to_whom = f" của {len(late)} đơn vị", "các đơn vị"
    addressees = tuple(one.unit.name for one in late)
    answer_on = on + dt.timedelta(days=_ANSWER_DAYS)
    body = (
        f"Qua theo dõi việc thực hiện các thỏa thuận hợp tác, tính đến ngày {paper_date(on)} còn "
        f"{total} lượt nhiệm vụ quá hạn chưa hoàn thành{of_whom} (danh sách tại Phụ lục kèm theo).",
        f"Ủy ban nhân dân {province.full_name} đề nghị thủ trưởng {to_whom} khẩn trương chỉ đạo hoàn thành "
        "các nhiệm vụ nêu trên; báo cáo kết quả, nguyên nhân chậm và thời hạn hoàn thành trước ngày "
        f"{paper_date(answer_on)} trên hệ thống để tổng hợp.",
    )
    return OfficialDocument(
        issuing_body=("ỦY BAN NHÂN DÂN", province.full_name.upper()),
        number_symbol=number_symbol(None, "UBND-TH"),
        place_and_date=place_and_date(place_of(province), None, on.year),
        kind="",
        subject="đôn đốc thực hiện các nhiệm vụ hợp tác quá hạn",
        addressees=addressees,
        body=tuple(Paragraph(text) for text in body),
        signature=_SIGNED,
        recipients=("Như trên", *_KEPT),
        annexes=(_overdue_annex(late, on, province),),
    )


def _overdue_annex(late: list[LateUnit], on: dt.date, province: Province) -> Annex:
    table = Table(OVERDUE_COLUMNS, tuple(_overdue_rows(late, on)))
    line = attached_to("Công văn", None, "UBND-TH", None, on.year, _office(province))
    return Annex(f"Nhiệm vụ quá hạn chưa hoàn thành tính đến ngày {paper_date(on)}", line, (table,))


def _office(province: Province) -> str:
    return f"Ủy ban nhân dân {province.full_name}"


def _overdue_rows(late: list[LateUnit], on: dt.date) -> Iterator[GroupRow | tuple[str, ...]]:
    for one in late:
        yield GroupRow(f"{one.unit.name} ({len(one.rows)})")
        for number, row in enumerate(one.rows, 1):
            due = row.due_on or on
            yield (
                str(number),
                row.task.content,
                row.task.plan.short_title,
                row.task.timeframe,
                f"{due:%d/%m/%Y}",
                grouped((on - due).days),
                f"{row.percent}%",
            )


@override("vi")
def plan_status(plan: Plan, province: Province, on: dt.date) -> OfficialDocument:
    """The appendix of a plan as printed, with what became of every row until the day."""
    facts = gather(Scope(plan.agreement, province, _life_of(plan), on, plan=plan))
    counted = bound(counts_in_words.overall(facts.tally, facts.scope.period), figures_of(facts))
    line = attached_to("Báo cáo", None, "BC-UBND", None, on.year, _office(province))
    return OfficialDocument(
        issuing_body=("ỦY BAN NHÂN DÂN", province.full_name.upper()),
        number_symbol=number_symbol(None, "BC-UBND"),
        place_and_date=place_and_date(place_of(province), None, on.year),
        kind="BÁO CÁO",
        subject=f"Tình hình thực hiện nhiệm vụ của {wording.plan_words(plan, province)}",
        body=(
            Paragraph(f"Số liệu tính đến ngày {paper_date(on)}. {counted}"),
            Paragraph("(Chi tiết từng nhiệm vụ tại Phụ lục kèm theo)", italic=True),
        ),
        signature=_SIGNED,
        recipients=_KEPT,
        annexes=(annex(facts, line),) if facts.entries else (),
    )


def _life_of(plan: Plan) -> Period:
    """The plan's period, longer where a task was given a day outside it."""
    days = Occurrence.objects.filter(task__plan=plan).aggregate(first=Min("due_on"), last=Max("due_on"))
    first, last = days["first"] or plan.starts_on, days["last"] or plan.ends_on
    return Period(min(plan.starts_on, first), max(plan.ends_on, last))


@override("vi")
def unit_sheet(
    unit: Unit, rows: OccurrenceQuerySet, on: dt.date, address_of: Callable[[int], str]
) -> OfficialDocument:
    """What a unit still owes and is asked for by the day, to be filled in by hand; the code of a row opens
    its task. `address_of`: the page of a task by its id.
    """
    led = rows.led_by([unit.pk]).filter(status__in=OPEN_STATUSES)
    owed = led.asked_for(on, settings.DUE_SOON_DAYS).for_list().by_due_date()
    province = unit.province
    table = Table(SHEET_COLUMNS, tuple(_sheet_rows(owed, address_of)))
    return OfficialDocument(
        issuing_body=(unit.name.upper(),),
        superior_body=f"UBND {province.full_name.upper()}" if province else None,
        number_symbol=number_symbol(None, "BC"),
        place_and_date=place_and_date(place_of(province) if province else "", None, on.year),
        kind="PHIẾU BÁO CÁO",
        subject="Tình hình thực hiện các nhiệm vụ hợp tác được giao chủ trì",
        body=(
            Paragraph(
                f"Thực hiện các thỏa thuận hợp tác giữa các địa phương, {unit.name} báo cáo tình hình "
                "thực hiện "
                f"{len(table.rows)} lượt nhiệm vụ chưa hoàn thành tính đến ngày {paper_date(on)} "
                "(tại Phụ lục kèm theo)."
            ),
        ),
        signature=Signature(("THỦ TRƯỞNG ĐƠN VỊ",)),
        recipients=("Lưu: VT",),
        annexes=(
            Annex(
                "Phiếu báo cáo tình hình thực hiện nhiệm vụ",
                attached_to("Phiếu báo cáo", None, "BC", None, on.year, unit.name),
                (table,),
            ),
        )
        if table.rows
        else (),
    )


def _sheet_rows(
    owed: Iterable[Occurrence], address_of: Callable[[int], str]
) -> Iterator[tuple[Code | str, ...]]:
    for row in owed:
        due = f"{row.due_on:%d/%m/%Y}" if row.due_on else row.task.timeframe
        yield (Code(f"NV{row.task_id}", address_of(row.task_id)), row.task.content, due, "", "", "")
