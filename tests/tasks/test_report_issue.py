"""An issued report never changes: not by the program, not by SQL; what changes is told beside it."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from agreements.models import Role
from agreements.reorganising import reorganise
from coop.shared.documents.docx import write_docx
from coop.shared.events import Event
from tasks.actions.reassigning import reassign
from tasks.models import AnnualReport, Assignment, Extension, Occurrence
from tasks.reports.annual import document_of, scope_of
from tasks.reports.checklist import checklist
from tasks.reports.drafting import edit_part, update_report, write_report
from tasks.reports.facts import gather
from tasks.reports.issuing import freeze, issue_report
from tasks.reports.snapshot import differences, document_as_issued, snapshot_of
from tests import factories
from tests.tasks.report_world import done, postponed, say, text_of, year_of_work

DAY = dt.date(2025, 2, 12)


@pytest.fixture
def made(db):
    return year_of_work()


def issued_as(draft, **told):
    """As somebody who has the draft before them issues it."""
    return issue_report(report=draft, version=draft.version, **({"issued_on": DAY} | told))


def test_issuing_freezes_number_paper_data_and_pdf(lan, made):
    draft = factories.draft_report(lan, made.agreement)

    with factories.writes(Event=1):
        issued = issued_as(draft, by=lan, number=5, seen=True)

    issued.refresh_from_db()
    assert (issued.status, issued.number, issued.issued_by) == ("issued", 5, lan)
    assert issued.sha256 == hashlib.sha256(bytes(issued.pdf)).hexdigest()
    assert Event.objects.about(issued).first().after["sha256"] == issued.sha256
    text = text_of(bytes(issued.pdf))
    assert "Số: 05/BC-UBND Lâm Đồng, ngày 12 tháng 02 năm 2025" in text
    assert "2/3 lượt nhiệm vụ đến hạn (66,7%)" in text
    assert write_docx(document_as_issued(issued)).startswith(b"PK")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tasks_annualreport SET subject = 'khác'",
        "UPDATE tasks_annualreport SET status = 'draft'",
        "DELETE FROM tasks_annualreport",
        "UPDATE tasks_reportpart SET text = 'khác'",
        "DELETE FROM tasks_reportpart",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_issued(lan, statement):
    factories.issued_report(lan)

    with (
        pytest.raises(DatabaseError, match="an issued report is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_draft_beside_it_still_changes(lan):
    factories.issued_report(lan)
    draft = factories.draft_report(lan)

    AnnualReport.objects.filter(pk=draft.pk).update(subject="Khác")
    draft.parts.all().delete()
    draft.delete()

    assert AnnualReport.objects.count() == 1


def test_nobody_edits_or_updates_an_issued_report(lan):
    issued = factories.issued_report(lan)
    part = issued.parts.first()

    with factories.refused("has been issued"):
        edit_part(by=lan, part=part, text="Khác", version=part.version)
    with factories.refused("has been issued"):
        update_report(by=lan, report=issued)


def test_a_report_is_not_issued_on_old_figures_unseen_warnings_or_a_taken_number(lan, made):
    factories.issued_report(lan, made.agreement, number=5)
    draft = factories.draft_report(lan, made.agreement)

    with factories.refused("seen what the checklist"):
        issued_as(draft, by=lan, number=6)
    with factories.refused("before the day of its figures"):
        issued_as(draft, by=lan, number=6, issued_on=dt.date(2025, 2, 9), seen=True)
    with factories.refused("a day to come"):
        issued_as(draft, by=lan, number=6, issued_on=timezone.localdate() + dt.timedelta(days=1), seen=True)
    with factories.refused("has this number already"):
        issued_as(draft, by=lan, number=5, seen=True)
    done(Occurrence.objects.get(task__content="Tuần văn hóa"), "2025-01-20")
    with factories.refused("Data has changed"):
        issued_as(draft, by=lan, number=6, seen=True)


def test_what_a_colleague_changed_since_lan_looked_is_not_issued_unseen(lan, made):
    draft = factories.draft_report(lan, made.agreement)
    seen = draft.version
    colleague = factories.person("hoa", Role.SECRETARIAT, factories.unit("Văn phòng UBND tỉnh"))
    closing = draft.parts.get(key="closing")
    edit_part(by=colleague, part=closing, text="Câu Lan chưa đọc.", version=closing.version)
    draft.refresh_from_db()

    with factories.refused("Somebody else has changed the report"):
        issue_report(by=lan, report=draft, version=seen, number=6, issued_on=DAY, seen=True)


def test_a_number_stands_once_a_year_in_the_database_itself(lan, made):
    factories.issued_report(lan, made.agreement, number=5)
    taken = {"number": 5, "status": "issued", "sha256": "x", "issued_by": lan}
    drafts = AnnualReport.objects.filter(pk=factories.draft_report(lan, made.agreement).pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        drafts.update(issued_on=dt.date(2025, 12, 31), **taken)
    assert drafts.update(issued_on=dt.date(2026, 1, 2), **taken) == 1


def test_what_comes_in_while_the_paper_is_laid_out_is_told_as_a_change_since(lan, minh, made):
    late = Occurrence.objects.get(task__content="Tuần văn hóa")
    draft = factories.draft_report(lan, made.agreement)
    draft.number, draft.issued_on = 5, DAY
    facts = gather(scope_of(draft))
    snapshot = snapshot_of(document_of(draft, draft.parts.all(), facts), facts)
    say(late, result="Đã tổ chức", by=minh, on="2025-02-01")

    issued = freeze(lan, draft, snapshot, factories.SMALL_PDF)

    (row,) = differences(issued).rows
    assert "kết quả: – → Đã tổ chức" in [str(change) for change in row.changes]


def test_staff_do_not_issue(lan, minh):
    draft = factories.draft_report(lan)

    with factories.refused("Only the secretariat"):
        issued_as(draft, by=minh, number=6, seen=True)


def test_what_changes_in_the_data_afterwards_is_told_with_its_differences(lan, made):
    issued = factories.issued_report(lan, made.agreement)
    assert not differences(issued)

    late = Occurrence.objects.get(task__content="Tuần văn hóa")
    done(late, "2025-01-20")
    say(late, result="Đã tổ chức", on="2025-03-01")
    found = differences(issued)

    assert [str(change) for change in found.figures if "–" not in change.name] == [
        "hoàn thành: 2 → 3",
        "hoàn thành quá hạn: 1 → 2",
        "quá hạn chưa hoàn thành: 1 → 0",
        "tỷ lệ hoàn thành: 66,7% → 100%",
        "tỷ lệ đúng hạn: 50% → 33,3%",
    ]
    (row,) = found.rows
    assert (row.content, row.task) == ("Tuần văn hóa", late.task_id)
    assert [str(change) for change in row.changes] == [
        "trạng thái: chưa thực hiện → đã hoàn thành",
        "hoàn thành ngày: – → 20/01/2025",
        "kết quả: – → Đã tổ chức",
        "khó khăn, vướng mắc: Thiếu vốn → –",
    ]


def test_another_lead_unit_is_told_whether_lan_chose_it_or_it_took_over(lan, made):
    given = made.tasks.get(content="Tuần văn hóa")
    always = made.tasks.get(content="Trao đổi thông tin")
    group = Assignment.objects.get(task=always, role="lead")
    factories.task(made, content="Họp giao ban", timeframe="Quý I, II/2024")
    Assignment.objects.filter(pk=group.pk).update(unit=None, words="các sở, ban, ngành", is_group=True)
    issued = factories.issued_report(lan, made.agreement)

    for task, to_unit in ((given, "Sở Y tế"), (always, "Sở Tài chính")):
        reassign(by=lan, tasks=[task], to_unit=factories.unit(to_unit), reason="Đúng chức năng")
    reorganise(
        by=lan,
        kind="merge",
        bodies=[factories.unit("Sở Nông nghiệp và Môi trường")],
        heirs=[factories.unit("Sở Công Thương")],
        effective_on=dt.date(2026, 11, 1),
    )

    farming = "Sở Nông nghiệp và Phát triển nông thôn (nay là Sở Nông nghiệp và Môi trường)"
    taken_over = "Sở Nông nghiệp và Phát triển nông thôn (nay là Sở Công Thương)"
    found = differences(issued)
    assert found.figures == ()
    assert [(row.content, *map(str, row.changes)) for row in found.rows] == [
        ("Kết nối cung cầu", f"đơn vị chủ trì: {farming} → {taken_over}"),
        ("Trồng rừng", f"đơn vị chủ trì: {farming} → {taken_over}"),
        ("Tuần văn hóa", "đơn vị chủ trì: Sở Công Thương → Sở Y tế"),
        ("Trao đổi thông tin", "đơn vị chủ trì: các sở, ban, ngành → Sở Tài chính"),
        ("Mở tuyến bay", f"đơn vị chủ trì: {farming} → {taken_over}"),
        ("Họp giao ban", f"đơn vị chủ trì: {farming} → {taken_over}"),
    ]


def test_a_report_that_kept_no_lead_units_says_nothing_of_them(lan, made):
    """As those did that were issued before."""
    issued = factories.issued_report(lan, made.agreement)
    for row in issued.snapshot["rows"].values():
        del row["leads"]
    reassign(
        by=lan,
        tasks=[made.tasks.get(content="Tuần văn hóa")],
        to_unit=factories.unit("Sở Y tế"),
        reason="Đúng chức năng",
    )

    assert not differences(issued)


def test_the_calendar_alone_changes_nothing(lan, made):
    """What was ongoing on the cut-off day and is overdue today was reported rightly."""
    issued = factories.issued_report(lan, made.agreement, year=2024, cut_off_on=dt.date(2024, 6, 30))

    assert not differences(issued)


def test_a_task_that_came_and_one_that_went_are_told(lan, made):
    issued = factories.issued_report(lan, made.agreement)
    factories.task(made, content="Nhiệm vụ thêm")
    made.tasks.get(content="Mở tuyến bay").delete()

    rows = {row.content: str(row.changes[0]) for row in differences(issued).rows}

    assert rows == {"Nhiệm vụ thêm": "– → mới", "Mở tuyến bay": "có trong báo cáo → đã đưa ra khỏi dữ liệu"}


def test_a_correction_is_a_new_report_that_replaces_the_old_one(lan, made):
    issued = factories.issued_report(lan, made.agreement)

    new = write_report(by=lan, scope=scope_of(issued), replaces=issued)

    issued.refresh_from_db()
    assert (issued.replaced_by, new.subject) == (new, issued.subject)
    with factories.refused("replaced already"):
        write_report(by=lan, scope=scope_of(issued), replaces=issued)
    with factories.refused("Only an issued report"):
        write_report(by=lan, scope=scope_of(new), replaces=new)


def test_a_correction_begins_with_what_lan_wrote_and_with_the_data_of_now(lan, made):
    draft = factories.draft_report(lan, made.agreement)
    part = draft.parts.get(key="assessment")
    edited = f"{part.text}\nCác bên phối hợp chặt chẽ trong [hoàn thành] nhiệm vụ."
    edit_part(by=lan, part=part, text=edited, version=part.version)
    draft.refresh_from_db()
    issued = factories.frozen(lan, draft)
    done(factories.occurrence(made.tasks.get(content="Tuần văn hóa")), "2024-12-31")

    new = write_report(by=lan, scope=scope_of(issued), replaces=issued)

    assessment = new.parts.get(key="assessment")
    assert "Các bên phối hợp chặt chẽ trong [hoàn thành] nhiệm vụ." in assessment.text
    assert assessment.held == {"hoàn thành": "2"}  # as it was issued, until Lan decides
    assert ("Tuần văn hóa" in edited, "Tuần văn hóa" in assessment.text) == (True, False)
    assert not new.parts.get(key="closing").is_edited


def test_what_is_postponed_after_the_issue_is_a_change_of_its_day(lan, made):
    dam = factories.task(made, content="Đập thủy lợi", timeframe="Năm 2024")
    issued = factories.issued_report(lan, made.agreement)
    postponed(factories.occurrence(dam), "2025-06-30", on="2025-03-01")
    told = differences(issued)
    (row,) = [row for row in told.rows if row.content.endswith("Đập thủy lợi")]
    assert [str(change) for change in row.changes] == ["thời hạn: 31/12/2024 → 30/06/2025"]

    assert not told.figures


@pytest.mark.parametrize(
    ("timeframe", "moved_to", "figure"),
    [("Năm 2024", "2025-06-30", "gia hạn sang sau kỳ"), ("Giai đoạn 2024-2025", None, "đến hạn sau kỳ")],
)
def test_what_reports_did_not_tell_when_it_was_issued_is_no_change(lan, made, timeframe, moved_to, figure):
    issued = factories.issued_report(lan, made.agreement)
    dam = factories.occurrence(factories.task(made, content="Đập thủy lợi", timeframe=timeframe))
    if moved_to:
        postponed(dam, moved_to)
    assert [row.content for row in differences(issued).rows] == ["Đập thủy lợi"]

    del issued.snapshot["figures"][figure]
    told = differences(issued)

    assert ([change.name for change in told.figures], told.rows) == (["đến hạn kỳ tới"], ())


@pytest.mark.parametrize(("content", "waits"), [("Tuần văn hóa", True), ("Trồng rừng", False)])
def test_a_pending_wish_for_more_time_is_on_the_checklist_until_the_work_is_done(
    lan, minh, made, content, waits
):
    occurrence = Occurrence.objects.get(task__content=content)
    Extension.objects.create(
        occurrence=occurrence,
        old_due_on=dt.date(2024, 12, 31),
        new_due_on=dt.date(2025, 6, 30),
        reason="Chờ bố trí vốn",
        on_behalf_of=minh.memberships.get().unit,
        asked_by=minh,
        asked_at=dt.datetime(2024, 11, 1, tzinfo=dt.UTC),
    )
    draft = factories.draft_report(lan, made.agreement)

    assert "- Chờ bố trí vốn (Sở Nông nghiệp và " in draft.parts.get(key="assessment").text
    findings = checklist(draft, list(draft.parts.all()), gather(scope_of(draft)))
    assert ("1 đề nghị gia hạn đang chờ quyết định." in [one.text for one in findings]) is waits


def test_a_name_that_no_figure_bears_stops_the_issue(lan, made):
    draft = factories.draft_report(lan, made.agreement)
    part = draft.parts.get(key="proposals")

    edit_part(by=lan, part=part, text="Đề nghị [con số lạ] xem xét.", version=part.version)

    stops = [one for one in checklist(draft, list(draft.parts.all()), gather(scope_of(draft))) if one.stops]
    assert [finding.details for finding in stops] == [("[con số lạ]",)]
