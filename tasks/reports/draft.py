"""The report as data gives it: facts → the text of every part, its numbers bound by name."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from agreements.models import Unit
from tasks.models import ReportPart
from tasks.reports import counts_in_words, lineage, wording
from tasks.reports import figures as named
from tasks.reports.bound import figure_name, mentioned_once, token
from tasks.reports.entries import Entry, FieldFacts
from tasks.reports.exhibits import CHART, TABLE
from tasks.reports.facts import Facts
from tasks.states import Assessment

LONGEST_LIST = 40

# The outline of reporting-practice.md A1. A part without a title has no heading on paper.
OUTLINE = {
    "opening": "",
    "steering": "I. Công tác chỉ đạo, điều hành",
    "results": "II. Kết quả thực hiện theo lĩnh vực",
    "assessment": "III. Đánh giá chung",
    "outlook": "IV. Phương hướng, nhiệm vụ kỳ tới",
    "proposals": "V. Kiến nghị, đề xuất",
    "closing": "",
}


@override("vi")
def draft_of(facts: Facts) -> list[ReportPart]:
    """All parts in their order, not saved; 'nay là …' stands at the first mention in the whole paper."""
    writers = (_opening, _steering, _results, _assessment, _outlook, _proposals, _closing)
    texts = mentioned_once(("\n".join(write(facts)) for write in writers), facts.names)
    return [
        ReportPart(position=position, key=key, title=title, text=text, draft=text)
        for position, ((key, title), text) in enumerate(zip(OUTLINE.items(), texts, strict=True), 1)
    ]


def _opening(facts: Facts) -> Iterator[str]:
    yield wording.opening(facts)


def _steering(facts: Facts) -> Iterator[str]:
    yield from wording.steering(facts)
    for line in lineage.lines_of(facts):
        if len(line.stations) > 1:
            yield from (line.lead, token(line.drawing), token(line.table))


def _results(facts: Facts) -> Iterator[str]:
    yield counts_in_words.overall(facts.tally, facts.scope.period)
    yield from _listed(
        f"Có {token(named.POSTPONED)} lượt nhiệm vụ được giao hoàn thành trong kỳ đã được gia hạn đến sau kỳ "
        "báo cáo, không tính vào số lượt nhiệm vụ đến hạn nêu trên:",
        wording.postponed_lines(facts.postponed),
    )
    yield from _listed(
        f"Có {token(named.UNDERWAY)} lượt nhiệm vụ được giao thực hiện trong kỳ và đến hạn sau kỳ báo cáo, "
        "không tính vào số lượt nhiệm vụ đến hạn nêu trên:",
        wording.underway_lines(facts.underway),
    )
    if facts.entries:
        yield from (token(TABLE), token(CHART))
    if facts.figures:
        yield "Một số số liệu kết quả:"
        yield from (f"- {line}" for line in wording.figure_lines(facts))
    for number, field in enumerate(facts.fields, 1):
        yield f"{number}. {_heading(field)}"
        yield from _field_results(field, facts)


def _heading(field: FieldFacts) -> str:
    return figure_name(wording.short(field.heading, 180))


def _field_results(field: FieldFacts, facts: Facts) -> Iterator[str]:
    yield counts_in_words.overall(field.tally, facts.scope.period, field.heading)
    for title, states in (
        ("Kết quả cụ thể:", (Assessment.DONE_ON_TIME, Assessment.DONE_LATE)),
        ("Đang thực hiện và thực hiện thường xuyên:", (Assessment.ONGOING, Assessment.CONTINUOUS)),
    ):
        told = [entry for entry in field.entries if entry.assessment in states and entry.reported]
        yield from _listed(title, wording.result_lines(told))
    late = [entry for entry in field.entries if entry.assessment == Assessment.OVERDUE]
    yield from _listed("Quá hạn chưa hoàn thành:", wording.due_lines(late))


def _assessment(facts: Facts) -> Iterator[str]:
    yield "1. Ưu điểm"
    yield counts_in_words.strengths(facts.tally)
    yield "2. Tồn tại, hạn chế"
    late = wording.due_lines(facts.with_assessment(Assessment.OVERDUE))
    overdue = token(named.LABELS[Assessment.OVERDUE])
    earlier = wording.due_lines(facts.earlier)
    of_period = " đến hạn trong kỳ mà" if earlier else ""
    yield from _listed(f"Còn {overdue} lượt nhiệm vụ quá hạn chưa hoàn thành:", late) or (
        f"Không có nhiệm vụ nào{of_period} quá hạn chưa hoàn thành.",
    )
    yield from _listed(
        f"Ngoài ra còn {token(named.EARLIER)} lượt nhiệm vụ đến hạn từ các kỳ trước, không tính vào số liệu "
        "của kỳ này, đến nay vẫn chưa hoàn thành:",
        earlier,
    )
    yield from filter(None, [counts_in_words.late_ones(facts.tally)])
    yield "3. Khó khăn, vướng mắc và nguyên nhân"
    obstacles = wording.gathered(
        (*facts.told, *facts.earlier), lambda entry: [(entry.obstacles, entry.obstacles_by)]
    )
    causes = wording.gathered(facts.told, _reasons)
    yield from _items(obstacles)
    yield from _listed("Nguyên nhân các đơn vị nêu khi đề nghị gia hạn:", causes)
    if not obstacles and not causes:
        yield "Các đơn vị không báo cáo khó khăn, vướng mắc đối với các nhiệm vụ nêu trong báo cáo."


def _reasons(entry: Entry) -> list[tuple[str, Unit | None]]:
    return [(extension.reason, extension.on_behalf_of) for extension in entry.extensions]


def _outlook(facts: Facts) -> Iterator[str]:
    year = facts.scope.period.end.year + 1
    carried = facts.with_assessment(Assessment.OVERDUE)
    if carried:
        overdue = token(named.LABELS[Assessment.OVERDUE])
        yield f"Tiếp tục đôn đốc, hoàn thành dứt điểm {overdue} lượt nhiệm vụ quá hạn nêu tại phần III."
    if facts.earlier:
        earlier = token(named.EARLIER)
        yield f"Tiếp tục đôn đốc, hoàn thành dứt điểm {earlier} lượt nhiệm vụ quá hạn từ các kỳ trước."
    due = [entry for entry in facts.coming if entry.due_on is not None]
    yield from _listed(f"Năm {year} có {token(named.COMING)} lượt nhiệm vụ đến hạn:", wording.due_lines(due))
    if not carried and not facts.earlier and not due:
        yield f"Chưa có nhiệm vụ nào được giao với thời hạn trong năm {year}."


def _proposals(facts: Facts) -> Iterator[str]:
    proposals = wording.gathered(
        (*facts.told, *facts.earlier), lambda entry: [(entry.proposal, entry.proposal_by)]
    )
    nothing = "Các đơn vị không có kiến nghị, đề xuất đối với các nhiệm vụ nêu trong báo cáo."
    yield from _items(proposals) or (nothing,)


def _closing(facts: Facts) -> Iterator[str]:
    yield wording.closing(facts)


def _listed(title: str, lines: list[str]) -> tuple[str, ...]:
    """The lines under their title; nothing at all where there is none."""
    return (title, *_items(lines)) if lines else ()


def _items(lines: list[str]) -> tuple[str, ...]:
    """A list that nobody would read to its end refers to the appendix."""
    told = [f"- {line}" for line in lines[:LONGEST_LIST]]
    more = len(lines) - LONGEST_LIST
    return (*told, f"- Và {more} nội dung khác nêu tại Phụ lục.") if more > 0 else tuple(told)
