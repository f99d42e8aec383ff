"""Lan writes a report from data, edits it and brings it up to date; nothing that she wrote is lost."""

import pytest

from coop.shared.events import Event
from tasks.actions.refusal import StaleError
from tasks.models import AnnualReport, Occurrence
from tasks.reports.annual import document_of, scope_of
from tasks.reports.checklist import checklist
from tasks.reports.drafting import (
    discard_report,
    edit_head,
    edit_part,
    keep_text,
    take_draft,
    take_figures,
    update_report,
)
from tasks.reports.facts import gather
from tests import factories
from tests.tasks.report_world import done, year_of_work

OUTLINE = ["opening", "steering", "results", "assessment", "outlook", "proposals", "closing"]


@pytest.fixture
def made(db):
    return year_of_work()


@pytest.fixture
def report(lan, made):
    return factories.draft_report(lan, made.agreement)


def part_of(report, key):
    return report.parts.get(key=key)


def finish_the_overdue_task():
    done(Occurrence.objects.get(task__content="Tuần văn hóa"), "2025-01-20")


def printed(report):
    document = document_of(report, report.parts.all(), gather(scope_of(report)))
    return " ".join(getattr(block, "text", "") for block in document.body)


def edit(lan, part, text):
    return edit_part(by=lan, part=part, text=text, version=part.version)


def test_a_draft_has_every_part_of_the_outline_and_its_head(lan, made):
    with factories.writes(AnnualReport=1, ReportPart=7, Event=1):
        report = factories.draft_report(lan, made.agreement)

    assert list(report.parts.values_list("key", flat=True)) == OUTLINE
    assert report.subject == ("Kết quả năm 2024 thực hiện Bản thỏa thuận hợp tác với Thành phố Hồ Chí Minh")
    assert report.recipients.splitlines() == [
        "Thường trực Tỉnh ủy, HĐND (để báo cáo)",
        "UBND Thành phố Hồ Chí Minh (để phối hợp)",
        "UBND tỉnh Đắk Lắk (để phối hợp)",
        "Các sở, ban, ngành",
        "Lưu: VT, TH",
    ]


def test_numbers_in_the_text_are_names_that_the_paper_fills_in(report):
    assert "[hoàn thành]/[đến hạn] lượt nhiệm vụ đến hạn" in part_of(report, "results").text
    assert "2/3 lượt nhiệm vụ đến hạn (66,7%)" in printed(report)


def test_only_the_secretariat_writes_reports(minh, huong, made):
    for person in (minh, huong, factories.khang()):
        with factories.refused("Only the secretariat"):
            factories.draft_report(person, made.agreement)


def test_an_edited_part_says_who_took_away_what_and_wrote_what(lan, report):
    part = part_of(report, "proposals")

    with factories.writes(Event=1):
        edit(lan, part, "Đề nghị Thành phố Hồ Chí Minh bố trí vốn.")

    event = Event.objects.about(report).first()
    assert (event.actor, event.verb, event.after["lines"]) == (
        lan,
        "edit_report_part",
        "Đề nghị Thành phố Hồ Chí Minh bố trí vốn.",
    )
    assert event.before["lines"] == part.text


def test_saving_what_was_there_is_no_act(lan, report):
    part = part_of(report, "opening")

    with factories.writes():
        edit(lan, part, f"{part.text}\n\n")


def test_who_opened_the_part_before_somebody_else_saved_is_told(lan, report):
    seen = part_of(report, "opening")
    edit(lan, part_of(report, "opening"), "Mở đầu khác.")

    with pytest.raises(StaleError):
        edit(lan, seen, "Mở đầu của tôi.")


def test_new_data_redrafts_what_nobody_edited_and_keeps_what_somebody_wrote(lan, report):
    edit(lan, part_of(report, "opening"), "Mở đầu do Lan viết.")
    finish_the_overdue_task()

    update_report(by=lan, report=report)

    report.refresh_from_db()
    assert part_of(report, "opening").text == "Mở đầu do Lan viết."
    assert "3/3 lượt nhiệm vụ đến hạn (100%)" in printed(report)
    assert "Không có nhiệm vụ nào quá hạn" in part_of(report, "assessment").text


def test_in_a_part_that_somebody_edited_the_other_sentences_follow_the_data(lan, report):
    part = part_of(report, "assessment")
    edit(lan, part, f"{part.text}\nNhìn chung đã xong [hoàn thành] lượt nhiệm vụ.")
    assert "quá hạn chưa hoàn thành:" in part.text
    finish_the_overdue_task()

    update_report(by=lan, report=report)

    report.refresh_from_db()
    text = part_of(report, "assessment").text
    assert "Không có nhiệm vụ nào quá hạn" in text
    assert text.endswith("\nNhìn chung đã xong [hoàn thành] lượt nhiệm vụ.")
    assert "hoàn thành toàn bộ 3 lượt nhiệm vụ đến hạn" in printed(report)
    assert "Nhìn chung đã xong 2 lượt nhiệm vụ." in printed(report)


def test_a_number_that_moved_in_an_edited_sentence_is_shown_and_never_replaced_silently(lan, report):
    edit(lan, part_of(report, "proposals"), "Đã xong [hoàn thành] nhiệm vụ, thuộc [số lĩnh vực] lĩnh vực.")
    finish_the_overdue_task()
    update_report(by=lan, report=report)
    report.refresh_from_db()

    assert part_of(report, "proposals").held == {"hoàn thành": "2"}
    assert "Đã xong 2 nhiệm vụ, thuộc 2 lĩnh vực." in printed(report)
    stopping = [finding for finding in checks(report) if finding.stops]
    assert [finding.details for finding in stopping] == [("hoàn thành: 2 → 3",)]

    with factories.writes(Event=1):
        take_figures(by=lan, part=part_of(report, "proposals"))
    assert "Đã xong 3 nhiệm vụ, thuộc 2 lĩnh vực." in printed(report)
    assert [finding for finding in checks(report) if finding.stops] == []


def test_a_number_that_lan_typed_is_told_before_issue_when_data_says_otherwise(lan, report):
    part = part_of(report, "results")
    edit(lan, part, part.text.replace("[hoàn thành]/[đến hạn]", "2/3", 1))
    assert typed_numbers_told(report) == []
    finish_the_overdue_task()
    update_report(by=lan, report=report)
    report.refresh_from_db()

    (told,) = typed_numbers_told(report)

    assert not told.stops
    assert told.details[0].endswith("lời văn ghi 2, số liệu hiện nay là 3 (hoàn thành)")


def typed_numbers_told(report):
    return [finding for finding in checks(report) if "lời văn" in finding.text]


def test_a_sentence_of_lan_does_not_keep_drafted_sentences_that_are_no_longer_true(lan, report):
    part = part_of(report, "assessment")
    edit(lan, part, f"{part.text}\nMột câu của Lan.")
    finish_the_overdue_task()

    update_report(by=lan, report=report)

    lines = part_of(report, "assessment").text.splitlines()
    assert lines[2:4] == ["2. Tồn tại, hạn chế", "Không có nhiệm vụ nào quá hạn chưa hoàn thành."]
    assert lines[-1] == "Một câu của Lan."


def test_where_data_says_otherwise_than_an_edited_sentence_the_report_waits_for_a_person(lan, report):
    part = part_of(report, "outlook")
    gone, come = part.draft, "Chưa có nhiệm vụ nào được giao với thời hạn trong năm 2025."
    edit(lan, part, "Tiếp tục thực hiện tuần văn hóa.")
    finish_the_overdue_task()
    update_report(by=lan, report=report)
    report.refresh_from_db()
    update_report(by=lan, report=report)

    part = part_of(report, "outlook")
    assert part.text == "Tiếp tục thực hiện tuần văn hóa."
    assert part.disputed == {"gone": [gone], "come": [come]}
    (stopping,) = [finding for finding in checks(report) if finding.stops]
    assert stopping.details == (f"không còn trong dữ liệu: {gone}", f"mới: {come}")

    with factories.writes(Event=1):
        keep_text(by=lan, part=part)
    assert [finding for finding in checks(report) if finding.stops] == []


def checks(report):
    return checklist(report, list(report.parts.all()), gather(scope_of(report)))


def test_what_was_written_can_be_given_up_for_the_draft(lan, report):
    part = part_of(report, "opening")
    edit(lan, part, "Khác.")

    take_draft(by=lan, part=part)

    assert part_of(report, "opening").text == part.text


def test_the_head_is_edited_as_one_act(lan, report):
    with factories.writes(Event=1):
        report = edit_head(by=lan, report=report, version=0, signer="Phúc", addressees="Thủ tướng Chính phủ")
    with factories.writes():
        edit_head(by=lan, report=report, version=1, signer="Phúc")
        edit_head(by=lan, report=report, version=1, recipients=report.recipients.replace("\n", "\r\n"))
    with factories.refused("Somebody else has changed the report"):
        edit_head(by=lan, report=report, version=0, signer="Khác")

    document = document_of(report, report.parts.all(), gather(scope_of(report)))
    assert (document.signature.signer, document.addressees) == ("Phúc", ("Thủ tướng Chính phủ",))


def test_a_draft_that_nobody_needs_goes_and_its_acts_stay(lan, report):
    discard_report(by=lan, report=report)

    assert not AnnualReport.objects.exists()
    assert [event.verb for event in Event.objects.about(report)] == ["discard_report", "write_report"]


def test_the_checklist_names_what_is_missing_before_issue(lan, minh, made):
    waiting = factories.task(made, content="Chờ xác nhận", timeframe="Năm 2024")
    factories.reported(minh, factories.occurrence(waiting))
    report = factories.draft_report(lan, made.agreement)
    edit(lan, part_of(report, "outlook"), "")
    edit(lan, part_of(report, "proposals"), "Có [đến han] nhiệm vụ.")

    said = {finding.text: finding.details for finding in checks(report)}

    assert said == {
        "IV. Phương hướng, nhiệm vụ kỳ tới: chưa có nội dung.": (),
        "V. Kiến nghị, đề xuất: không có số liệu mang tên này; sửa lại tên hoặc viết rõ thành lời.": (
            "[đến han]",
        ),
        "Chưa có tên người ký.": (),
        "1 kỳ thực hiện chưa có báo cáo.": (
            "Chờ xác nhận – Sở Nông nghiệp và Phát triển nông thôn, nay là Sở Nông nghiệp và Môi trường",
        ),
        "1 báo cáo hoàn thành đang chờ xác nhận.": (
            "Chờ xác nhận – Sở Nông nghiệp và Phát triển nông thôn, nay là Sở Nông nghiệp và Môi trường",
        ),
    }
