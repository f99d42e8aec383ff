"""An import says, before and after it is confirmed, which due periods move and which keep their day."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from coop.shared.events import Event
from tasks.actions.extending import ask_extension, decide_extension
from tasks.actions.reporting import contribute
from tasks.actions.stopping import stop_or_resume
from tasks.imports.confirming import Confirmed, confirm
from tasks.imports.correcting import correct
from tasks.imports.reading import Meant
from tasks.imports.review import review_of
from tasks.imports.staging import stage
from tasks.imports.undoing import undo
from tasks.models import Occurrence
from tasks.states import Move
from tests import factories

LEAD = "Sở Nông nghiệp và Phát triển nông thôn"


def paper(*times):
    rows = [f"{number};Việc thứ {number};{LEAD};Sở Y tế;{time}" for number, time in enumerate(times, 1)]
    return "\n".join(["TT;Nội dung;Đơn vị chủ trì;Đơn vị phối hợp;Thời gian thực hiện", *rows])


def staged(lan, plan, *times):
    return stage(by=lan, plan=plan, name="phu-luc.csv", content=paper(*times).encode())


def imported(lan, plan, *times):
    return confirm(by=lan, batch=staged(lan, plan, *times), acknowledge_all=True)


def fates(batch):
    """What the review says of the periods, row by row: (kept?, first words of what can be done)."""
    with translation.override("en"):
        found = {line.row.position: line.periods for line in review_of(batch).retimed}
        return {row: [(one.words, one.advice.partition(".")[0]) for one in of] for row, of in found.items()}


def due_days(position):
    days = Occurrence.objects.filter(task__position=position).order_by("due_on")
    return [f"{day:%d/%m/%Y}" if day else "" for day in days.values_list("due_on", flat=True)]


def test_before_and_after_the_import_lan_reads_which_periods_move_and_which_keep_their_day(lan, minh, plan):
    imported(lan, plan, "Năm 2024", "Các năm 2024, 2025", "Quý II/2024", "Các năm 2024, 2025")
    factories.reported(minh, Occurrence.objects.get(task__position=1), complete=False)
    factories.reported(minh, Occurrence.objects.get(task__position=2, due_on="2024-12-31"))
    batch = staged(lan, plan, "Năm 2025", "Tháng 6 hàng năm", "Quý III/2024", "Năm 2025")

    told = fates(batch)

    reported = "a report has been made on it"
    assert told[1] == [
        (
            f"Period 31/12/2024 keeps its day and does not become 31/12/2025: {reported}.",
            "For the new day the lead unit asks for more time on the page of the task, and the focal unit or "
            "the secretariat grants it",
        )
    ]
    assert [words for words, _ in told[2][:2]] == [
        f"Period 31/12/2024 stays although the file has it no more: {reported}.",
        "Where an added period is the same work as a kept one, the secretariat cancels the added one after "
        "the import, on the page of the task, so that it is not counted twice.",
    ]
    assert [words for words, _ in told[2][2:]] == [
        "Added: period 30/06/2024; 30/06/2025.",
        "Removed: period 31/12/2025, on which nobody has reported.",
    ]
    assert told[3] == [("Period 30/06/2024 becomes 30/09/2024.", "")]
    assert told[4] == [("Removed: period 31/12/2024, on which nobody has reported.", "")]
    assert list(told) == [1, 2, 3, 4]
    assert review_of(batch).kept == 2
    assert confirm(by=lan, batch=batch) == Confirmed(0, 4, 0, kept=2)
    assert due_days(1) == ["31/12/2024"]
    assert due_days(2) == ["30/06/2024", "31/12/2024", "30/06/2025"]
    assert (due_days(3), due_days(4)) == (["30/09/2024"], ["31/12/2025"])
    batch.refresh_from_db()
    assert (fates(batch), review_of(batch).kept) == (told, 2)
    assert Event.objects.get(verb="import_appendix", after__kept=2).target_id == plan.pk


def test_the_corrected_file_again_repeats_which_period_keeps_its_day_and_why(lan, minh, plan):
    """Until more time was granted to the day of the file: then both say the same."""
    imported(lan, plan, "Năm 2024", "Năm 2024", "khi nào tiện")
    first = Occurrence.objects.get(task__position=1)
    factories.reported(minh, first, complete=False)
    corrected = ("Năm 2025", "Năm 2025", "khi nào tiện")
    before = staged(lan, plan, *corrected)
    told = fates(before)[1]
    confirm(by=lan, batch=before, acknowledge_all=True)

    again = staged(lan, plan, *corrected)

    assert (fates(again), review_of(again).kept) == ({1: told}, 1)
    assert confirm(by=lan, batch=again, acknowledge_all=True) == Confirmed(0, 0, 3, kept=1)
    again.refresh_from_db()
    assert (fates(again), review_of(again).kept) == ({1: told}, 1)
    wish = asks_for_time(minh, lan, first, until=dt.date(2025, 12, 31))
    decide_extension(by=lan, extension=wish, grant=True)
    assert fates(staged(lan, plan, *corrected)) == {}


def test_what_lan_said_of_a_time_is_not_held_against_the_same_file(lan, minh, plan):
    imported(lan, plan, "Năm 2024")
    factories.reported(minh, Occurrence.objects.get(), complete=False)
    batch = staged(lan, plan, "khi nào tiện")
    correct(by=lan, row=batch.rows.get(), meant=Meant(timeframe="Năm 2025"))
    assert confirm(by=lan, batch=batch).kept == 1

    assert fates(staged(lan, plan, "khi nào tiện")) == {}


def reports(minh, lan, period):
    factories.reported(minh, period, complete=False)


def reports_completion(minh, lan, period):
    factories.reported(minh, period)


def adds_a_note(minh, lan, period):
    seat = factories.unit("Sở Y tế")
    partner = factories.person("an", "staff", seat)
    contribute(by=partner, occurrence=period, on_behalf_of=seat, result="Đã cử bác sĩ.")


def asks_for_time(minh, lan, period, until=dt.date(2025, 6, 30)):
    return ask_extension(
        by=minh,
        occurrence=period,
        on_behalf_of=minh.memberships.get().unit,
        new_due_on=until,
        reason="Chờ vốn.",
    )


def gets_time(minh, lan, period):
    decide_extension(by=lan, extension=asks_for_time(minh, lan, period), grant=True)


def is_paused(minh, lan, period):
    stop_or_resume(by=lan, occurrence=period, move=Move.PAUSE, reason="Chờ vốn.")


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("act", "time", "why", "advice"),
    [
        (reports, "Quý I/2024", "a report has been made on it", "The new day is earlier"),
        (reports_completion, "Năm 2025", "a report has been made on it", "Its completion waits"),
        (adds_a_note, "Năm 2025", "a partner unit has written a note on it", "For the new day"),
        (asks_for_time, "Năm 2025", "more time has been asked for it", "A wish for more time waits"),
        (gets_time, "Năm 2025", "more time has been asked for it", "For the new day"),
        (is_paused, "Năm 2025", "it is “paused”", "When it is resumed"),
        (reports, "khi nào tiện", "a report has been made on it", ""),
    ],
)
def test_why_a_period_keeps_its_day_and_what_can_be_done(lan, minh, plan, act, time, why, advice):
    imported(lan, plan, "Năm 2024")
    act(minh, lan, Occurrence.objects.get())
    day = Occurrence.objects.get().due_on
    batch = staged(lan, plan, time)

    ((words, what_to_do),) = fates(batch)[1]

    assert words.endswith(f"{why}.")
    assert what_to_do.startswith(advice)
    assert bool(what_to_do) == bool(advice)
    assert confirm(by=lan, batch=batch, acknowledge_all=True).kept == 1
    assert Occurrence.objects.get().due_on == day


def test_the_first_day_of_a_period_that_waited_for_one_is_given_although_minh_has_reported(lan, minh, plan):
    """No extension could give it: without a day there is nothing to extend."""
    imported(lan, plan, "Sau khi có chủ trương của UBND tỉnh")
    factories.reported(minh, Occurrence.objects.get(), complete=False)
    batch = staged(lan, plan, "Năm 2025")

    assert fates(batch) == {1: [("Period without a due date becomes 31/12/2025.", "")]}
    assert confirm(by=lan, batch=batch).kept == 0
    assert due_days(1) == ["31/12/2025"]
    undo(by=lan, batch=batch)
    assert due_days(1) == [""]


@pytest.mark.any_engine
def test_more_time_that_was_granted_is_no_news_when_the_printed_day_is_the_same(lan, minh, plan):
    imported(lan, plan, "Năm 2024")
    gets_time(minh, lan, Occurrence.objects.get())
    batch = staged(lan, plan, "năm 2024")

    assert (fates(batch), review_of(batch).kept) == ({1: []}, 0)


def test_the_pages_say_it_beside_the_button_and_after_it(lan, minh, plan, client_for):
    imported(lan, plan, "Năm 2024")
    batch, browser = staged(lan, plan, "Năm 2025"), client_for(lan)
    review = reverse("admin:tasks_importbatch_change", args=[batch.pk])
    assert "1 kỳ giữ nguyên hạn cũ" not in browser.get(review).content.decode()

    factories.reported(minh, Occurrence.objects.get(), complete=False)  # while Lan is looking

    kept = "Kỳ 31/12/2024 giữ nguyên hạn, không chuyển thành kỳ 31/12/2025, vì đã có báo cáo."
    page = browser.get(review).content.decode()
    assert ("1 kỳ giữ nguyên hạn cũ" in page, kept in page) == (True, True)
    answer = browser.post(reverse("admin:tasks_importbatch_confirm", args=[batch.pk]), follow=True)
    assert f'<a href="{review}#import-periods">' in answer.content.decode()
    assert kept in browser.get(review).content.decode()


@pytest.mark.any_engine
def test_the_command_says_it_too(lan, minh, plan, tmp_path, capsys):
    imported(lan, plan, "Năm 2024")
    factories.reported(minh, Occurrence.objects.get(), complete=False)
    (tmp_path / "phu-luc.csv").write_text(paper("Năm 2025"))

    for done in (False, True):  # and of the same file again
        if done:
            imported(lan, plan, "Năm 2025")
        call_command("import_appendix", str(plan.pk), str(tmp_path / "phu-luc.csv"), "--dry-run")
        assert "Kỳ 31/12/2024 giữ nguyên hạn" in capsys.readouterr().out
