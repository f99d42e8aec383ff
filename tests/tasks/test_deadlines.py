"""The rules of domain.md §3 for deadline phrases, for any text, day of issue and period."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.shared.dates import Period
from docs import build_deadlines
from tasks.deadlines import DeadlineKind, DueSpan, Recurrence, parse

ISSUED_ON, PERIOD = build_deadlines.PLANS["1606"]
PHRASES = [row.phrase for row in build_deadlines.rows()]
WORDS = sorted({word for phrase in PHRASES for word in phrase.split()})
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}

untimed = settings(deadline=None)
days = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
periods = st.builds(
    lambda start, length: Period(start, start + dt.timedelta(days=length)), days, st.integers(0, 2200)
)
sentences = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
texts = st.one_of(st.sampled_from(PHRASES), sentences, st.text(max_size=60))


def read(text: str):
    return parse(text, issued_on=ISSUED_ON, period=PERIOD)


@untimed
@given(texts, days, periods)
def test_whatever_the_text_the_answer_keeps_the_rules(text, issued_on, period):
    deadline = parse(text, issued_on=issued_on, period=period)

    assert deadline.certain == (deadline.note == "")
    assert deadline.reading.endswith(".")
    for span in deadline.occurrences:
        assert span.starts_on is None or span.due_on is None or span.starts_on <= span.due_on


@untimed
@given(st.text(), st.dates(), st.dates(), st.dates())
def test_no_text_and_no_calendar_makes_it_raise(text, issued_on, first, last):
    period = Period(min(first, last), max(first, last))

    assert parse(text, issued_on=issued_on, period=period).kind in DeadlineKind
    assert parse("Hàng tuần", issued_on=issued_on, period=period).kind in DeadlineKind


@untimed
@given(texts, days, periods)
def test_what_comes_back_or_goes_on_lies_inside_the_plan_and_was_not_over_at_issue(text, issued_on, period):
    deadline = parse(text, issued_on=issued_on, period=period)

    if deadline.kind in (DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS):
        for span in deadline.occurrences:
            assert span.starts_on is None or span.starts_on in period
            assert span.due_on is None or (span.due_on in period and span.due_on >= issued_on)


@untimed
@given(texts, days, periods)
def test_only_recurring_phrases_have_a_recurrence_and_waiting_ones_no_date(text, issued_on, period):
    deadline = parse(text, issued_on=issued_on, period=period)

    assert (deadline.recurrence != Recurrence.NONE) == (deadline.kind is DeadlineKind.RECURRING)
    if deadline.kind in (DeadlineKind.CONDITIONAL, DeadlineKind.UNCLEAR):
        assert deadline.occurrences == (DueSpan(None, None),)
        assert not deadline.certain


@untimed
@given(texts, days, periods)
def test_a_certain_date_is_never_outside_the_plan_nor_before_its_issue(text, issued_on, period):
    deadline = parse(text, issued_on=issued_on, period=period)

    if deadline.certain and deadline.kind in (DeadlineKind.DATED, DeadlineKind.SPAN, DeadlineKind.SERIES):
        assert all(span.due_on in period and span.due_on >= issued_on for span in deadline.occurrences)


@untimed
@given(days, days, periods)
def test_an_explicit_date_is_kept_and_certain_only_inside_the_plan(day, issued_on, period):
    deadline = parse(f"{day:%d/%m/%Y}", issued_on=issued_on, period=period)

    assert deadline.occurrences == (DueSpan(None, day),)
    assert deadline.certain == (day in period and day >= issued_on)


@untimed
@given(days, st.sampled_from(["ngày %d/%m/%Y", "ngày %d tháng %m năm %Y", "%d-%m-%Y", "%d.%m.%Y"]))
def test_before_a_day_is_due_the_day_before_and_by_a_day_on_that_day(day, written):
    assert read(f"trước {day.strftime(written)}").occurrences == (DueSpan(None, day - dt.timedelta(days=1)),)
    for limit in ("chậm nhất", "đến", "hạn cuối", "không quá"):
        assert read(f"{limit} {day.strftime(written)}").occurrences == (DueSpan(None, day),)


@pytest.mark.parametrize("phrase", PHRASES)
def test_spelling_does_not_change_the_reading(phrase):
    as_written = read(phrase)

    assert read(unicodedata.normalize("NFD", phrase)) == as_written
    assert read(phrase.upper()) == as_written
    assert read(phrase.lower()) == as_written
    assert read("  " + phrase.replace(" ", " \n\u00a0 ") + "\t") == as_written
    assert read(phrase + ".") == as_written
    assert read(f"<b>{phrase}</b>") == as_written
    assert read(phrase.replace("àng", "ằng")) == as_written
    assert read(re.sub(r"(?<=[Qq]uý )I[IV]*\b", lambda match: ROMAN[match[0]], phrase)) == as_written


@pytest.mark.parametrize(
    "phrase",
    [
        "Quý I/2024 hoặc quý II/2024",
        "Không thực hiện trong năm 2024",
        "Khoảng tháng 6/2024",
        "Năm 2024 và các năm tiếp theo",
        "Năm học 2024-2025",
        "Các năm 2023-2025",
        "Hàng năm, theo kế hoạch của UBND tỉnh",
        "Trước ngày 15/6 và 15/12/2024",
        "Ít nhất 1 lần/năm",
        "Trước Tết Nguyên đán 2024",
        "báo cáo năm 2024",
        "31/12/24",
        "tuần 2 tháng 3/2024",
        "Đến năm 2025, tầm nhìn 2030",
        "1 năm 2 lần",
        "1 quý 2 lần",
        "nửa năm hai lần",
        "Thứ 8 hàng tuần",
        "Giai đoạn 1/2024",
        "Hoàn thành 5/10 nhiệm vụ",
        "24/7",
        "ngày 29/2 hằng năm",
        "Hàng năm, trước ngày 31/01 năm sau",
    ],
)
def test_a_phrase_with_a_second_sensible_reading_needs_a_look(phrase):
    assert not read(phrase).certain


@pytest.mark.parametrize(
    "phrase",
    [
        "Thực hiện năm 2024, hoàn thành năm 2025",
        "Triển khai 2024; hoàn thành 2025",
        "2024 bắt đầu, 2025 kết thúc",
    ],
)
def test_beginning_and_end_are_one_task_and_no_series(phrase):
    deadline = read(phrase)

    assert deadline.occurrences == (DueSpan(dt.date(2024, 1, 1), dt.date(2025, 12, 31)),)
    assert not deadline.certain
    assert read("Triển khai thực hiện trong năm 2024, 2025").kind is DeadlineKind.SERIES


def test_before_a_day_that_a_month_lacks_is_by_its_last_day():
    before = [span.due_on for span in read("Trước ngày 30 hàng tháng").occurrences if span.due_on]

    assert {(day.month, day.day) for day in before if day.month in (2, 4)} <= {(2, 28), (2, 29), (4, 29)}


@pytest.mark.parametrize(
    ("phrase", "year", "due_on"),
    [("Quý II", 2025, "2025-06-30"), ("Quý II", 2031, "2024-06-30"), ("Quý II/2024", 2025, "2024-06-30")],
)
def test_what_says_no_year_is_proposed_for_that_of_the_heading_above(phrase, year, due_on):
    found = parse(phrase, issued_on=ISSUED_ON, period=PERIOD, year_above=year)

    assert [span.due_on for span in found.occurrences] == [dt.date.fromisoformat(due_on)]
    assert found.certain == ("2024" in phrase)
    assert ("dòng tiêu đề" in found.note) == (due_on.startswith("2025"))


def test_the_raised_number_of_a_footnote_is_no_part_of_the_date():
    assert read("Tháng 1¹/2024") == read("Tháng 1/2024")


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Tháng 13/2024", "Không có tháng 13"),
        ("Quý V/2024", "Không có quý 5"),
        ("trước ngày 31/4/2024", "Không có ngày 31/4/2024"),
        ("ngày 29 tháng 2 năm 2025", "Không có ngày 29/2/2025"),
        ("31/04/24", "Không có ngày 31/4/2024"),
        ("15/3/2024 (thứ Hai)", "Ngày 15/03/2024 là thứ Sáu, không phải thứ Hai"),
    ],
)
def test_what_no_calendar_has_is_said_and_nothing_is_guessed_in_its_place(phrase, said):
    deadline = read(phrase)

    assert (deadline.kind, deadline.occurrences) == (DeadlineKind.UNCLEAR, (DueSpan(),))
    assert deadline.note.startswith(said)


def test_words_without_diacritics_are_read_like_marked_ones():
    for bare, marked in [
        ("Thang 5 hang nam", "Tháng 5 hàng năm"),
        ("truoc ngay 30/6/2024", "trước ngày 30/6/2024"),
        ("Thuong xuyen", "Thường xuyên"),
        ("quy II/2024", "quý II/2024"),
        ("Cac nam 2023, 2024", "Các năm 2023, 2024"),
    ]:
        assert read(bare) == read(marked)


def test_words_that_only_look_like_time_are_not_taken_for_it():
    assert read("Theo quy định").kind is DeadlineKind.CONDITIONAL
    assert read("Quỹ I của tỉnh Quảng Nam").kind is DeadlineKind.UNCLEAR
    assert read("Công văn 326/TB-TTHĐND ngày 17/12/2024").kind is DeadlineKind.UNCLEAR
    assert read("Đầu tư tư nhân").kind is DeadlineKind.UNCLEAR


def test_a_yearly_task_of_a_plan_that_ends_in_june_is_cut_and_needs_a_look():
    deadline = parse("Hàng năm", issued_on=ISSUED_ON, period=Period(ISSUED_ON, dt.date(2024, 6, 30)))

    assert deadline.occurrences[-1] == DueSpan(dt.date(2024, 1, 1), dt.date(2024, 6, 30))
    assert not deadline.certain


def test_a_yearly_month_that_is_over_for_good_has_no_occurrence_and_needs_a_look():
    deadline = parse("Tháng 5 hàng năm", issued_on=ISSUED_ON, period=Period(ISSUED_ON, dt.date(2023, 12, 31)))

    assert deadline.kind is DeadlineKind.RECURRING
    assert deadline.occurrences == ()
    assert not deadline.certain


@pytest.mark.parametrize(
    ("phrase", "span"),
    [
        ("Năm học 2024-2025", DueSpan(dt.date(2024, 9, 1), dt.date(2025, 5, 31))),
        ("nam hoc 2024 - 2025", DueSpan(dt.date(2024, 9, 1), dt.date(2025, 5, 31))),
        ("Đầu năm học 2024/2025", DueSpan(dt.date(2024, 9, 1), dt.date(2024, 9, 30))),
        ("Cuối năm học 2024-2025", DueSpan(dt.date(2025, 5, 1), dt.date(2025, 5, 31))),
        ("Trước năm học 2024-2025", DueSpan(None, dt.date(2024, 8, 31))),
    ],
)
def test_a_school_year_is_proposed_from_september_to_may_and_looked_at(phrase, span):
    deadline = read(phrase)

    assert (deadline.occurrences, deadline.certain) == ((span,), False)
    assert "Năm học thường bắt đầu từ tháng 9" in deadline.note


@pytest.mark.parametrize("text", ["", " \n", "\u00a0"])
def test_an_empty_cell_says_that_it_is_empty_and_waits_for_a_person(text):
    deadline = read(text)

    assert (deadline.kind, deadline.certain, deadline.note) == (
        DeadlineKind.UNCLEAR,
        False,
        "Ô thời gian để trống.",
    )
