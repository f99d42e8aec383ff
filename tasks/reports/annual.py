"""The annual report: facts → OfficialDocument. Outline: reporting-practice.md A1; layout: Nghị định
30/2020/NĐ-CP.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from agreements.models import Province
from coop.shared.dates import paper_date
from coop.shared.documents.content import (
    Annex,
    Block,
    BulletList,
    Column,
    GroupRow,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    number_symbol,
    place_and_date,
)
from coop.shared.text import clean
from tasks.reports import wording
from tasks.reports.facts import Entry, Facts, FieldFacts, Scope, gather
from tasks.states import Assessment

SYMBOL = "BC-UBND"

FIGURE_COLUMNS = (
    Column("Lĩnh vực", 52),
    Column("Tổng số giao", 15, "center"),
    Column("Đến hạn trong kỳ", 16, "center"),
    Column("Hoàn thành đúng hạn", 17, "center"),
    Column("Hoàn thành quá hạn", 17, "center"),
    Column("Trong hạn", 14, "center"),
    Column("Quá hạn", 14, "center"),
    Column("Không tính hạn", 15, "center"),
)
ANNEX_COLUMNS = (
    Column("TT", 10, "center"),
    Column("Nội dung", 66),
    Column("Đơn vị chủ trì", 34),
    Column("Đơn vị phối hợp", 36),
    Column("Thời gian thực hiện", 24, "center"),
    Column("Kết quả", 46),
    Column("Đánh giá", 22, "center"),
    Column("Vướng mắc", 24),
)


def annual_report(scope: Scope) -> OfficialDocument:
    """The report as a draft: number and day are left open until it is issued."""
    facts = gather(scope)
    when = wording.period_words(scope.period)
    return OfficialDocument(
        issuing_body=("ỦY BAN NHÂN DÂN", scope.province.full_name.upper()),
        number_symbol=number_symbol(None, SYMBOL),
        place_and_date=place_and_date(_place(scope.province), None, scope.cut_off_on.year),
        kind="BÁO CÁO",
        subject=f"Kết quả {when} thực hiện {clean(scope.agreement.title)}",
        body=tuple(_body(facts)),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        recipients=_recipients(facts),
        annexes=(_annex(facts),) if facts.entries else (),
        title=f"Báo cáo {when}: {clean(scope.agreement.title)}",
    )


def _place(province: Province) -> str:
    return "Thành phố Hồ Chí Minh" if province.name == "Hồ Chí Minh" else province.name


def _body(facts: Facts) -> Iterator[Block]:
    yield Paragraph(wording.opening(facts))
    yield Heading(1, "I. Công tác chỉ đạo, điều hành")
    yield from (Paragraph(text) for text in wording.steering(facts))
    yield Heading(1, "II. Kết quả thực hiện theo lĩnh vực")
    yield from _results(facts)
    yield Heading(1, "III. Đánh giá chung")
    yield from _assessment(facts)
    yield Heading(1, "IV. Phương hướng, nhiệm vụ kỳ tới")
    yield from _outlook(facts)
    yield Heading(1, "V. Kiến nghị, đề xuất")
    yield from _said(
        wording.gathered(facts.entries, "proposal"), "Trong kỳ không có kiến nghị, đề xuất của các đơn vị."
    )
    if facts.entries:
        yield Paragraph("(Chi tiết từng nhiệm vụ tại Phụ lục kèm theo)", italic=True)


def _results(facts: Facts) -> Iterator[Block]:
    yield Paragraph(wording.overall(facts.tally, facts.scope.period))
    if facts.entries:
        yield _figure_table(facts)
    if facts.figures:
        yield Paragraph("Một số số liệu kết quả:")
        yield BulletList(tuple(wording.figure_words(figure) for figure in facts.figures))
    for number, field in enumerate(facts.fields, 1):
        yield Heading(2, f"{number}. {field.heading}")
        yield from _field_results(field, facts)


def _field_results(field: FieldFacts, facts: Facts) -> Iterator[Block]:
    yield Paragraph(wording.overall(field.tally, facts.scope.period))
    for title, states in (
        ("Kết quả cụ thể:", (Assessment.DONE_ON_TIME, Assessment.DONE_LATE)),
        ("Đang thực hiện và thực hiện thường xuyên:", (Assessment.ONGOING, Assessment.CONTINUOUS)),
    ):
        told = [entry for entry in field.entries if entry.assessment in states and entry.reported]
        if told:
            yield Paragraph(title)
            yield BulletList(tuple(wording.result_words(entry) for entry in told))
    late = [entry for entry in field.entries if entry.assessment == Assessment.OVERDUE]
    if late:
        yield Paragraph("Quá hạn chưa hoàn thành:")
        yield BulletList(tuple(wording.late_words(entry) for entry in late))


def _figure_table(facts: Facts) -> Table:
    rows = [_figure_row(field.heading, field) for field in facts.fields]
    return Table(
        FIGURE_COLUMNS, (*rows, _figure_row("Tổng cộng", FieldFacts("", facts.entries))), number_row=False
    )


def _figure_row(label: str, field: FieldFacts) -> tuple[str, ...]:
    tally = field.tally
    states = (Assessment.DONE_ON_TIME, Assessment.DONE_LATE, Assessment.ONGOING, Assessment.OVERDUE)
    counts = [tally.total, tally.due, *(tally.counts[state] for state in states), tally.total - tally.due]
    return (label, *(str(count) for count in counts))


def _assessment(facts: Facts) -> Iterator[Block]:
    yield Heading(2, "1. Ưu điểm")
    yield Paragraph(_strengths(facts))
    yield Heading(2, "2. Tồn tại, hạn chế")
    late = [wording.late_words(entry) for entry in facts.with_assessment(Assessment.OVERDUE)]
    if late:
        yield Paragraph(f"Còn {len(late)} nhiệm vụ quá hạn chưa hoàn thành:")
    yield from _said(late, "Không có nhiệm vụ nào quá hạn chưa hoàn thành.")
    yield Heading(2, "3. Khó khăn, vướng mắc và nguyên nhân")
    yield from _said(
        wording.gathered(facts.entries, "obstacles"), "Trong kỳ các đơn vị không báo cáo khó khăn, vướng mắc."
    )


def _strengths(facts: Facts) -> str:
    tally = facts.tally
    if not tally.done:
        return (
            "Các đơn vị đã được giao nhiệm vụ cụ thể; trong kỳ chưa có nhiệm vụ nào được xác nhận hoàn thành."
        )
    on_time = tally.counts[Assessment.DONE_ON_TIME]
    return (
        f"Các đơn vị đã hoàn thành {tally.done}/{tally.due} nhiệm vụ đến hạn "
        f"({wording.percent(tally.done, tally.due)}), trong đó {on_time}/{tally.done} nhiệm vụ "
        f"hoàn thành đúng hạn ({wording.percent(on_time, tally.done)})."
    )


def _outlook(facts: Facts) -> Iterator[Block]:
    year = facts.scope.period.end.year + 1
    carried = facts.with_assessment(Assessment.OVERDUE)
    if carried:
        yield Paragraph(
            f"Tiếp tục đôn đốc, hoàn thành dứt điểm {len(carried)} nhiệm vụ quá hạn nêu tại phần III."
        )
    due = [entry for entry in facts.coming if entry.due_on is not None]
    if due:
        yield Paragraph(f"Năm {year} có {len(due)} nhiệm vụ đến hạn:")
        yield BulletList(tuple(wording.late_words(entry) for entry in due))
    if not carried and not due:
        yield Paragraph(f"Chưa có nhiệm vụ nào được giao với thời hạn trong năm {year}.")


def _said(lines: list[str], nothing: str) -> Iterator[Block]:
    yield BulletList(tuple(lines)) if lines else Paragraph(nothing)


def _recipients(facts: Facts) -> tuple[str, ...]:
    agreement, own = facts.scope.agreement, facts.scope.province.current_heir_id
    partners = [
        f"UBND {party.province.current_heir.full_name} (để phối hợp)"
        for party in agreement.parties.select_related("province__current_heir").order_by("sort")
        if party.province.current_heir is not None and party.province.current_heir_id != own
    ]
    once = list(dict.fromkeys(partners))
    return ("Thường trực Tỉnh ủy, HĐND (để báo cáo)", *once, "Các sở, ban, ngành", "Lưu: VT, TH")


def _annex(facts: Facts) -> Annex:
    scope = facts.scope
    return Annex(
        title=f"Kết quả thực hiện từng nhiệm vụ {wording.period_words(scope.period)}",
        attached_to_line=(
            f"Kèm theo Báo cáo của Ủy ban nhân dân {scope.province.full_name}, "
            f"số liệu tính đến ngày {paper_date(scope.cut_off_on)}"
        ),
        tables=(Table(ANNEX_COLUMNS, tuple(_annex_rows(facts))),),
    )


def _annex_rows(facts: Facts) -> Iterator[GroupRow | tuple[str, ...]]:
    """The rows of the appendix in their order and numbering; a task of several periods is one row."""
    heading = ""
    many_plans = len({entry.task.plan_id for entry in facts.entries}) > 1
    for _task, same in groupby(facts.entries, key=lambda entry: entry.task.pk):
        entries = list(same)
        task = entries[0].task
        shown = " ".join(filter(None, [task.section and f"{task.section}.", task.heading]))
        if many_plans:
            shown = f"{shown} ({task.plan.short_title})".strip()
        if shown != heading and shown:
            heading = shown
            yield GroupRow(heading)
        yield _annex_row(entries)


def _annex_row(entries: list[Entry]) -> tuple[str, ...]:
    task = entries[0].task
    return (
        task.ordinal,
        task.content,
        task.lead_text,
        task.partner_text,
        task.timeframe,
        _lines(entry.result for entry in entries),
        _verdict(entries),
        _lines(entry.obstacles for entry in entries),
    )


def _lines(texts: Iterator[str]) -> str:
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _verdict(entries: list[Entry]) -> str:
    """One assessment, or how many periods of the task had which."""
    if len(entries) == 1:
        label = wording.LABELS[entries[0].assessment]
        return label[:1].upper() + label[1:]
    counts = FieldFacts("", tuple(entries)).tally.counts
    return "\n".join(f"{count} kỳ {wording.LABELS[state]}" for state, count in counts.items())
