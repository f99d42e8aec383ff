"""The pages of a report: what Lan edits and issues, what leaders and staff read, what Khang does not."""

import datetime as dt
import html
import io
import re

import docx
import openpyxl
import pytest
import time_machine
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Role
from tasks.actions.refusal import RefusedError
from tasks.models import AnnualReport, ReportPart
from tasks.report_forms import PartForm
from tasks.reports.drafting import discard_report
from tasks.views.report_drafts import _tell
from tests import factories
from tests.tasks.report_world import year_of_work

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def made(db):
    return year_of_work()


@pytest.fixture
def draft(lan, made):
    return factories.draft_report(lan, made.agreement)


def scope_form(**changes):
    return {
        "province": factories.province("68").pk,
        "starts_on": "01/01/2024",
        "ends_on": "31/12/2024",
        "cut_off_on": "10/02/2025",
    } | changes


@pytest.mark.parametrize("narrowed", [{}, {"partner": "79"}, {"unit": "Sở Nông nghiệp và Môi trường"}])
def test_lan_writes_a_report_on_everything_a_partner_or_a_unit(lan, made, client_for, narrowed):
    scope = {name: pk_of(name, value) for name, value in narrowed.items()}

    response = client_for(lan).post(reverse("report-new"), scope_form(**scope))

    report = AnnualReport.objects.get()
    assert response.url == reverse("report-detail", args=[report.pk])
    assert (report.agreement, report.partner_id, report.unit_id) == (
        None,
        scope.get("partner"),
        scope.get("unit"),
    )


def test_a_report_on_an_agreement_that_is_over_begins_with_its_last_year(lan, made, client_for):
    with time_machine.travel(dt.date(2027, 11, 2)):
        browser = client_for(lan)
        (address,) = re.findall(r'href="(/bao-cao/moi/\?[^"]+)"', browser.get("/bao-cao/").content.decode())
        page = browser.get(html.unescape(address)).content.decode()

    assert 'value="01/01/2025"' in page
    assert 'value="31/12/2025"' in page


def pk_of(name, value):
    return factories.province(value).pk if name == "partner" else factories.unit(value).pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "31/12/2023"}, "ends_on"),
        ({"cut_off_on": "01/01/2099"}, "cut_off_on"),
        ({"starts_on": "13/13/2024"}, "starts_on"),
        ({"starts_on": "31/12/1989"}, "starts_on"),
        ({"ends_on": "31/12/9999"}, "ends_on"),
        ({"cut_off_on": "01/01/0001"}, "cut_off_on"),
        ({"agreement": 0}, "agreement"),
    ],
)
def test_a_scope_that_cannot_be_is_said_at_its_field(lan, made, client_for, wrong, field):
    response = client_for(lan).post(reverse("report-new"), scope_form(**wrong))

    assert list(response.context["form"].errors) == [field]
    assert not AnnualReport.objects.exists()


def test_khang_cannot_write_for_another_province(made, client_for):
    khang = client_for(factories.khang())

    response = khang.post(reverse("report-new"), scope_form())

    assert list(response.context["form"].errors) == ["province"]


def test_lan_edits_a_part_and_sees_the_pages_while_she_types(lan, draft, client_for):
    client, part = client_for(lan), draft.parts.get(key="proposals")
    address = reverse("report-part", args=[draft.pk, part.pk])
    assert "[đến hạn]" in client.get(address).content.decode()

    pages = client.post(reverse("report-part-preview", args=[draft.pk, part.pk]), {"text": "Chưa lưu."})
    assert pages.context["total"] >= 2
    assert pages.content.decode().count("data:image/png;base64,") == pages.context["total"]
    emoji = client.post(reverse("report-part-preview", args=[draft.pk, part.pk]), {"text": "Đạt 👍"})
    assert "👍" in emoji.content.decode()
    assert "data:image" not in emoji.content.decode()
    part.refresh_from_db()
    assert part.text != "Chưa lưu."

    client.post(address, {"text": "Đã lưu.", "version": part.version})
    part.refresh_from_db()
    assert part.text == "Đã lưu."
    stale = client.post(address, {"text": "Của tôi.", "version": part.version - 1})
    assert "Của tôi." in stale.content.decode()
    ReportPart.objects.filter(pk=part.pk).update(disputed={"come": ["Câu của dữ liệu."]})
    assert client.get(address).context["disputed"] == ["mới: Câu của dữ liệu."]
    client.post(address, {"keep_text": "yes"})
    part.refresh_from_db()
    assert (part.text, part.disputed) == ("Đã lưu.", {})
    client.post(address, {"take_draft": "yes"})
    part.refresh_from_db()
    assert not part.is_edited


@pytest.mark.parametrize(("page", "typed"), [("report-part", "text"), ("report-head", "subject")])
def test_what_lan_typed_comes_back_when_the_report_was_issued_or_put_away_meanwhile(
    lan, draft, client_for, page, typed
):
    other = factories.draft_report(lan, draft.agreement)
    sent = {typed: "Đề nghị bố trí vốn.", "version": 0}
    addresses = [
        reverse(page, args=[report.pk, report.parts.get(key="closing").pk][: 1 + (page == "report-part")])
        for report in (draft, other)
    ]
    factories.frozen(lan, draft, number=7)
    discard_report(by=lan, report=other)

    issued, gone = (client_for(lan).post(address, sent) for address in addresses)

    assert (issued.status_code, gone.status_code) == (409, 404)
    for told in ("Lan", "7/BC-UBND", "12/02/2025", "Đề nghị bố trí vốn."):
        assert told in issued.content.decode()
    assert "Đề nghị bố trí vốn." in gone.content.decode()
    assert client_for(factories.khang()).post(addresses[0], sent).status_code == 404


def test_a_file_taken_home_is_named_as_people_call_the_report(lan, draft, client_for):
    client, address = client_for(lan), reverse("report-file", args=[draft.pk, "pdf"])
    before = client.get(address).headers["Content-Disposition"]
    factories.frozen(lan, draft, number=7)

    assert before == f'attachment; filename="du-thao-bao-cao-2024-{draft.pk}.pdf"'
    assert client.get(address).headers["Content-Disposition"] == 'attachment; filename="7-bc-ubnd-2025.pdf"'


def test_a_click_on_a_report_that_was_issued_meanwhile_leads_to_it(lan, draft, client_for):
    factories.frozen(lan, draft)

    for act in ("report-update", "report-discard", "report-issue"):
        answer = client_for(lan).post(reverse(act, args=[draft.pk]))
        assert answer.url == reverse("report-detail", args=[draft.pk])


def test_in_the_place_of_the_pages_lan_reads_that_the_report_was_issued_while_she_types(
    lan, draft, client_for
):
    factories.frozen(lan, draft)
    address = reverse("report-part-preview", args=[draft.pk, draft.parts.get(key="closing").pk])

    told = client_for(lan).post(address, {"text": "Đề nghị bố trí vốn."})

    assert "Báo cáo đã ban hành, không thể thay đổi." in told.content.decode()
    assert client_for(factories.khang()).post(address, {"text": "Của Khang."}).status_code == 404


def test_of_two_who_write_on_a_part_the_second_reads_the_first_beside_and_chooses(lan, draft, client_for):
    part = draft.parts.get(key="closing")
    address = reverse("report-part", args=[draft.pk, part.pk])
    thu = factories.person("thu", Role.SECRETARIAT, factories.unit("Văn phòng UBND tỉnh"))
    sent = {"version": part.version}
    client_for(thu).post(address, sent | {"text": "Dòng chung.\nDòng của Thu."})

    page = client_for(lan).post(address, sent | {"text": "Dòng chung.\nDòng của Lan."})
    assert page.context["stored"].lines == (("Dòng chung.", False), ("Dòng của Thu.", True))
    assert page.context["stored"].act.who == str(thu)
    assert "Dòng của Lan." in page.content.decode()

    again = page.context["form"]
    client_for(lan).post(address, {name: again[name].value() for name in again.fields})
    part.refresh_from_db()
    assert part.text == "Dòng chung.\nDòng của Lan."


def test_lan_checks_and_issues_and_the_file_is_the_same_ever_after(lan, draft, client_for):
    client, address = client_for(lan), reverse("report-issue", args=[draft.pk])
    form = {
        "number": "7",
        "issued_on": "12/02/2025",
        "version": client.get(address).context["form"]["version"].value(),
    }

    assert set(client.post(address, form | {"number": ""}).context["form"].errors) == {"number", "seen"}
    AnnualReport.objects.filter(pk=draft.pk).update(version=3)
    changed = client.post(address, form | {"seen": "on"}).context["form"]
    assert [changed[name].value() for name in ("number", "version", "seen")] == ["7", 3, False]
    form["version"] = "3"
    assert client.post(address, form | {"seen": "on"}).url == reverse("report-detail", args=[draft.pk])

    file = reverse("report-file", args=[draft.pk, "pdf"])
    first = client.get(file).content
    with time_machine.travel("2027-01-01"):
        assert client_for(lan).get(file).content == first
    assert client.get(address).status_code == 404


def test_who_edits_the_head_after_a_colleague_is_told_what_is_stored_by_now(lan, draft, client_for):
    client, address = client_for(lan), reverse("report-head", args=[draft.pk])
    opened = client.get(address).context["form"]
    sent = {name: opened[name].value() for name in opened.fields}
    client.post(address, sent | {"signer": "Nguyễn Văn B"})

    refused = client.post(address, sent | {"place": "Đà Lạt"}).context["form"]
    draft.refresh_from_db()
    assert (draft.signer, draft.place) == ("Nguyễn Văn B", "Lâm Đồng")
    assert refused.errors["signer"] == ["Nội dung đang lưu: Nguyễn Văn B"]

    again = {name: refused[name].value() for name in refused.fields}
    client.post(address, again | {"signer": "Nguyễn Văn B"})
    draft.refresh_from_db()
    assert (draft.signer, draft.place) == ("Nguyễn Văn B", "Đà Lạt")


def test_a_refusal_that_meets_nothing_typed_is_told_on_the_page(rf):
    request = rf.post("/")
    request._messages = told = CookieStorage(request)

    _tell(request, PartForm(None), RefusedError("Đã ban hành."), 1)

    assert [str(message) for message in told] == ["Đã ban hành."]


def test_minh_prints_the_sheet_of_the_unit_that_answers_for_his_own(client_for):
    former = factories.unit("Sở Nông nghiệp và Phát triển nông thôn", on=factories.PLAN_DAY)
    minh = factories.person("minh", Role.STAFF, former)

    page = client_for(minh).get(reverse("report-list"))

    assert page.context["units"] == [factories.unit("Sở Nông nghiệp và Môi trường")]


def test_who_reads_what(lan, made, draft, client_for):
    office = factories.unit("Văn phòng UBND tỉnh")
    issued = factories.issued_report(lan, made.agreement)
    people = {
        "leader": factories.person("binh", Role.LEADER, office),
        "staff": factories.person("mai", Role.STAFF, office),
        "khang": factories.khang(),
        "partner": factories.person("thu", Role.SECRETARIAT, factories.unit("Sở Tài chính", "79")),
    }
    answers = {
        name: tuple(
            client_for(person).get(reverse("report-detail", args=[report.pk])).status_code
            for report in (draft, issued)
        )
        for name, person in people.items()
    }

    assert answers == {"leader": (200, 200), "staff": (404, 200), "khang": (404, 404), "partner": (404, 404)}


def test_one_content_as_word_and_excel(lan, draft, client_for):
    client = client_for(lan)
    word = docx.Document(io.BytesIO(client.get(reverse("report-file", args=[draft.pk, "docx"])).content))
    excel = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("report-file", args=[draft.pk, "xlsx"])).content)
    ).active

    assert any(paragraph.text == "II. KẾT QUẢ THỰC HIỆN THEO LĨNH VỰC" for paragraph in word.paragraphs)
    assert [cell.value for cell in excel[5]][:2] == ["1", "Kết nối cung cầu"]
    assert client.get(reverse("report-file", args=[draft.pk, "exe"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_queries_for_any_number_of_tasks(lan, client_for, count):
    plan = factories.plan()
    for _ in range(count):
        factories.task(plan, timeframe="Các năm 2024, 2025", partners=["Sở Y tế"])
    drafts = [factories.draft_report(lan, plan.agreement) for _ in range(count)]
    issued = factories.issued_report(lan, plan.agreement)
    client, first = client_for(lan), drafts[0]
    costs = {
        reverse("report-list"): 8,
        reverse("report-new"): 8,
        reverse("report-detail", args=[first.pk]): 7,
        reverse("report-issue", args=[first.pk]): 13,
        reverse("report-part", args=[first.pk, first.parts.first().pk]): 7,
        reverse("report-changes", args=[issued.pk]): 13,
        reverse("urging-letter"): 10,
    }
    found = {}
    for address in costs:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[address] = len(queries)

    assert found == costs
