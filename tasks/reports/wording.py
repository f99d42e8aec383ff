"""The sentences of the annual report, in plain administrative Vietnamese. Every rate names its
denominator.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from agreements.models import Plan, ResultFigure
from coop.shared.dates import Period, paper_date, year_period
from coop.shared.text import clean, fold
from tasks.reports.facts import Entry, Facts, Tally
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
_DATED = (Assessment.DONE_ON_TIME, Assessment.DONE_LATE, Assessment.ONGOING, Assessment.OVERDUE)


def period_words(period: Period) -> str:
    """'năm 2024' for a calendar year, else from day to day."""
    if period == year_period(period.start.year):
        return f"năm {period.start.year}"
    return f"từ ngày {paper_date(period.start)} đến ngày {paper_date(period.end)}"


def percent(part: int, whole: int) -> str:
    """'70,6%'; the caller has seen to it that `whole` is not 0."""
    return f"{decimal(Decimal(100 * part) / whole, 1)}%"


def decimal(value: Decimal, places: int = 2) -> str:
    """1.234,5: thousands by points, decimals after a comma and only where there are any."""
    text = f"{value:,.{places}f}".rstrip("0").rstrip(".") if places else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def opening(facts: Facts) -> str:
    agreement = facts.scope.agreement
    signed = f" ký ngày {paper_date(agreement.signed_on)}" if agreement.signed_on else ""
    plans = "; ".join(plan_words(plan) for plan in facts.plans)
    ground = f"{clean(agreement.title)}{signed}"
    return (
        f"Thực hiện {ground}{f' và {plans}' if plans else ''}, "
        f"Ủy ban nhân dân {facts.scope.province.full_name} "
        f"báo cáo kết quả thực hiện {period_words(facts.scope.period)} như sau "
        f"(số liệu tính đến ngày {paper_date(facts.scope.cut_off_on)}):"
    )


def plan_words(plan: Plan) -> str:
    number = f" số {plan.number}" if plan.number else ""
    return f"{plan_kind(plan)}{number} ngày {paper_date(plan.issued_on)} của {plan.issuer.name}"


def plan_kind(plan: Plan) -> str:
    return {
        Plan.Kind.PLAN: "Kế hoạch",
        Plan.Kind.YEARLY: "Kế hoạch",
        Plan.Kind.CONCLUSION: "Thông báo kết luận",
        Plan.Kind.MINUTES: "Biên bản",
    }[Plan.Kind(plan.kind)]


def steering(facts: Facts) -> list[str]:
    """Part I: which papers assign the work, and who keeps it together."""
    if not facts.plans:
        return ["Trong kỳ chưa ban hành kế hoạch triển khai thỏa thuận."]
    papers = "; ".join(plan_words(plan) for plan in facts.plans)
    sentences = [
        f"Căn cứ thỏa thuận đã ký kết, các văn bản triển khai đã được ban hành gồm: {papers}.",
        f"Trong {period_words(facts.scope.period)}, các đơn vị được giao {facts.tally.total} lượt nhiệm vụ "
        f"thuộc {len(facts.fields)} lĩnh vực.",
    ]
    if facts.focal_unit is not None:
        sentences.append(
            f"{facts.focal_unit.name_today} là cơ quan đầu mối, theo dõi, đôn đốc và "
            "tổng hợp kết quả thực hiện."
        )
    return sentences


def overall(tally: Tally, period: Period) -> str:
    """The counts of a period or a field: what was due, how it went, and what has no deadline."""
    when = period_words(period)
    if not tally.due:
        return f"Trong {when} không có nhiệm vụ nào đến hạn.{others(tally)}"
    parts = ", ".join(f"{tally.counts[state]} {LABELS[state]}" for state in _DATED if tally.counts[state])
    return (
        f"Trong {when} có {tally.due} nhiệm vụ đến hạn, trong đó: {parts}; "
        f"tỷ lệ hoàn thành đạt {tally.done}/{tally.due} nhiệm vụ đến hạn ({percent(tally.done, tally.due)})."
        f"{others(tally)}"
    )


def others(tally: Tally) -> str:
    """What stays outside the rate, told apart from it."""
    said = []
    if count := tally.counts[Assessment.CONTINUOUS]:
        said.append(f"{count} nhiệm vụ thường xuyên ({tally.reported_continuous} đã báo cáo trong kỳ)")
    for state in (Assessment.UNDATED, Assessment.STOPPED):
        if count := tally.counts[state]:
            said.append(f"{count} nhiệm vụ {LABELS[state]}")
    return f" Ngoài ra có {join(said)}, không tính vào tỷ lệ nêu trên." if said else ""


def figure_words(figure: ResultFigure) -> str:
    """'Dự án …: 139 dự án, trong đó 86 …, 27 …, 26 …'."""
    scope = "lũy kế đến" if figure.scope == ResultFigure.Scope.CUMULATIVE else "trong"
    whole = f"{figure.label}: {decimal(figure.value)} {figure.measure} ({scope} năm {figure.year})"
    parts = [f"{decimal(part.value)} {lower_first(part.label)}" for part in figure.parts.all()]
    return f"{whole}, trong đó: {join(parts)}." if parts else f"{whole}."


def result_words(entry: Entry) -> str:
    """'Nội dung (đơn vị): kết quả.' as one line of a list."""
    said = sentence(entry.result) if entry.result else "Đơn vị chưa báo cáo kết quả cụ thể."
    return f"{short(entry.task.content)} ({entry.leads}): {lower_first(said)}"


def late_words(entry: Entry) -> str:
    due = f", hạn {paper_date(entry.due_on)}" if entry.due_on else ""
    return f"{short(entry.task.content)} ({entry.leads}{due})."


def gathered(entries: Iterable[Entry], name: str) -> list[str]:
    """Each obstacle or proposal once, with all units that named it."""
    said: dict[str, tuple[str, list[str]]] = {}
    for entry in entries:
        text = sentence(getattr(entry, name))
        if not text:
            continue
        _kept, units = said.setdefault(fold(text), (text, []))
        if entry.leads not in units:
            units.append(entry.leads)
    return [f"{text.rstrip('.')} ({'; '.join(units)})." for text, units in said.values()]


def sentence(text: str) -> str:
    """One line that ends with a full stop; '' stays ''."""
    flat = clean(text).rstrip(" .;,")
    return f"{flat}." if flat else ""


def short(text: str, limit: int = 220) -> str:
    """The task in a line: cut at a word, never inside one."""
    flat = clean(text).rstrip(" .;,")
    return flat if len(flat) <= limit else f"{flat[:limit].rsplit(' ', 1)[0]}…"


def join(parts: list[str]) -> str:
    """'a, b và c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def lower_first(text: str) -> str:
    """'Bản thỏa thuận' → 'bản thỏa thuận'; an abbreviation or a proper name stays as it is."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() or first in _PROPER else text[:1].lower() + text[1:]


_PROPER = frozenset({"Ủy", "Uỷ", "Sở", "Trung", "Ban", "Hội", "Thành", "Đà", "Lâm", "Hà", "Hồ", "Lào", "Yên"})
