"""`manage.py read_deadline`: one phrase for a person, many lines for a program."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

PLAN = {"issued": "30/8/2023", "period": "2023-08-30:2025-12-31"}


def run(*args: str, **options: object) -> str:
    out = io.StringIO()
    call_command("read_deadline", *args, stdout=out, **options)
    return out.getvalue()


def test_a_phrase_is_explained_in_vietnamese_words():
    words = run("Tháng 5 hàng năm", **PLAN)

    assert "Lặp lại hằng năm, 2 kỳ" in words
    assert "2. từ 01/05/2025, hạn 31/05/2025" in words
    assert "Chắc chắn." in words


def test_a_doubtful_phrase_says_why_it_needs_a_look():
    assert "Cần xem lại: Thiếu năm" in run("Tháng 3", **PLAN)


def test_json_has_iso_dates_or_null():
    assert json.loads(run("trước ngày 30/6/2024", json=True, **PLAN)) == {
        "text": "trước ngày 30/6/2024",
        "kind": "dated",
        "certain": True,
        "recurrence": "",
        "occurrences": [{"starts_on": None, "due_on": "2024-06-29"}],
        "reading": "Hạn: 29/06/2024.",
    }


def test_without_a_period_the_rest_of_the_year_of_issue_counts():
    answer = json.loads(run("Hàng năm", issued="2024-03-01", json=True))

    assert answer["occurrences"] == [{"starts_on": "2024-03-01", "due_on": "2024-12-31"}]


def test_lines_are_answered_one_by_one(monkeypatch):
    line = json.dumps({"text": "Quý I/2024", "issued": "2023-08-30", "period": ["2023-08-30", "2025-12-31"]})
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n\n{line}\n"))

    answers = [json.loads(answer) for answer in run().splitlines()]

    assert [answer["occurrences"][0]["due_on"] for answer in answers] == ["2024-03-31", "2024-03-31"]


def test_a_bad_line_is_answered_with_its_error_and_the_command_fails_at_the_end(monkeypatch):
    lines = ['{"text": 5}', "nonsense", '{"text": "x", "issued": "2023-13-01"}', '{"text": "x"}', "[]"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    out = io.StringIO()

    with pytest.raises(CommandError, match="4 line"):
        call_command("read_deadline", stdout=out)

    answers = [json.loads(answer) for answer in out.getvalue().splitlines()]
    assert ["error" in answer for answer in answers] == [True, True, True, False, True]


@pytest.mark.parametrize(
    "options",
    [
        {"issued": "mai"},
        {"issued": "31/6/2024"},
        {"period": "2024-01-01"},
        {"period": "2024-12-31:2024-01-01"},
        {"issued": "2024-01-01", "period": "a:b"},
    ],
)
def test_bad_days_and_periods_are_refused_with_a_clear_message(options):
    with pytest.raises(CommandError, match=r"is not a day|a period"):
        run("Quý I", **options)
