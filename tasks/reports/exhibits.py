"""What a report shows beside its prose: the table and the chart by field, and the appendix with results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from coop.shared.charts import StackedBars
from coop.shared.documents.content import Annex, Column, Figure, GroupRow, Table
from tasks.charts import TONES
from tasks.reports import wording
from tasks.reports.entries import Entry, Tally
from tasks.reports.facts import Facts
from tasks.reports.figures import LABELS
from tasks.reports.lineage import line_drawing, lines_of, table_of_papers
from tasks.reports.paper_chart import chart_on_paper
from tasks.reports.prose import Exhibits
from tasks.states import Assessment

TABLE, CHART = "bảng số liệu theo lĩnh vực", "biểu đồ theo lĩnh vực"
_MOST_BARS = 12

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
    Column("TT", 11, "center"),  # four figures
    Column("Nội dung", 65),
    Column("Đơn vị chủ trì", 34),
    Column("Đơn vị phối hợp", 36),
    Column("Thời gian thực hiện", 24, "center"),
    Column("Kết quả", 46),
    Column("Đánh giá", 22, "center"),
    Column("Vướng mắc", 24),
)


def exhibits(facts: Facts) -> Exhibits:
    """By the names under which a text asks for them."""
    shown: dict[str, Table | Figure] = {TABLE: figure_table(facts), CHART: field_chart(facts)}
    for line in lines_of(facts):
        shown |= {line.drawing: line_drawing(line), line.table: table_of_papers(line.stations)}
    return shown


def figure_table(facts: Facts) -> Table:
    """A row for each heading in print order, and the sum; it counts due periods, not tasks."""
    rows = [_figure_row(field.heading, field.tally) for field in facts.fields]
    return Table(FIGURE_COLUMNS, (*rows, _figure_row("Tổng cộng", facts.tally)), number_row=False)


def _figure_row(label: str, tally: Tally) -> tuple[str, ...]:
    states = (Assessment.DONE_ON_TIME, Assessment.DONE_LATE, Assessment.ONGOING, Assessment.OVERDUE)
    counts = [tally.total, tally.due, *(tally.counts[state] for state in states), tally.total - tally.due]
    return (label, *(str(count) for count in counts))


def field_chart(facts: Facts) -> Figure:
    """The bars of the overview, hatched for black and white, with the legend inside the picture."""
    largest = sorted(facts.fields, key=lambda field: -field.tally.total)[:_MOST_BARS]
    rows = [(field.heading, None, _amounts(field.tally)) for field in largest]
    bars = StackedBars.build(rows, tones=TONES, name="report-fields")
    title = f"Tình hình thực hiện theo lĩnh vực {wording.period_words(facts.scope.period)}"
    return Figure(chart_on_paper(bars, title), f"Biểu đồ. {title} (số lượt nhiệm vụ)")


def _amounts(tally: Tally) -> list[tuple[str, str, int]]:
    return [(state.value, LABELS[state], tally.counts[state]) for state in Assessment]


def annex(facts: Facts, attached_to_line: str) -> Annex:
    """The columns of the printed appendix with result, assessment and obstacles (domain.md §5)."""
    return Annex(
        title=f"Kết quả thực hiện từng nhiệm vụ {wording.period_words(facts.scope.period)}",
        attached_to_line=attached_to_line,
        tables=(Table(ANNEX_COLUMNS, tuple(_annex_rows(facts.told))),),
    )


def _annex_rows(entries: tuple[Entry, ...]) -> Iterator[GroupRow | tuple[str, ...]]:
    """The rows of the appendix in their order and numbering; a task of several periods is one row."""
    heading = ""
    many_plans = len({entry.task.plan_id for entry in entries}) > 1
    for _task, same in groupby(entries, key=lambda entry: entry.task.pk):
        rows = list(same)
        shown = heading_of(rows[0], many_plans)
        if shown != heading and shown:
            heading = shown
            yield GroupRow(heading)
        yield _annex_row(rows)


def heading_of(entry: Entry, many_plans: bool) -> str:
    """ "I. Nông nghiệp"; with the plan in brackets where the paper has several, for each begins with I."""
    task = entry.task
    shown = " ".join(filter(None, [task.section and f"{task.section}.", task.heading]))
    return f"{shown} ({task.plan.short_title})".strip() if many_plans else shown


def _annex_row(entries: list[Entry]) -> tuple[str, ...]:
    task = entries[0].task
    return (
        task.ordinal,
        task.content,
        task.lead_text,
        task.partner_text,
        task.timeframe,
        _lines(entry.result for entry in entries),
        verdict(entries),
        _lines(entry.obstacles for entry in entries),
    )


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def verdict(entries: list[Entry]) -> str:
    """One assessment, or how many periods of the task had which."""
    counts = Counter(_stands(entry) for entry in entries)
    if len(entries) == 1:
        return wording.upper_first(next(iter(counts)))
    return "\n".join(f"{count} kỳ {stands}" for stands, count in counts.items())


def _stands(entry: Entry) -> str:
    return wording.postponed_to(entry) if entry.promised_on else LABELS[entry.assessment]
