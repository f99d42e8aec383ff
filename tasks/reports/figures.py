"""The counts that a report quotes, by the names under which its text is bound to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, count

from agreements.models import ResultFigure
from tasks.rates import percent_of
from tasks.reports.bound import LONGEST_NAME, figure_name
from tasks.reports.entries import Tally
from tasks.reports.facts import CountedFigure, Facts
from tasks.states import Assessment

LABELS = {
    Assessment.DONE_ON_TIME: "hoàn thành đúng hạn",
    Assessment.DONE_LATE: "hoàn thành quá hạn",
    Assessment.ONGOING: "đang thực hiện trong hạn",
    Assessment.OVERDUE: "quá hạn chưa hoàn thành",
    Assessment.CONTINUOUS: "thực hiện thường xuyên",
    Assessment.UNDATED: "chưa xác định thời hạn",
    Assessment.STOPPED: "tạm dừng hoặc dừng thực hiện",
}
TOTAL, DUE, DONE = "tổng số giao", "đến hạn", "hoàn thành"
DONE_RATE, ON_TIME_RATE = "tỷ lệ hoàn thành", "tỷ lệ đúng hạn"
CONTINUOUS_REPORTED = "thường xuyên đã báo cáo"
FIELDS, COMING, DIRECTIVES = "số lĩnh vực", "đến hạn kỳ tới", "ý kiến chỉ đạo"
POSTPONED, UNDERWAY = "gia hạn sang sau kỳ", "đến hạn sau kỳ"
EARLIER = "quá hạn từ các kỳ trước"
NO_RATE = "–"


def figures_of(facts: Facts) -> dict[str, str]:
    """Every name with its value as the paper writes it."""
    names = names_of(facts)
    rows = (row for figure in facts.figures for row in (figure.whole, *figure.parts))
    return _counts(facts) | {names[row.pk]: decimal(row.value) for row in rows}


def _counts(facts: Facts) -> dict[str, str]:
    named = tally_figures(facts.tally)
    for field in facts.fields:
        named |= tally_figures(field.tally, field.heading)
    named[FIELDS] = str(len(facts.fields))
    named[COMING] = str(sum(entry.due_on is not None for entry in facts.coming))
    named[DIRECTIVES] = str(facts.directives)
    for name, apart in ((POSTPONED, facts.postponed), (UNDERWAY, facts.underway), (EARLIER, facts.earlier)):
        named[name] = str(len(apart))
    return named


def tally_figures(tally: Tally, of: str = "") -> dict[str, str]:
    """Name of the figure → its value as the paper shows it. `of`: the heading that is counted; "" is all."""
    counts = {TOTAL: tally.total, DUE: tally.due, DONE: tally.done}
    counts |= {label: tally.counts[state] for state, label in LABELS.items()}
    counts[CONTINUOUS_REPORTED] = tally.reported_continuous
    shown = {name: str(count) for name, count in counts.items()}
    shown[DONE_RATE] = percent(tally.done, tally.due)
    shown[ON_TIME_RATE] = percent(tally.counts[Assessment.DONE_ON_TIME], tally.done)
    return {figure_name(name, of): value for name, value in shown.items()}


def names_of(facts: Facts) -> dict[int, str]:
    """By id: 'Dự án 2024' and 'hoàn thành – Dự án 2024', no name given twice."""
    taken = set(_counts(facts))
    names: dict[int, str] = {}
    for figure in facts.figures:
        name = names[figure.whole.pk] = _free(_names_for(figure.whole), taken)
        names |= {part.pk: _free([figure_name(part.label, name)], taken) for part in figure.parts}
    return names


def _names_for(figure: ResultFigure) -> Iterator[str]:
    """The shortest first; then with field, unit, province and agreement, which tell it from another one."""
    sum_or_year = "lũy kế " if figure.scope == ResultFigure.Scope.CUMULATIVE else ""
    name = f"{figure.label} {sum_or_year}{figure.year}"
    yield figure_name(name)
    agreement = figure.agreement.number or figure.agreement.title
    for told in (figure.field, figure.unit, figure.province, agreement):
        if told:
            name = f"{name}, {told}"
            yield figure_name(name)


def _free(names: Iterable[str], taken: set[str]) -> str:
    """The first that no other figure has, else the last with a number; it is taken from now on."""
    known = list(names)
    numbered = (f"{known[-1][: LONGEST_NAME - 6]} ({number})" for number in count(2))
    free = next(name for name in chain(known, numbered) if name not in taken)
    taken.add(free)
    return free


def sums_that_fail(facts: Facts) -> list[CountedFigure]:
    """Whose parts do not add up to it (domain.md §6)."""
    return [figure for figure in facts.figures if not figure.adds_up]


def percent(part: int, whole: int) -> str:
    """'70,6%'; '–' where nothing is counted."""
    rate = percent_of(part, whole)
    return NO_RATE if rate is None else f"{decimal(rate, 1)}%"


def decimal(value: Decimal, places: int = 2) -> str:
    """1.234,5: thousands by points, decimals after a comma and only where there are any."""
    text = f"{value:,.{places}f}".rstrip("0").rstrip(".") if places else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
