"""Lists and pages of tasks: the same few queries however many rows, filters that find, bounds that hold."""

import datetime as dt
import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agreements.models import Field
from tasks.actions.directing import give_directive
from tasks.actions.extending import ask_extension
from tasks.actions.reporting import contribute, report_progress
from tasks.actions.verifying import send_back
from tasks.models import Assignment, Directive, Occurrence
from tasks.permissions.acting import leads, led_in
from tests import factories

pytestmark = pytest.mark.django_db

FARMING = "Sở Nông nghiệp và Phát triển nông thôn"


@pytest.fixture
def lan(client_for):
    """Lan's browser."""
    return client_for(factories.lan())


def rows_of(response):
    return response.context["rows"]


def found(browser, **params):
    """The contents of the tasks that the list shows for these filters."""
    return [row.content for row in rows_of(browser.get(f"{reverse('task-list')}?{urlencode(params)}"))]


def busy_tasks(item_count):
    """Tasks of three years with several units, each with a report, a wish for more time and a directive."""
    made = factories.plan()
    minh = factories.minh()
    leader = factories.person("binh", "leader", factories.unit("Văn phòng UBND tỉnh"))
    seat = minh.memberships.get().unit
    for _ in range(item_count):
        task = factories.task(
            made,
            timeframe="Năm 2024",
            leads=[FARMING, "Sở Công Thương"],
            partners=["Sở Y tế"],
            field=Field.objects.first(),
        )
        on = factories.occurrence(task)
        factories.evidence_on(on, minh)
        ask_extension(
            by=minh, occurrence=on, on_behalf_of=seat, new_due_on=dt.date(2026, 12, 31), reason="Chờ vốn"
        )
        give_directive(by=leader, task=task, text="Giải trình", kind=Directive.Kind.EXPLANATION)
    return made


# Queries


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_tasks_costs_the_same_queries_for_any_number_of_rows(
    lan, django_assert_num_queries, item_count
):
    busy_tasks(item_count)

    with django_assert_num_queries(10):
        response = lan.get(reverse("task-list"))

    assert len(rows_of(response)) == item_count
    assert response.content.decode().count("Sở Nông nghiệp và Môi trường") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_overview_costs_the_same_queries_for_any_number_of_rows(
    lan, django_assert_num_queries, item_count
):
    busy_tasks(item_count)

    with django_assert_num_queries(11):
        response = lan.get("/?year=2024")

    assert response.context["summary"].total.count == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_work_costs_the_same_queries_for_any_number_of_rows(
    client_for, django_assert_num_queries, item_count
):
    busy_tasks(item_count)
    minh = client_for(factories.User.objects.get(username="minh"))

    with django_assert_num_queries(7):
        response = minh.get(reverse("todo"))

    assert sum(len(section.rows) for section in response.context["sections"]) == item_count
    assert len(response.context["directives"]) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_of_a_task_costs_the_same_queries_for_any_number_of_periods(
    client_for, django_assert_num_queries, item_count
):
    huong = client_for(factories.huong())
    minh, years = factories.minh(), ["2023", "2024", "2025"][:item_count]
    task = factories.task(timeframe=f"Các năm {', '.join(years)}" if item_count > 1 else "Năm 2023")
    for on in task.occurrences.all():
        factories.reported(minh, on)

    with django_assert_num_queries(12):
        page = huong.get(reverse("task-detail", args=[task.pk])).content.decode()

    assert page.count('<article class="period" id="ky-') == item_count
    assert page.count("/xac-nhan/") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_of_a_task_costs_the_same_queries_for_any_number_of_reports(
    lan, django_assert_num_queries, item_count
):
    task, minh = factories.task(), factories.minh()
    for _ in range(item_count):
        factories.evidence_on(factories.occurrence(task), minh)

    with django_assert_num_queries(12):
        page = lan.get(reverse("task-detail", args=[task.pk])).content.decode()

    assert page.count("biên bản.pdf") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_of_reports_costs_the_same_queries_for_any_number_of_agreements(
    lan, django_assert_num_queries, item_count
):
    for _ in range(item_count):
        factories.plan()

    with django_assert_num_queries(8):
        response = lan.get(reverse("report-list"))

    assert len(response.context["rows"]) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_form_of_work_costs_the_same_queries_for_any_number_of_units(
    client_for, django_assert_num_queries, item_count
):
    names = [FARMING, "Sở Công Thương", "Sở Y tế"][:item_count]
    on = factories.occurrence(leads=names)
    minh = client_for(factories.minh())

    with django_assert_num_queries(9):
        page = minh.get(reverse("occurrence-report", args=[on.pk])).content.decode()

    assert on.task.content in page


# Filters


@pytest.mark.parametrize("words", ["nông nghiệp", "nong nghiep", "NÔNG  NGHIỆP", "nông nghiệp sạch"])
def test_words_find_without_diacritics(lan, words):
    made = factories.plan()
    factories.task(made, content="Phát triển nông nghiệp sạch", leads=["Sở Y tế"])
    factories.task(made, content="Khám bệnh từ xa", leads=["Sở Y tế"])

    assert found(lan, q=words) == ["Phát triển nông nghiệp sạch"]


def test_a_d_without_its_bar_finds_the_vietnamese_letter(lan):
    factories.task(content="Nâng cấp đường tỉnh 725")

    assert found(lan, q="duong tinh") == found(lan, q="Đường tỉnh") == ["Nâng cấp đường tỉnh 725"]


@pytest.mark.parametrize(
    "name", [FARMING, "phat trien nong thon", "Sở Nông nghiệp và Môi trường", "moi truong"]
)
def test_a_unit_is_found_under_its_former_and_its_present_name(lan, name):
    made = factories.plan()
    factories.task(made, content="Của ngành nông nghiệp", leads=[FARMING])
    factories.task(made, content="Của ngành y tế", leads=["Sở Y tế"])

    assert found(lan, unit=name) == ["Của ngành nông nghiệp"]


def test_a_unit_is_found_as_partner_too(lan):
    factories.task(content="Của ngành y tế", leads=["Sở Y tế"], partners=["Sở Công Thương"])

    assert found(lan, unit="cong thuong") == ["Của ngành y tế"]


def test_the_heir_leads_what_its_predecessor_led(lan):
    made = factories.plan()
    factories.task(made, content="Của ngành nông nghiệp", partners=["Sở Y tế"])
    factories.task(made, content="Của ngành y tế", leads=["Sở Y tế"])

    heir = factories.unit("Sở Nông nghiệp và Môi trường")
    assert found(lan, lead=heir.pk) == ["Của ngành nông nghiệp"]


def test_a_field_and_the_lack_of_one_can_be_chosen(lan):
    made, tourism = factories.plan(), Field.objects.get(code="du-lich")
    factories.task(made, content="Tuần du lịch", field=tourism)
    factories.task(made, content="Chưa xếp lĩnh vực")

    assert found(lan, field="du-lich") == ["Tuần du lịch"]
    assert found(lan, field="none") == ["Chưa xếp lĩnh vực"]


def test_a_year_holds_what_is_due_in_it_and_the_reporting_period_of_continuous_work(lan):
    made = factories.plan()
    factories.task(made, content="Một lần", timeframe="Năm 2024")
    factories.task(made, content="Mọi lúc", timeframe="Thường xuyên")
    factories.task(made, content="Khi nào có vốn", timeframe="Sau khi có kinh phí")

    assert sorted(found(lan, year=2024)) == ["Khi nào có vốn", "Mọi lúc", "Một lần"]
    assert sorted(found(lan, year=2025)) == ["Khi nào có vốn", "Mọi lúc"]
    assert found(lan, year=2027) == []


def test_each_assessment_can_be_chosen(lan):
    made, minh = factories.plan(), factories.minh()
    factories.task(made, content="Trễ")
    factories.task(made, content="Mọi lúc", timeframe="Năm 2024", deadline_kind="continuous")
    paused = factories.occurrence(of=factories.task(made, content="Dừng"))
    Occurrence.objects.filter(pk=paused.pk).update(status="paused")
    factories.reported(minh, factories.occurrence(of=factories.task(made, content="Báo trễ")))

    assert sorted(found(lan, assessment="overdue")) == ["Báo trễ", "Trễ"]
    assert found(lan, assessment="continuous") == ["Mọi lúc"]
    assert found(lan, assessment="stopped") == ["Dừng"]


def test_due_soon_is_what_is_open_and_due_within_fifteen_days(lan):
    today = timezone.localdate()
    made = factories.plan()
    for content, days in (("Mai", 1), ("Nửa tháng", 15), ("Sau đó", 16), ("Hôm qua", -1)):
        on = factories.occurrence(of=factories.task(made, content=content))
        due_on = today + dt.timedelta(days=days)
        Occurrence.objects.filter(pk=on.pk).update(starts_on=None, due_on=due_on)

    assert found(lan, assessment="due_soon") == ["Mai", "Nửa tháng"]


def test_a_report_that_came_in_time_and_still_waits_is_not_due_soon(lan, minh):
    on = factories.reported(minh, factories.occurrence())
    Occurrence.objects.filter(pk=on.pk).update(reported_on="2024-06-01")

    assert len(found(lan, assessment="ongoing")) == 1
    assert found(lan, assessment="due_soon") == []


def test_key_tasks_can_be_chosen(lan):
    made = factories.plan()
    factories.task(made, content="Trọng tâm", is_key=True)
    factories.task(made, content="Thường")

    assert found(lan, is_key="on") == ["Trọng tâm"]
    assert len(found(lan)) == 2


def test_filters_narrow_each_other(lan):
    made = factories.plan()
    factories.task(made, content="Trọng tâm y tế", leads=["Sở Y tế"], is_key=True)
    factories.task(made, content="Trọng tâm nông nghiệp", is_key=True)
    factories.task(made, content="Y tế", leads=["Sở Y tế"])

    assert found(lan, is_key="on", unit="y te", q="trong tam") == ["Trọng tâm y tế"]


HUGE = "9" * 40


NOT_OFFERED = [
    "year=khong-phai-nam",
    "year=0",
    "year=99999",
    "year=2024.5",
    "lead=x",
    f"lead={HUGE}",
    "lead=1.5",
    "lead=NaN",
    "plan=x",
    f"plan={HUGE}",
    f"agreement={HUGE}",
    "agreement=x",
    "field=khong-co",
    "assessment=khong-co",
    "is_key=khong-co",
    "page=0",
    "page=-1",
    "page=x",
    f"page={HUGE}",
    "size=7",
    "q=%00",
    "q=%25_%5C%27",
    "unit=%00",
    "khong=co",
    "year=2024&year=2025",
    "year=1e999",
    "month=5.5",
    "is_key=1&open=maybe",
    "field=%00&assessment=%00&ten=%00",
    "awaited=x&sort=x",
    f"partner={HUGE}",
    f"agreement_name={'a' * 5000}",
    "ngay=01/01/0001",
    "ngay=31/12/9999",
    "ngay=%00",
]


@pytest.mark.parametrize("query", NOT_OFFERED)
def test_a_value_that_nobody_offers_breaks_no_page(lan, query):
    factories.task()

    assert lan.get(f"{reverse('task-list')}?{query}").status_code == 200
    assert lan.get(f"/?{query}").status_code == 200


@pytest.mark.parametrize(
    "name", ["plan-detail", "task-list-filter", "task-list-file", "field-table", "province-list", "search"]
)
def test_many_such_values_at_once_break_no_other_page(lan, name):
    """Of two values of one name the last counts, so they are given forwards and backwards."""
    task = factories.task()
    address = reverse(name, args=[task.plan_id] if name == "plan-detail" else [])

    for values in (NOT_OFFERED, reversed(NOT_OFFERED)):
        assert lan.get(f"{address}?{'&'.join(values)}").status_code == 200


def test_a_wildcard_of_the_database_is_a_letter_like_any_other(lan):
    factories.task(content="Đạt 100% kế hoạch")

    assert found(lan, q="100%") == ["Đạt 100% kế hoạch"]
    assert found(lan, q="1_0") == []


# Order and pages


def test_what_is_due_first_comes_first_and_then_the_order_of_the_appendix(lan):
    made = factories.plan()
    for content, timeframe in (("Sau", "Năm 2025"), ("Trước", "Năm 2024"), ("Cùng hạn", "Năm 2024")):
        factories.task(made, content=content, timeframe=timeframe)

    assert found(lan) == ["Trước", "Cùng hạn", "Sau"]


def test_pages_end_where_the_rows_end(lan):
    made = factories.plan()
    task = factories.task(made)
    Occurrence.objects.bulk_create(
        Occurrence(task=task, period_key=str(day), due_on=dt.date(2024, 1, 1) + dt.timedelta(days=day))
        for day in range(29)
    )
    address = reverse("task-list")

    assert len(rows_of(lan.get(f"{address}?size=25"))) == 25
    assert len(rows_of(lan.get(f"{address}?size=25&page=2"))) == 5
    assert rows_of(lan.get(f"{address}?size=25&page=99")) == rows_of(lan.get(f"{address}?size=25&page=2"))
    assert lan.get(f"{address}?size=7&page=2").context["page"].paginator.per_page == 50


def test_links_to_other_pages_keep_the_filters(lan):
    task = factories.task()
    Occurrence.objects.bulk_create(
        Occurrence(task=task, period_key=str(day), due_on=dt.date(2024, 1, 1)) for day in range(29)
    )
    page = lan.get(f"{reverse('task-list')}?size=25&year=2024").content.decode()

    assert "?size=25&amp;year=2024&amp;page=2" in page


# What the other side sees


def test_a_partner_of_the_other_side_finds_no_link_that_would_be_refused(client_for):
    task = factories.task()
    saigon = factories.unit("Sở Công Thương", "79", factories.PLAN_DAY)
    Assignment.objects.create(task=task, role=Assignment.Role.PARTNER, unit=saigon)
    thu = client_for(factories.person("thu", "staff", factories.unit("Sở Công Thương", "79")))
    plan_address = reverse("plan-detail", args=[task.plan_id])

    for address in (reverse("task-list"), reverse("task-detail", args=[task.pk])):
        page = thu.get(address).content.decode()
        assert task.plan.number in page
        assert plan_address not in page
    assert thu.get(plan_address).status_code == 404


def test_no_button_is_shown_that_would_be_refused(client_for):
    task = factories.task()
    mai = client_for(factories.person("mai", "staff", factories.unit("Sở Y tế")))

    page = mai.get(reverse("task-detail", args=[task.pk])).content.decode()

    assert task.content in page
    assert f"/ky/{factories.occurrence(task).pk}/" not in page
    assert "chi-dao" not in page


def test_evidence_is_handed_out_as_an_attachment_under_its_own_name(client_for):
    minh = factories.minh()
    file = factories.evidence_on(factories.occurrence(), minh)
    address = reverse("evidence-file", args=[file.pk])

    response = client_for(minh).get(address)
    content = b"".join(response.streaming_content)

    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''bi%C3%AAn")
    assert response.headers["Content-Type"] == "application/pdf"
    assert content == b"%PDF-1.4 small"
    assert client_for(factories.khang()).get(address).status_code == 404


def test_a_lead_unit_reports_from_the_page_of_the_plan_and_from_the_to_do_list(client_for, minh, huong, plan):
    """Only on what Minh leads and what is open; a past day is for reading."""
    mine, done = factories.occurrence(of=factories.task(plan)), factories.occurrence(of=factories.task(plan))
    factories.task(plan, leads=["Sở Y tế"])
    factories.reported(minh, done)
    address, report = reverse("plan-detail", args=[plan.pk]), reverse("occurrence-report", args=[mine.pk])
    browser = client_for(minh)

    pages = [browser.get(address), browser.get(reverse("todo"))]

    for page in pages:
        links = re.findall(r'href="(/ky/\d+/bao-cao/)"', page.content.decode())
        assert links == [report]
    assert report not in browser.get(address, {"ngay": "01/01/2025"}).content.decode()
    assert report not in client_for(huong).get(address).content.decode()


def test_whose_tasks_of_a_plan_are_is_said_alike_for_one_and_for_all(minh, huong, plan):
    tasks = [factories.task(plan), factories.task(plan, leads=["Sở Y tế"]), factories.task()]

    for person in (minh, huong, factories.khang()):
        assert led_in(person, plan) == {task.pk for task in tasks[:2] if leads(person, task)}


def test_the_paper_says_what_it_said_whoever_leads_today(client_for):
    task = factories.task(leads=["Sở Y tế"], lead_text="Sở Y tế")
    task.assignments.filter(role=Assignment.Role.LEAD).update(unit=factories.unit("Sở Công Thương"))

    page = client_for(factories.lan()).get(reverse("task-detail", args=[task.pk])).content.decode()

    assert "“Sở Y tế”</span><div>Sở Công Thương" in page


def test_a_long_title_on_the_way_to_a_page_is_cut_between_words(lan):
    title = "Bản thỏa thuận hợp tác phát triển kinh tế - xã hội giữa Thành phố Hồ Chí Minh và tỉnh Lâm Đồng"
    task = factories.task(factories.plan(factories.agreement(title=title)))
    told = '">Bản thỏa thuận hợp tác phát triển kinh tế - xã hội giữa…</a>'

    for name, pk in (("task-detail", task.pk), ("plan-sentences", task.plan_id)):
        assert told in lan.get(reverse(name, args=[pk])).content.decode()


def test_of_several_open_periods_one_button_stands_out_that_of_the_first_due(client_for, minh):
    task = factories.task(timeframe="Các năm 2023, 2024, 2025")
    first, second, _third = task.occurrences.order_by("due_on")
    Occurrence.objects.filter(pk=first.pk).update(status="completed", completed_on="2023-12-01")
    page = client_for(minh).get(reverse("task-detail", args=[task.pk])).content.decode()

    assert re.findall(r'btn-primary" href="([^"]+)"', page) == [f"/ky/{second.pk}/bao-cao/"]
    assert page.count("Bước tiếp theo") == 2  # of what is completed there is none


def test_what_is_decided_on_or_answered_is_read_before_the_form(client_for, minh, huong):
    """Hương is shown the whole report of the lead unit, and not the note that a partner sent after it."""
    nam = factories.person("nam", "staff", factories.unit("Sở Y tế"))
    binh = factories.person("binh", "leader", factories.unit("Văn phòng UBND tỉnh"))
    on = factories.occurrence(partners=["Sở Y tế"])
    common = {"occurrence": on, "result": "Đã ký 03 hợp đồng.", "proposal": "Bố trí thêm kinh phí."}
    report_progress(by=minh, on_behalf_of=minh.memberships.get().unit, complete=True, **common)
    contribute(by=nam, occurrence=on, on_behalf_of=nam.memberships.get().unit, result="Ghi chú của y tế")
    asked = give_directive(
        by=binh,
        task=on.task,
        text="Báo cáo rõ nguyên nhân",
        kind=Directive.Kind.EXPLANATION,
        answer_due_on=timezone.localdate() + dt.timedelta(days=9),
    )
    verify = client_for(huong).get(reverse("occurrence-verify", args=[on.pk])).content.decode()
    answer = client_for(minh).get(reverse("directive-answer", args=[asked.pk])).content.decode()

    assert verify.index("Đã ký 03 hợp đồng.") < verify.index("Bố trí thêm kinh phí.") < verify.index("Lý do")
    assert "Ghi chú của y tế" not in verify
    assert answer.index("Báo cáo rõ nguyên nhân") < answer.index("Hạn trả lời") < answer.index("<textarea")


def test_who_mends_a_report_reads_why_it_was_sent_back_and_finds_its_words(client_for, minh, huong):
    """On the list of work, on the page of the task, and above the form; until Minh has reported again."""
    on, why = factories.occurrence(), "Bổ sung biên bản có chữ ký của hai bên."
    sent = {"occurrence": on, "on_behalf_of": minh.memberships.get().unit, "result": "Đã ký 03 hợp đồng."}
    report_progress(by=minh, complete=True, proposal="Bố trí thêm kinh phí.", **sent)
    send_back(by=huong, occurrence=on, reason=why)
    browser, form = client_for(minh), reverse("occurrence-report", args=[on.pk])

    asked = browser.get(form)
    page, said = asked.content.decode(), asked.context["form"].initial
    assert page.index(why) < page.index("<textarea")
    assert said == {
        "complete": "yes",
        "result": "Đã ký 03 hợp đồng.",
        "obstacles": "",
        "proposal": "Bố trí thêm kinh phí.",
    }
    assert f"Lý do trả lại: {why}" in browser.get(reverse("todo")).content.decode()
    task_page = reverse("task-detail", args=[on.task_id])
    assert "Đơn vị chủ trì bổ sung theo lý do trả lại" in browser.get(task_page).content.decode()

    report_progress(by=minh, **sent)
    asked = browser.get(form)
    assert (why in asked.content.decode(), asked.context["form"].initial) == (False, {})
    assert "bổ sung theo lý do trả lại" not in browser.get(task_page).content.decode()


def test_what_is_required_in_one_case_says_in_which(client_for):
    minh, huong = factories.minh(), factories.huong()
    on = factories.occurrence()
    report = client_for(minh).get(reverse("occurrence-report", args=[on.pk])).content.decode()
    factories.reported(minh, on)
    verify = client_for(huong).get(reverse("occurrence-verify", args=[on.pk])).content.decode()

    assert 'Kết quả <span class="optional">(bắt buộc khi báo cáo hoàn thành)</span>' in report
    assert '<span class="optional">(bắt buộc khi trả lại)</span>' in verify


def test_a_percentage_that_is_left_empty_stays_as_it_was(client_for, minh):
    on = factories.occurrence()
    Occurrence.objects.filter(pk=on.pk).update(percent=60)
    sent = {"on_behalf_of": minh.memberships.get().unit_id, "complete": "no", "percent": "", "version": 0}
    sent |= {"result": "Đã khảo sát.", "submission_key": str(uuid4())}

    answer = client_for(minh).post(reverse("occurrence-report", args=[on.pk]), sent, follow=True)

    on.refresh_from_db()
    assert (on.percent, on.updates.get().percent) == (60, 60)
    way_back = 'Đã gửi báo cáo tiến độ. <a href="/viec-cua-toi/">Trở về Việc của tôi</a>'
    assert way_back in answer.content.decode()


def test_a_period_that_is_removed_just_after_its_old_form_was_refused_ends_in_a_sentence(client_for, minh):
    """Minh's form is from before a pause; an import that is undone takes the period away while he reads."""
    on = factories.occurrence()
    Occurrence.objects.filter(pk=on.pk).update(version=4)
    sent = {"on_behalf_of": minh.memberships.get().unit_id, "complete": "no", "percent": 5, "version": 0}
    sent |= {"result": "Đã khảo sát.", "submission_key": str(uuid4())}

    def removed_before_its_version_is_asked_for(execute, sql, *rest):
        if re.match(r'SELECT ("tasks_occurrence"."id", )?"tasks_occurrence"."version"[^,]* FROM', sql):
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM tasks_occurrence WHERE id = %s", [on.pk])
        return execute(sql, *rest)

    with connection.execute_wrapper(removed_before_its_version_is_asked_for):
        told = client_for(minh).post(reverse("occurrence-report", args=[on.pk]), sent)

    assert (told.status_code, Occurrence.objects.exists()) == (200, False)
    assert "Đã khảo sát." in told.content.decode()


def test_a_form_of_work_stands_under_its_entry_of_the_menu_and_tells_of_files_only_where_it_takes_some(
    client_for, minh
):
    """Minh reports with evidence; leadership directs in words alone."""
    made = factories.occurrence()
    leader = factories.person("hai", "leader", factories.unit("UBND tỉnh Lâm Đồng"))
    forms = {
        reverse("occurrence-report", args=[made.pk]): (client_for(minh), True),
        reverse("task-direct", args=[made.task_id]): (client_for(leader), False),
    }
    for address, (browser, takes_files) in forms.items():
        answer = browser.get(address)
        page = answer.content.decode()
        [entry] = [item.url for item in answer.context["navigation"] if item.active]
        assert f'<li class="breadcrumb-item"><a href="{entry}">' in page
        assert ("tệp đính kèm" in page) == takes_files
