"""What the counts of a report say, in sentences that fit them: a zero, one of a kind and all of them have
words of their own. Numbers stand as names of figures, as in `tasks.reports.wording`.
"""

from __future__ import annotations

from coop.shared.dates import Period
from tasks.reports import figures as named
from tasks.reports.bound import token
from tasks.reports.entries import Tally
from tasks.reports.wording import in_period_words, join
from tasks.states import Assessment

_DATED = (Assessment.DONE_ON_TIME, Assessment.DONE_LATE, Assessment.ONGOING, Assessment.OVERDUE)


def overall(tally: Tally, period: Period, of: str = "") -> str:
    """The counts of a period or a field: what was due, how it went, and what has no deadline."""
    when = in_period_words(period)
    if not tally.due:
        return f"{when} không có nhiệm vụ nào đến hạn.{others(tally, of)}"
    due = f"{when} có {token(named.DUE, of)} lượt nhiệm vụ đến hạn, {_shares(tally, of)}"
    return f"{due}{_rate(tally, of)}.{others(tally, of)}"


def _shares(tally: Tally, of: str) -> str:
    """'trong đó: 6 hoàn thành đúng hạn, 1 quá hạn …'; 'tất cả đều hoàn thành đúng hạn'."""
    states = _states(tally)
    if len(states) == 1:
        every = "tất cả đều " if tally.due > 1 else ""
        return f"{every}{named.LABELS[states[0]]}"
    parts = (f"{token(named.LABELS[state], of)} {named.LABELS[state]}" for state in states)
    return f"trong đó: {', '.join(parts)}"


def _rate(tally: Tally, of: str) -> str:
    """Nothing "reaches" 0 %; where all stand alike, the words before have said it."""
    if tally.done:
        done, due, rate = (token(name, of) for name in (named.DONE, named.DUE, named.DONE_RATE))
        return f"; tỷ lệ hoàn thành đạt {done}/{due} lượt nhiệm vụ đến hạn ({rate})"
    return "; chưa có nhiệm vụ nào hoàn thành" if len(_states(tally)) > 1 else ""


def _states(tally: Tally) -> list[Assessment]:
    return [state for state in _DATED if tally.counts[state]]


def others(tally: Tally, of: str = "") -> str:
    """What stays outside the rate, told apart from it."""
    said = []
    if tally.counts[Assessment.CONTINUOUS]:
        continuous = token(named.LABELS[Assessment.CONTINUOUS], of)
        said.append(f"{continuous} lượt nhiệm vụ thường xuyên ({_reported(tally, of)} báo cáo trong kỳ)")
    for state in (Assessment.UNDATED, Assessment.STOPPED):
        if tally.counts[state]:
            said.append(f"{token(named.LABELS[state], of)} lượt nhiệm vụ {named.LABELS[state]}")
    return f" Ngoài ra có {join(said)}, không tính vào tỷ lệ nêu trên." if said else ""


def _reported(tally: Tally, of: str) -> str:
    continuous = tally.counts[Assessment.CONTINUOUS]
    if tally.reported_continuous in (0, continuous):
        every = "đều " if continuous > 1 else ""
        return f"{every}đã" if tally.reported_continuous else f"{every}chưa"
    return f"{token(named.CONTINUOUS_REPORTED, of)} đã"


def strengths(tally: Tally) -> str:
    """What was done, and in time: a zero is no strength, and what holds of all is said of all."""
    if not tally.due:
        return "Trong kỳ không có nhiệm vụ nào đến hạn; chưa có cơ sở để đánh giá kết quả hoàn thành."
    if not tally.done:
        return (
            "Trong kỳ chưa có nhiệm vụ đến hạn nào được xác nhận hoàn thành; chưa có cơ sở để đánh giá ưu "
            "điểm."
        )
    share = f"{token(named.DONE)}/{token(named.DUE)}"
    if 1 < tally.done == tally.due:
        share = f"toàn bộ {token(named.DUE)}"
    rate = token(named.DONE_RATE)
    return f"Các đơn vị đã hoàn thành {share} lượt nhiệm vụ đến hạn ({rate}){_in_time(tally)}."


def _in_time(tally: Tally) -> str:
    on_time = tally.counts[Assessment.DONE_ON_TIME]
    if not on_time:
        return ""
    if on_time == tally.done:
        return ", tất cả đều đúng hạn" if on_time > 1 else " và đúng hạn"
    count = token(named.LABELS[Assessment.DONE_ON_TIME])
    return (
        f", trong đó {count}/{token(named.DONE)} lượt nhiệm vụ đã hoàn thành là đúng hạn "
        f"({token(named.ON_TIME_RATE)})"
    )


def late_ones(tally: Tally) -> str:
    """What was done, but after its day; '' without any."""
    if not tally.counts[Assessment.DONE_LATE]:
        return ""
    count = token(named.LABELS[Assessment.DONE_LATE])
    return f"Có {count} lượt nhiệm vụ đã hoàn thành nhưng sau thời hạn được giao."
