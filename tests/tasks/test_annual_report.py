"""The annual report: facts of a year, sentences with their denominators, the appendix with results."""

import datetime as dt
import re
from collections import Counter

import pytest
import time_machine
from django.urls import reverse

from coop.shared.dates import Period, year_period
from coop.shared.documents.content import GroupRow, Paragraph
from coop.shared.documents.pdf import write_pdf
from tasks.actions.stopping import stop_or_resume
from tasks.models import Assignment, Verification
from tasks.reports import counts_in_words, wording
from tasks.reports.annual import annual_report
from tasks.reports.bound import bound
from tasks.reports.draft import draft_of
from tasks.reports.entries import Tally
from tasks.reports.exhibits import annex
from tasks.reports.facts import gather
from tasks.reports.figures import figures_of, tally_figures
from tasks.reports.scope import Scope
from tasks.states import Assessment, Move
from tests import factories
from tests.tasks.report_world import FARMING, done, postponed, say, scope_of, text_of, year_of_work

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# Facts


def test_a_year_is_counted_by_assessment_and_a_rate_has_its_denominator():
    tally = gather(scope_of(year_of_work())).tally

    assert (tally.total, tally.due, tally.done, tally.reported_continuous) == (5, 3, 2, 1)
    assert tally.counts == {
        Assessment.DONE_ON_TIME: 1,
        Assessment.DONE_LATE: 1,
        Assessment.OVERDUE: 1,
        Assessment.CONTINUOUS: 1,
        Assessment.UNDATED: 1,
    }


def test_fields_are_those_of_the_paper_in_its_order():
    fields = gather(scope_of(year_of_work())).fields

    assert [(field.heading, field.tally.total, field.tally.due) for field in fields] == [
        ("Nông nghiệp", 2, 2),
        ("Du lịch", 3, 1),
    ]


def test_the_state_of_affairs_is_that_of_the_cut_off_day():
    made = year_of_work()
    facts = gather(scope_of(made, on=dt.date(2024, 12, 31)))

    assert facts.tally.counts[Assessment.DONE_LATE] == 0
    assert facts.tally.counts[Assessment.ONGOING] == 2


def test_what_was_reported_after_the_cut_off_day_is_not_quoted():
    made = factories.plan()
    on = factories.occurrence(of=factories.task(made))
    say(on, result="Trước ngày chốt", on="2024-06-01")
    say(on, result="Sau ngày chốt", on="2025-03-01")

    (entry,) = gather(scope_of(made)).entries
    assert entry.result == "Trước ngày chốt"


def test_a_note_of_a_partner_unit_is_not_the_result_of_the_task():
    made = factories.plan()
    on = factories.occurrence(of=factories.task(made))
    say(on, result="Ý kiến phối hợp", is_contribution=True)

    (entry,) = gather(scope_of(made)).entries
    assert (entry.reported, entry.result) == (False, "")


def test_plans_of_the_other_side_and_of_other_agreements_are_not_counted():
    made = year_of_work()
    factories.task(factories.plan(made.agreement, code="66"))
    factories.task()

    assert gather(scope_of(made)).tally.total == 5


@pytest.mark.parametrize("item_count", [1, 3])
def test_gathering_costs_the_same_queries_for_any_number_of_tasks(django_assert_num_queries, item_count):
    made = factories.plan()
    for _ in range(item_count):
        on = factories.occurrence(
            of=factories.task(made, timeframe="Các năm 2024, 2025", partners=["Sở Y tế"])
        )
        say(on, result="Đã họp")
    scope = scope_of(made)

    with django_assert_num_queries(7):
        facts = gather(scope)
        told = wording.result_lines(facts.entries) + wording.due_lines(facts.coming)

    assert len(told) == 2 * item_count


# Sentences


@pytest.mark.parametrize(
    ("parts", "said"), [(["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")]
)
def test_a_row_of_things_ends_with_and(parts, said):
    assert wording.join(parts) == said


def test_the_sentence_of_a_year_names_what_was_due_and_what_stays_outside_the_rate():
    facts = gather(scope_of(year_of_work()))

    assert bound(counts_in_words.overall(facts.tally, facts.scope.period), figures_of(facts)) == (
        "Trong năm 2024 có 3 lượt nhiệm vụ đến hạn, trong đó: 1 hoàn thành đúng hạn, 1 hoàn thành quá hạn, "
        "1 quá hạn chưa hoàn thành; tỷ lệ hoàn thành đạt 2/3 lượt nhiệm vụ đến hạn (66,7%). Ngoài ra có "
        "1 lượt nhiệm vụ thường xuyên (đã báo cáo trong kỳ) và 1 lượt nhiệm vụ chưa xác định thời hạn, "
        "không tính vào tỷ lệ nêu trên."
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2024-12-30"], "1 lượt nhiệm vụ đến hạn, hoàn thành đúng hạn; tỷ lệ hoàn thành đạt 1/1"),
        (
            ["2024-12-30"] * 2,
            "2 lượt nhiệm vụ đến hạn, tất cả đều hoàn thành đúng hạn; tỷ lệ hoàn thành đạt 2",
        ),
        (
            ["2025-01-15"] * 2,
            "2 lượt nhiệm vụ đến hạn, tất cả đều hoàn thành quá hạn; tỷ lệ hoàn thành đạt 2",
        ),
        (["2025-03-01"] * 2, "2 lượt nhiệm vụ đến hạn, tất cả đều quá hạn chưa hoàn thành."),
    ],
)
def test_what_went_alike_for_all_is_said_of_all(days, said):
    plan = factories.plan()
    for day in days:
        done(factories.occurrence(factories.task(plan)), day)
    facts = gather(scope_of(plan))

    assert said in bound(counts_in_words.overall(facts.tally, facts.scope.period), figures_of(facts))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "Trong kỳ không có nhiệm vụ nào đến hạn; chưa có cơ sở để đánh giá kết quả hoàn thành."),
        (
            {Assessment.OVERDUE: 2},
            "Trong kỳ chưa có nhiệm vụ đến hạn nào được xác nhận hoàn thành; chưa có cơ sở để đánh giá ưu "
            "điểm.",
        ),
        (
            {Assessment.DONE_LATE: 1, Assessment.OVERDUE: 1},
            "Các đơn vị đã hoàn thành 1/2 lượt nhiệm vụ đến hạn (50%).",
        ),
        (
            {Assessment.DONE_ON_TIME: 1},
            "Các đơn vị đã hoàn thành 1/1 lượt nhiệm vụ đến hạn (100%) và đúng hạn.",
        ),
        (
            {Assessment.DONE_ON_TIME: 3},
            "Các đơn vị đã hoàn thành toàn bộ 3 lượt nhiệm vụ đến hạn (100%), tất cả đều đúng hạn.",
        ),
        (
            {Assessment.DONE_ON_TIME: 1, Assessment.DONE_LATE: 2},
            "Các đơn vị đã hoàn thành toàn bộ 3 lượt nhiệm vụ đến hạn (100%), trong đó 1/3 lượt nhiệm vụ đã "
            "hoàn thành là đúng hạn (33,3%).",
        ),
    ],
)
def test_a_zero_is_no_strength_and_what_holds_of_all_is_said_of_all(counts, said):
    tally = Tally(Counter(counts), 0)

    assert bound(counts_in_words.strengths(tally), tally_figures(tally)) == said


def test_what_was_postponed_out_of_the_year_is_told_and_counted_apart():
    """Promised for 2024 and moved: to the next year, and beyond it by two steps."""
    made = factories.plan()
    kept, next_year, later = (
        factories.task(made, content=content, ordinal=str(number), timeframe="Quý III/2024")
        for number, content in enumerate(("Hội chợ", "Đập thủy lợi", "Đường liên tỉnh"), 1)
    )
    say(factories.occurrence(later), obstacles="Vướng mặt bằng")
    postponed(factories.occurrence(next_year), "2025-06-30")
    postponed(factories.occurrence(later), "2024-12-31", "2026-03-31")
    postponed(factories.occurrence(kept), "2024-12-30")
    scope = scope_of(made)

    facts = gather(scope)
    results, assessment = (draft_of(facts)[place].text for place in (2, 3))
    rows = annual_report(scope).annexes[0].tables[0].rows

    assert (facts.tally.due, figures_of(facts)["gia hạn sang sau kỳ"]) == (1, "2")
    assert (
        "Có [gia hạn sang sau kỳ] lượt nhiệm vụ được giao hoàn thành trong kỳ đã được gia hạn đến sau kỳ báo "
        "cáo, không tính vào số lượt nhiệm vụ đến hạn nêu trên:\n- Đập thủy lợi ("
    ) in results
    assert "hạn 30/9/2024, gia hạn đến 30/6/2025)." in results
    assert "Vướng mặt bằng" in assessment
    assert [(row[0], row[6]) for row in rows] == [
        ("1", "Quá hạn chưa hoàn thành"),
        ("2", "Gia hạn đến 30/6/2025"),
        ("3", "Gia hạn đến 31/3/2026"),
    ]


def test_what_is_overdue_from_earlier_years_is_told_and_no_report_says_that_nothing_is():
    """The dam of 2023 was never finished; its unit says in 2024 why. The fair of 2024 is done."""
    made = factories.plan(issued_on=dt.date(2023, 1, 10), starts_on=dt.date(2023, 1, 1))
    dam = factories.occurrence(factories.task(made, content="Đập thủy lợi", timeframe="Năm 2023"))
    fair = factories.occurrence(factories.task(made, content="Hội chợ", timeframe="Quý III/2024"))
    say(dam, obstacles="Vướng mặt bằng")
    done(fair, "2024-09-01")

    facts = gather(scope_of(made))
    assessment, outlook = (draft_of(facts)[place].text for place in (3, 4))

    assert (facts.tally.total, figures_of(facts)["quá hạn từ các kỳ trước"]) == (1, "1")
    assert "Không có nhiệm vụ nào đến hạn trong kỳ mà quá hạn chưa hoàn thành." in assessment
    assert "Ngoài ra còn [quá hạn từ các kỳ trước] lượt nhiệm vụ đến hạn từ các kỳ trước" in assessment
    assert "- Đập thủy lợi (" in assessment
    assert "Vướng mặt bằng" in assessment
    assert "hoàn thành dứt điểm [quá hạn từ các kỳ trước] lượt nhiệm vụ quá hạn từ các kỳ trước." in outlook


def test_work_that_runs_beyond_the_year_is_told_with_how_far_it_has_come():
    """The road of 2023 to 2025 goes on, the dam of the same years is done, the port is of 2025 alone."""
    made = factories.plan()
    road, dam, port = (
        factories.occurrence(factories.task(made, content=content, ordinal=str(number), timeframe=timeframe))
        for number, (content, timeframe) in enumerate(
            [
                ("Đường liên tỉnh", "Giai đoạn 2023-2025"),
                ("Đập thủy lợi", "Giai đoạn 2023-2025"),
                ("Cảng cạn", "Năm 2025"),
            ],
            1,
        )
    )
    say(road, result="Đã xong 12 km", obstacles="Vướng mặt bằng")
    done(dam, "2024-11-01")
    say(port, result="Đã lập dự án", on="2025-02-01")
    scope = scope_of(made)

    facts = gather(scope)
    results, assessment = (draft_of(facts)[place].text for place in (2, 3))
    rows = annual_report(scope).annexes[0].tables[0].rows

    assert (facts.tally.total, figures_of(facts)["đến hạn sau kỳ"]) == (0, "2")
    assert (
        "Có [đến hạn sau kỳ] lượt nhiệm vụ được giao thực hiện trong kỳ và đến hạn sau kỳ báo cáo" in results
    )
    assert "hạn 31/12/2025): Đã xong 12 km.\n" in results
    assert "hạn 31/12/2025, hoàn thành đúng hạn)." in results
    assert "Vướng mặt bằng" in assessment
    assert [(row[0], row[6]) for row in rows] == [
        ("1", "Đang thực hiện trong hạn"),
        ("2", "Hoàn thành đúng hạn"),
    ]


def test_what_is_decided_after_the_cut_off_day_changes_nothing_of_that_day():
    """On 10/02/2025 the fair was overdue, the dam too, the road was paused. Later the dam gets more time, the
    fair is cancelled and the road goes on.
    """
    lan = factories.lan()
    with time_machine.travel("2024-11-01"):
        made = factories.plan()
        fair, dam, road = (
            factories.occurrence(factories.task(made, content=content, timeframe="Quý III/2024"))
            for content in ("Hội chợ", "Đập thủy lợi", "Đường liên tỉnh")
        )
        stop_or_resume(by=lan, occurrence=road, move=Move.PAUSE, reason="Chờ vốn")
    before = _stands_on_the_day(made)

    with time_machine.travel("2025-03-01"):
        stop_or_resume(by=lan, occurrence=fair, move=Move.CANCEL, reason="Không còn cần")
        stop_or_resume(by=lan, occurrence=road, move=Move.RESUME, reason="Đã có vốn")
        postponed(dam, "2026-06-30", on="2025-03-01")

    overdue, stopped = Assessment.OVERDUE, Assessment.STOPPED
    assert before == {"Hội chợ": overdue, "Đập thủy lợi": overdue, "Đường liên tỉnh": stopped}
    assert _stands_on_the_day(made) == before


def _stands_on_the_day(plan):
    return {entry.task.content: entry.assessment for entry in gather(scope_of(plan)).entries}


def test_the_paper_ends_with_whose_report_it_is_and_the_appendix_names_the_paper():
    report = annual_report(scope_of(year_of_work()))

    assert report.closed_body[-1] == Paragraph(
        "Trên đây là báo cáo kết quả thực hiện năm 2024 của Ủy ban nhân dân tỉnh Lâm Đồng "
        "(chi tiết từng nhiệm vụ tại Phụ lục kèm theo)./."
    )
    assert " ".join(report.annexes[0].attached_to.split()) == (
        "(Kèm theo Báo cáo số /BC-UBND ngày tháng năm 2025 của Ủy ban nhân dân tỉnh Lâm Đồng)"
    )


def test_a_year_in_which_nothing_was_due_has_no_rate():
    assert (
        counts_in_words.overall(Tally.of([]), year_period(2024))
        == "Trong năm 2024 không có nhiệm vụ nào đến hạn."
    )


def test_a_period_that_is_no_year_is_told_from_day_to_day():
    assert wording.period_words(Period(dt.date(2024, 1, 5), dt.date(2024, 6, 30))) == (
        "từ ngày 05/01/2024 đến ngày 30/6/2024"
    )


def test_the_opening_names_papers_with_their_days_as_on_paper():
    opening = wording.opening(gather(scope_of(year_of_work())))

    assert "Bản thỏa thuận hợp tác với Thành phố Hồ Chí Minh ký ngày 29/12/2022" in opening
    assert "Kế hoạch số 1606/KH-UBND ngày 30/8/2023 của UBND tỉnh Lâm Đồng" in opening
    assert "số liệu tính đến ngày 10/02/2025" in opening


def test_an_obstacle_is_told_once_with_every_unit_that_named_it():
    facts = gather(scope_of(year_of_work()))
    farming = f"{FARMING}, nay là Sở Nông nghiệp và Môi trường"

    assert wording.gathered(facts.entries, lambda entry: [(entry.obstacles, entry.obstacles_by)]) == [
        f"Thiếu vốn ({farming}; Sở Công Thương)."
    ]
    assert wording.gathered(facts.entries, lambda entry: [(entry.proposal, entry.proposal_by)]) == [
        f"Bố trí vốn ({farming})."
    ]


def test_of_two_leads_the_one_that_spoke_is_named_under_its_name_on_the_paper():
    """Minh's department is the heir of the one that the plan names."""
    made = factories.plan()
    task = factories.task(made, leads=[FARMING, "Sở Công Thương"])
    say(factories.occurrence(task), obstacles="Thiếu vốn", by=factories.minh())

    facts = gather(scope_of(made))

    assert wording.gathered(facts.entries, lambda entry: [(entry.obstacles, entry.obstacles_by)]) == [
        f"Thiếu vốn ({FARMING}, nay là Sở Nông nghiệp và Môi trường)."
    ]


def test_what_was_told_once_stays_told_when_a_later_report_leaves_the_box_empty():
    on = factories.occurrence(factories.task(leads=["Sở Công Thương"]))
    say(on, obstacles="Thiếu vốn", proposal="Bố trí vốn", on="2024-06-01")
    say(on, result="Đã họp", on="2024-07-01")

    (entry,) = gather(scope_of(on.task.plan)).entries

    assert (entry.result, entry.obstacles, entry.proposal) == ("Đã họp", "Thiếu vốn", "Bố trí vốn")


@pytest.mark.parametrize(("sent_back_on", "told"), [("2025-01-10", "Đã họp"), ("2025-03-01", "600 điểm")])
def test_a_result_that_was_sent_back_by_the_day_is_none_and_what_hindered_the_unit_is(sent_back_on, told):
    """The figures stand on 10/02/2025."""
    on = factories.occurrence()
    say(on, result="Đã họp", on="2024-06-01")
    refused = say(on, result="600 điểm", obstacles="Thiếu vốn", on="2024-07-01")
    day = dt.datetime.fromisoformat(f"{sent_back_on}T09:00:00+07:00")
    words = {"decision": "return", "reason": "Thiếu biên bản", "decided_by": factories.huong()}
    Verification.objects.create(update=refused, decided_at=day, **words)

    (entry,) = gather(scope_of(on.task.plan)).entries

    assert (entry.result, entry.obstacles) == (told, "Thiếu vốn")


def test_the_periods_of_a_task_are_named_by_their_days_as_on_paper():
    made = factories.plan()
    task = factories.task(made, timeframe="Quý I, Quý II năm 2024")
    for on in task.occurrences.all():
        done(on, on.due_on)

    (line,) = wording.result_lines(gather(scope_of(made)).entries)

    assert re.findall("kỳ [0-9/]+", line) == ["kỳ 31/3/2024", "kỳ 30/6/2024"]


def test_a_unit_is_quoted_as_it_wrote():
    made = factories.plan()
    on = factories.occurrence(factories.task(made, content="Ký kết"))
    done(on, "2024-06-01")
    say(on, result="Bình Thuận đã ký 03 hợp đồng")

    (line,) = wording.result_lines(gather(scope_of(made)).entries)

    assert line.endswith("): Bình Thuận đã ký 03 hợp đồng.")


TRADE, THEIR_TRADE = "Sở Công Thương", "Sở Công Thương Thành phố Hồ Chí Minh"


def test_a_unit_of_another_province_bears_its_name_wherever_the_report_names_it():
    """Two Sở Công Thương, of Lâm Đồng and of TP. Hồ Chí Minh, and a body there that merged."""
    made = factories.plan()
    ours = factories.task(made, content="Hội chợ", leads=[TRADE])
    theirs = factories.task(made, content="Tiêu thụ nông sản", leads=[], lead_text="Sở Công Thương TP. HCM")
    for sort, name in enumerate((TRADE, "Sở Kế hoạch và Đầu tư"), 1):
        unit = factories.unit(name, "79", factories.PLAN_DAY)
        Assignment.objects.create(task=theirs, role="lead", unit=unit, sort=sort)
    for task in (ours, theirs):
        say(factories.occurrence(task), obstacles="Thiếu vốn")
    factories.figure(made.agreement, year=2024, unit=factories.unit(TRADE, "79"))
    factories.figure(made.agreement, year=2024, unit=factories.unit(TRADE, "79"), province=None)

    facts = gather(scope_of(made))
    merged = "Sở Kế hoạch và Đầu tư Thành phố Hồ Chí Minh"
    now = f"{merged}, nay là Sở Tài chính Thành phố Hồ Chí Minh"
    assert wording.due_lines(facts.entries) == [
        f"Hội chợ ({TRADE}, hạn 31/12/2024).",
        f"Tiêu thụ nông sản ({THEIR_TRADE}, {now}, hạn 31/12/2024).",
    ]
    assert wording.gathered(facts.entries, lambda entry: [(entry.obstacles, entry.obstacles_by)]) == [
        f"Thiếu vốn ({TRADE}; {THEIR_TRADE})."
    ]
    assert [line.partition("; ")[2] for line in wording.figure_lines(facts)] == [
        f"số liệu của {THEIR_TRADE})."
    ] * 2
    assert facts.names[now] == merged
    assert [row[2] for row in annex(facts, "").tables[0].rows] == [TRADE, "Sở Công Thương TP. HCM"]


def test_the_unit_of_a_province_that_was_merged_is_told_from_the_one_that_took_it_over():
    """A plan of Bình Thuận in the report of Lâm Đồng, which is Bình Thuận's heir."""
    made = factories.plan(factories.agreement(("60", "79")), code="60")
    factories.task(made, content="Hội chợ", leads=[TRADE])

    assert wording.due_lines(gather(scope_of(made)).entries) == [
        f"Hội chợ ({TRADE} tỉnh Bình Thuận, nay là {TRADE} tỉnh Lâm Đồng, hạn 31/12/2024)."
    ]


@pytest.mark.parametrize(
    ("label", "said"),
    [("Du lịch", "du lịch"), ("Y tế", "y tế"), ("CNTT và viễn thông", "CNTT và viễn thông")],
)
def test_our_own_labels_stand_small_within_a_sentence(label, said):
    assert wording.lower_first(label) == said


@pytest.mark.parametrize(("code", "party"), [("68", "Tỉnh ủy"), ("79", "Thành ủy")])
def test_the_first_recipient_is_the_party_committee_of_a_province_or_a_city(code, party):
    made = factories.agreement()
    scope = Scope(made, factories.province(code), year_period(2024), dt.date(2025, 2, 10))

    assert annual_report(scope).recipients[0] == f"Thường trực {party}, HĐND (để báo cáo)"


# The paper


def test_the_annex_is_the_appendix_with_results_in_its_order_and_numbering():
    (annex,) = annual_report(scope_of(year_of_work())).annexes
    rows = annex.tables[0].rows

    assert [column.title for column in annex.tables[0].columns][-3:] == ["Kết quả", "Đánh giá", "Vướng mắc"]
    shown = [row.text if isinstance(row, GroupRow) else (row[0], row[1], *row[5:]) for row in rows]
    assert shown == [
        "I. Nông nghiệp",
        ("1", "Kết nối cung cầu", "Đã ký 03 hợp đồng.", "Hoàn thành đúng hạn", "Thiếu vốn"),
        ("3", "Trồng rừng", "Trồng 50 ha", "Hoàn thành quá hạn", "thiếu vốn."),
        "II. Du lịch",
        ("1", "Tuần văn hóa", "", "Quá hạn chưa hoàn thành", "Thiếu vốn"),
        ("2", "Trao đổi thông tin", "Họp hằng quý", "Thực hiện thường xuyên", ""),
        ("5", "Mở tuyến bay", "", "Chưa xác định thời hạn", ""),
    ]


def test_a_task_of_several_periods_is_one_row_that_counts_them():
    made = factories.plan()
    task = factories.task(made, timeframe="Quý I, II/2024")
    done(factories.occurrence(task), "2024-03-01")
    (annex,) = annual_report(scope_of(made)).annexes

    assert [row[6] for row in annex.tables[0].rows] == [
        "1 kỳ hoàn thành đúng hạn\n1 kỳ quá hạn chưa hoàn thành"
    ]


def test_a_year_without_tasks_gives_a_report_without_an_annex():
    assert annual_report(scope_of(factories.plan())).annexes == ()


def test_the_text_layer_of_the_pdf_holds_the_figures_and_the_rows():
    text = text_of(write_pdf(annual_report(scope_of(year_of_work()))))

    for words in (
        "ỦY BAN NHÂN DÂN",
        "TỈNH LÂM ĐỒNG",
        "2/3 lượt nhiệm vụ đến hạn (66,7%)",
        "I. Nông nghiệp",
        "Kết nối cung cầu",
        "Đã ký 03 hợp đồng.",
        "Vướng mắc",
    ):
        assert words in text


# The pages


def test_the_page_offers_the_years_of_the_plans_and_prints_them(client_for):
    made = year_of_work()
    lan = client_for(factories.lan())
    page = lan.get(reverse("report-list")).content.decode()
    address = reverse("report-pdf", args=[made.agreement_id, 2024])
    response = lan.get(address)

    assert address in page
    assert reverse("report-pdf", args=[made.agreement_id, 2022]) not in page
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "Trồng 50 ha" in text_of(response.content)


def test_khang_and_the_other_side_get_no_report_of_ours(client_for):
    made = year_of_work()
    address = reverse("report-pdf", args=[made.agreement_id, 2024])
    thu = factories.person("thu", "secretariat", factories.unit("Sở Tài chính", "79"))

    for person in (factories.khang(), thu):
        assert client_for(person).get(address).status_code == 404
        assert offered_to(client_for(person)) == []
    assert offered_to(client_for(factories.lan())) == [made.agreement]


def offered_to(window):
    return [agreement for agreement, _years in window.get(reverse("report-list")).context["rows"]]


@pytest.mark.parametrize("year", [0, 1989, 2101, 9999, 10**30])
def test_a_year_that_no_paper_has_is_not_there(client_for, year):
    made = factories.plan()

    assert (
        client_for(factories.lan()).get(f"/bao-cao/thoa-thuan/{made.agreement_id}/{year}.pdf").status_code
        == 404
    )
