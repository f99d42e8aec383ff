"""The sentences of the annual report, in plain administrative Vietnamese. Every rate names its
denominator; every number stands as the name of a figure in square brackets (`tasks.reports.bound`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from agreements.models import Plan, Province, ResultFigure, Unit
from coop.shared.dates import Period, paper_date, year_period
from coop.shared.text import clean, fold
from tasks.reports import figures as named
from tasks.reports.bound import token
from tasks.reports.entries import Entry, inside
from tasks.reports.facts import CountedFigure, Facts
from tasks.reports.scope import Scope
from tasks.states import Assessment


def period_words(period: Period) -> str:
    """'năm 2024' for a calendar year, else from day to day."""
    if period == year_period(period.start.year):
        return f"năm {period.start.year}"
    return f"từ ngày {paper_date(period.start)} đến ngày {paper_date(period.end)}"


def subject(facts: Facts) -> str:
    """'Kết quả năm 2024 thực hiện Thỏa thuận … đến năm 2030': the title of an agreement may end with a
    year of its own. Of several: 'Kết quả thực hiện các thỏa thuận … năm 2024'.
    """
    period, about = period_words(facts.scope.period), f"{ground(facts)}{narrowing(facts.scope)}"
    if len(facts.agreements) == 1:
        return f"Kết quả {period} thực hiện {about}"
    return f"Kết quả thực hiện {about} {period}"


def ground(facts: Facts) -> str:
    """The agreement by its title; several by the partner whom they bind."""
    if len(facts.agreements) == 1:
        return clean(facts.agreements[0].title)
    partner = facts.scope.partner
    return f"các thỏa thuận hợp tác với {partner.full_name if partner else 'các địa phương'}"


def narrowing(scope: Scope) -> str:
    """ " trong lĩnh vực …", " đối với các nhiệm vụ do … chủ trì", to be put behind a sentence; "" for all."""
    field = f" trong lĩnh vực {lower_first(scope.field.name)}" if scope.field else ""
    unit = f" đối với các nhiệm vụ do {scope.unit.name} chủ trì" if scope.unit else ""
    return field + unit


def opening(facts: Facts) -> str:
    """The sentence of grounds with which every report begins, with the cut-off day."""
    signed = facts.agreements[0].signed_on if len(facts.agreements) == 1 else None
    plans = _papers(facts)
    papers = f"{ground(facts)}{f' ký ngày {paper_date(signed)}' if signed else ''}"
    return (
        f"Thực hiện {papers}{f' và {plans}' if plans else ''}, "
        f"Ủy ban nhân dân {facts.scope.province.full_name} "
        f"báo cáo kết quả thực hiện {period_words(facts.scope.period)}{narrowing(facts.scope)} như sau "
        f"(số liệu tính đến ngày {paper_date(facts.scope.cut_off_on)}):"
    )


def _papers(facts: Facts) -> str:
    return "; ".join(plan_words(plan, facts.scope.province) for plan in facts.plans)


def plan_words(plan: Plan, side: Province) -> str:
    """ "Kế hoạch số 1606/KH-UBND ngày 30/8/2023 của UBND tỉnh Lâm Đồng", as a paper of this side cites it."""
    number = f" số {plan.number}" if plan.number else ""
    issuer = plan.issuer.name_today_for(side)
    return f"{plan_kind(plan)}{number} ngày {paper_date(plan.issued_on)} của {issuer}"


def plan_kind(plan: Plan) -> str:
    """As papers cite it: a plan of a year is a "Kế hoạch" as well."""
    return {
        Plan.Kind.PLAN: "Kế hoạch",
        Plan.Kind.YEARLY: "Kế hoạch",
        Plan.Kind.CONCLUSION: "Thông báo kết luận",
        Plan.Kind.MINUTES: "Biên bản",
    }[Plan.Kind(plan.kind)]


def steering(facts: Facts) -> list[str]:
    """Part I: which papers assign the work, who keeps it together, what leadership said."""
    if not facts.plans:
        return ["Trong kỳ chưa ban hành kế hoạch triển khai thỏa thuận."]
    papers = _papers(facts)
    sentences = [
        f"Căn cứ thỏa thuận đã ký kết, các văn bản triển khai đã được ban hành gồm: {papers}.",
        _assigned(facts),
    ]
    if facts.focal_unit is not None:
        focal_unit = facts.focal_unit.name_today_for(facts.scope.province)
        sentences.append(f"{focal_unit} là cơ quan đầu mối, theo dõi, đôn đốc và tổng hợp kết quả thực hiện.")
    if facts.directives:
        sentences.append(
            f"Lãnh đạo Ủy ban nhân dân {facts.scope.province.full_name} đã có {token(named.DIRECTIVES)} "
            "ý kiến chỉ đạo, yêu cầu giải trình đối với các nhiệm vụ cụ thể."
        )
    return sentences


def _assigned(facts: Facts) -> str:
    when = in_period_words(facts.scope.period)
    if not facts.entries:
        return f"{when} không có nhiệm vụ nào đến hạn hoặc thực hiện thường xuyên."
    return (
        f"{when}, các đơn vị được giao {token(named.TOTAL)} lượt nhiệm vụ thuộc {token(named.FIELDS)} "
        "lĩnh vực."
    )


def closing(facts: Facts) -> str:
    """The last sentence, which names the appendix where there is one."""
    scope = facts.scope
    annex = " (chi tiết từng nhiệm vụ tại Phụ lục kèm theo)" if facts.told else ""
    return (
        f"Trên đây là báo cáo kết quả thực hiện {period_words(scope.period)}{narrowing(scope)} "
        f"của Ủy ban nhân dân {scope.province.full_name}{annex}."
    )


def figure_lines(facts: Facts) -> list[str]:
    """'Dự án …: 139 dự án (…), trong đó: hoàn thành 86, …', every count under a name of its own."""
    names = {pk: token(name) for pk, name in named.names_of(facts).items()}
    return [_figure_line(figure, names, facts) for figure in facts.figures]


def _figure_line(figure: CountedFigure, names: dict[int, str], facts: Facts) -> str:
    whole = figure.whole
    told = f"{whole.label}: {names[whole.pk]} {whole.measure} ({'; '.join(_meant(whole, facts))})"
    parts = [f"{part.label} {names[part.pk]}" for part in figure.parts]
    return f"{told}, trong đó: {join(parts)}." if parts else f"{told}."


def _meant(figure: ResultFigure, facts: Facts) -> Iterator[str]:
    """Of which time, field, side and, where the report tells many, agreement a count is."""
    scope = "lũy kế đến" if figure.scope == ResultFigure.Scope.CUMULATIVE else "trong"
    yield f"{scope} năm {figure.year}"
    if figure.field:
        yield f"lĩnh vực {lower_first(figure.field.name)}"
    counted_by = _counted_by(figure, facts.scope.province)
    if counted_by:
        yield f"số liệu của {counted_by}"
    if len(facts.agreements) > 1:
        yield short(figure.agreement.title)


def _counted_by(figure: ResultFigure, side: Province) -> str:
    """'Sở Y tế, tỉnh Lâm Đồng', the province once; "" for what all parties counted together."""
    unit = inside(figure.unit.name_today_for(side)) if figure.unit else ""
    province = figure.province.full_name if figure.province else ""
    return unit if province in unit else ", ".join(filter(None, [unit, province]))


def result_lines(entries: Iterable[Entry]) -> list[str]:
    """'Nội dung (đơn vị): kết quả.', a task of several periods named once with each of them."""
    return [_result_line(list(same)) for _task, same in groupby(entries, key=lambda entry: entry.task.pk)]


def _result_line(same: list[Entry]) -> str:
    head = f"{short(same[0].task.content)} ({same[0].leads})"
    if len(same) == 1:
        return f"{head}: {_result(same[0])}"
    told = [f"kỳ {_period(entry)}: {_result(entry)}" for entry in same]
    return f"{head}: {'; '.join(line.rstrip('.') for line in told)}."


def _period(entry: Entry) -> str:
    """'31/3/2026' as papers write a day, else '2026'."""
    if entry.due_on:
        return paper_date(entry.due_on)
    return entry.occurrence.period_name or "chưa có thời hạn"


def _result(entry: Entry) -> str:
    return sentence(entry.result) if entry.result.strip() else "đơn vị chưa báo cáo kết quả cụ thể."


def due_lines(entries: Iterable[Entry]) -> list[str]:
    """'Nội dung (đơn vị, hạn 30/6/2024).', a task of several periods named once with all its days."""
    return [_due_line(list(same)) for _task, same in groupby(entries, key=lambda entry: entry.task.pk)]


def _due_line(same: list[Entry]) -> str:
    days = [paper_date(entry.due_on) for entry in same if entry.due_on]
    due = f", hạn {join(days)}" if days else ""
    return f"{short(same[0].task.content)} ({same[0].leads}{due})."


def postponed_lines(entries: Iterable[Entry]) -> list[str]:
    """'Nội dung (đơn vị, hạn 31/12/2024, gia hạn đến 30/6/2025).', a task of several periods named once."""
    return [_postponed_line(list(same)) for _task, same in groupby(entries, key=lambda entry: entry.task.pk)]


def _postponed_line(same: list[Entry]) -> str:
    days = [
        f"hạn {paper_date(entry.promised_on)}, {postponed_to(entry)}" for entry in same if entry.promised_on
    ]
    return f"{short(same[0].task.content)} ({same[0].leads}, {'; '.join(days)})."


def postponed_to(entry: Entry) -> str:
    """'gia hạn đến 30/6/2025'; with how it stands where the work has not simply gone on."""
    to = f"gia hạn đến {paper_date(entry.due_on)}" if entry.due_on else ""
    return f"{to}{_unless_ongoing(entry)}"


def _unless_ongoing(entry: Entry) -> str:
    return "" if entry.assessment == Assessment.ONGOING else f", {named.LABELS[entry.assessment]}"


def underway_lines(entries: Iterable[Entry]) -> list[str]:
    """'Nội dung (đơn vị, hạn 31/12/2025): kết quả.', how far the work has come that ends after the period."""
    return [_underway_line(list(same)) for _task, same in groupby(entries, key=lambda entry: entry.task.pk)]


def _underway_line(same: list[Entry]) -> str:
    days = [f"hạn {paper_date(entry.due_on)}{_unless_ongoing(entry)}" for entry in same if entry.due_on]
    head = f"{short(same[0].task.content)} ({same[0].leads}, {'; '.join(days)})"
    results = dict.fromkeys(sentence(entry.result) for entry in same if entry.result.strip())
    return f"{head}: {' '.join(results)}" if results else f"{head}."


def gathered(
    entries: Iterable[Entry], said: Callable[[Entry], Iterable[tuple[str, Unit | None]]]
) -> list[str]:
    """Each obstacle, cause or proposal once, with all units that named it. `said`: what, and by whom."""
    told: dict[str, tuple[str, list[str]]] = {}
    for entry in entries:
        for words, teller in said(entry):
            if not (text := sentence(words)):
                continue
            _kept, units = told.setdefault(fold(text), (text, []))
            if (unit := entry.called(teller)) not in units:
                units.append(unit)
    return [f"{text.rstrip('.')} ({'; '.join(units)})." for text, units in told.values()]


def sentence(text: str) -> str:
    """One line that ends with a full stop; '' stays ''. Square brackets are for figures alone."""
    flat = clean(text).rstrip(" .;,").replace("[", "(").replace("]", ")")
    return f"{flat}." if flat else ""


def short(text: str, limit: int = 220) -> str:
    """The task in a line: cut at a word, never inside one."""
    flat = sentence(text).rstrip(".")
    return flat if len(flat) <= limit else f"{flat[:limit].rsplit(' ', 1)[0]}…"


def join(parts: list[str]) -> str:
    """'a, b và c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def lower_first(text: str) -> str:
    """'Du lịch' → 'du lịch', 'CNTT' as it is: for our own labels, never for what a unit wrote, which may
    begin with a name ('Bình Thuận đã ký …').
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The rest stays as it is: `str.capitalize` would make "UBND" into "Ubnd"."""
    return text[:1].upper() + text[1:]


def in_period_words(period: Period) -> str:
    """'Trong năm 2024', 'Từ ngày … đến ngày …': how a sentence begins."""
    words = period_words(period)
    return f"Trong {words}" if words.startswith("năm") else upper_first(words)
