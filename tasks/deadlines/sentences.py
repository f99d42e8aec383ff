"""What an official reads about a deadline, in Vietnamese: how it was read, and why it needs a look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from coop.shared.dates import short_date

from .deadline import DeadlineKind, DueSpan, Recurrence

CYCLE_NAMES = {
    Recurrence.DAILY: "hằng ngày",
    Recurrence.WEEKLY: "hằng tuần",
    Recurrence.MONTHLY: "hằng tháng",
    Recurrence.QUARTERLY: "hằng quý",
    Recurrence.HALF_YEARLY: "6 tháng một lần",
    Recurrence.YEARLY: "hằng năm",
}

EMPTY = "Ô thời gian để trống."
NO_TIME = "Không thấy thời hạn trong cụm từ này."
UNREAD_WORDS = "Có từ ngữ chưa hiểu hết bên cạnh thời hạn."
REPORT_WORDS = "Cụm từ nói về báo cáo; thời gian có thể là kỳ báo cáo chứ không phải hạn."
SCHOOL_YEAR = "Năm học thường bắt đầu từ tháng 9 và kết thúc trong tháng 5 năm sau."
HAS_CONDITION = "Có điều kiện hoặc ý khác kèm theo."
NEEDS_A_DATE = "Cần người ấn định ngày đến hạn."
GUESSED = "Cách viết có thể hiểu theo hai nghĩa."
VAGUE = "“Đầu”, “giữa”, “cuối” không phải ngày cụ thể."
YEAR_MISSING = "Thiếu năm; có hơn một năm phù hợp."
YEAR_ABOVE = "Thiếu năm; lấy năm ghi ở dòng tiêu đề phía trên."
YEAR_NOT_FITTING = "Thiếu năm; không năm nào phù hợp với kế hoạch."
YEARLY_GUESS = "Thiếu năm; hiểu là lặp lại hằng năm trong thời gian của kế hoạch."
OUTSIDE = "Hạn nằm ngoài thời gian của kế hoạch hoặc trước ngày ban hành."
SEVERAL = "Có nhiều mốc thời gian; lấy mốc cuối cùng làm hạn."
SEVERAL_DATES = "Có nhiều hạn trong một ô; mỗi hạn là một kỳ."
SEVERAL_CYCLES = "Có nhiều chu kỳ; lấy chu kỳ ngắn nhất."
ODD_CYCLE = "Chu kỳ không thuộc loại quen dùng hoặc được suy ra từ số lần."
CYCLE_UNFIT = "Mốc thời gian đi kèm chưa ghép được với chu kỳ."
CYCLE_WINDOW = "Chu kỳ kèm năm cụ thể; chỉ giữ các kỳ trong khoảng đó."
DAILY = "Lặp lại hằng ngày: cân nhắc theo dõi như việc thường xuyên."
CUT_SHORT = "Kỳ cuối bị cắt theo ngày kết thúc kế hoạch."
LAST_YEAR_LEFT_OUT = "Kỳ của năm cuối đến hạn sau khi kế hoạch kết thúc nên chưa được tính."
NOT_EVERY_YEAR = "Ngày 29/2 không có trong mọi năm."
NO_OCCURRENCE = "Không còn kỳ nào trong thời gian của kế hoạch."
FROM_ISSUE = "Tính từ ngày ban hành kế hoạch."
OPEN_END = "Chỉ có mốc bắt đầu, không có hạn kết thúc."
AFTER_ONLY = "Chỉ nói “sau” một thời điểm, không có hạn."
ORDER = "Mốc đầu muộn hơn mốc cuối; hiểu mốc đầu thuộc năm trước đó."
NO_SUCH_DAY = "Ngày nêu ra thiếu tháng hoặc không có trong lịch."
SAY_WHICH = "Hãy xem lại văn bản và ghi thời hạn đúng."
SESSION = "Theo kỳ họp trong năm, chưa biết ngày họp."
KEPT_UP = "Ô này ghi nội dung cần duy trì, không ghi thời hạn; có thể đây là việc thường xuyên."
ALWAYS_WITH = "Thường xuyên nhưng kèm mốc hoặc chu kỳ báo cáo."
NO_CALENDAR = "Ngày ban hành hoặc thời gian của kế hoạch không hợp lý."
FROM_NOW = "“Từ nay” hiểu là từ ngày ban hành."


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def other_weekday(date: dt.date, weekday: int) -> str:
    """`weekday`: the one that was written, 0 for Monday."""
    return f"Ngày {short_date(date)} là {WEEKDAYS[date.weekday()]}, không phải {WEEKDAYS[weekday]}."


def reading(kind: DeadlineKind, recurrence: Recurrence, occurrences: Sequence[DueSpan]) -> str:
    """One sentence that says how the phrase was read."""
    match kind:
        case DeadlineKind.DATED | DeadlineKind.SPAN:
            return f"Hạn: {_days(occurrences[0])}."
        case DeadlineKind.SERIES:
            return f"{len(occurrences)} kỳ, mỗi kỳ một hạn: {_some(occurrences)}."
        case DeadlineKind.RECURRING:
            named = f"Lặp lại {CYCLE_NAMES[recurrence]}"
            return f"{named}, {len(occurrences)} kỳ: {_some(occurrences)}." if occurrences else f"{named}."
        case DeadlineKind.CONTINUOUS:
            return "Thường xuyên, không có hạn; mỗi năm báo cáo một kỳ."
        case DeadlineKind.CONDITIONAL:
            return "Phụ thuộc điều kiện; chưa có hạn cho đến khi có người ấn định."
    return "Chưa đọc được thời hạn; cần người xem."


def _some(occurrences: Sequence[DueSpan]) -> str:
    shown = "; ".join(_days(span) for span in occurrences[:4])
    return shown + ("; …" if len(occurrences) > 4 else "")


def _days(span: DueSpan) -> str:
    due = short_date(span.due_on) if span.due_on else "không có hạn"
    return f"{due} (thực hiện từ {short_date(span.starts_on)})" if span.starts_on else due
