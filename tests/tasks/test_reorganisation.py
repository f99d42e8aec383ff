"""Lan reorganises the units of Lâm Đồng: she sees what it touches, enters it, decides what it leaves."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.lifetimes import DAY
from agreements.models import Unit, UnitSuccession
from coop.shared.events import Event
from tasks.actions.reassigning import reassign
from tasks.actions.reorganising import reorganise_units, take_back_units
from tasks.models import Task
from tasks.permissions.acting import leads, may_report
from tasks.reorganisation import tasks_without_heir, touched_by
from tests import factories

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 9, 1)
FARMING, HEALTH, TRADE = "Sở Nông nghiệp và Môi trường", "Sở Y tế", "Sở Công Thương"
PAGE = "/sap-xep/moi/"


@pytest.fixture
def lan():
    return factories.lan()


def reorganised(by, kind, bodies, heirs=(), new_names=()):
    units = [[factories.unit(name) for name in names] for names in (bodies, heirs)]
    reorganise_units(
        by=by,
        kind=kind,
        bodies=units[0],
        heirs=units[1],
        new_names=new_names,
        effective_on=ON,
        legal_basis="Nghị quyết 01/NQ-HĐND",
    )


def form(kind, bodies, heirs=(), new_names="", day="01/09/2026"):
    """What the wizard sends."""
    return {
        "kind": kind,
        "bodies": [factories.unit(name).pk for name in bodies],
        "heirs": [factories.unit(name).pk for name in heirs],
        "new_names": new_names,
        "effective_on": day,
        "legal_basis": "Nghị quyết 01/NQ-HĐND",
    }


def test_a_merger_takes_rights_and_work_to_the_heir_and_rewrites_nothing(lan):
    minh = factories.minh()
    mai = factories.person("mai", "staff", factories.unit(HEALTH))
    work = factories.occurrence()
    printed = list(Task.objects.values())
    assert (leads(minh, work.task), leads(mai, work.task)) == (True, False)

    with factories.writes(Event=1):
        reorganised(lan, "merge", [FARMING], [HEALTH])

    again = Task.objects.get(pk=work.task_id)
    for user in (minh, mai):
        del user._person_by_day
        assert leads(user, again)
    assert list(Task.objects.values()) == printed
    assert not tasks_without_heir(lan).exists()


def test_a_split_leaves_its_open_tasks_to_be_given_to_somebody(lan, client_for):
    open_task, done = factories.task(), factories.task()
    done.occurrences.update(status="completed", completed_on=ON)
    factories.task(leads=[HEALTH])

    reorganised(lan, "split", [FARMING], new_names=["Sở Nông nghiệp", "Sở Môi trường"])

    assert list(tasks_without_heir(lan)) == [open_task]
    assert not tasks_without_heir(factories.khang()).exists()
    row = client_for(lan).get("/sap-xep/phan-cong-lai/").context["orphans"][0]
    assert [offer.unit.name for offer in row.offers] == ["Sở Nông nghiệp", "Sở Môi trường"]


def test_a_task_whose_lead_is_not_in_the_list_of_units_waits_until_it_is_given_to_one_that_is(
    lan, client_for
):
    browser, task = client_for(lan), factories.task(leads=[])
    task.assignments.create(role="lead", words="Ban Quản lý Khu kinh tế")
    note = "Chưa có đơn vị nào báo cáo được nhiệm vụ này"

    [row] = browser.get("/sap-xep/phan-cong-lai/").context["orphans"]
    assert (row.task, row.leads, row.offers) == (task, ["Ban Quản lý Khu kinh tế"], [])
    assert note in browser.get(reverse("task-detail", args=[task.pk])).content.decode()

    reassign(by=lan, tasks=[task], to_unit=factories.unit(HEALTH), reason="Ban đã giao lại")
    assert not tasks_without_heir(lan).exists()
    assert note not in browser.get(reverse("task-detail", args=[task.pk])).content.decode()


def test_the_preview_of_a_row_gives_the_task_and_leads_back_to_the_list(lan, client_for):
    browser, task = client_for(lan), factories.task()
    reorganised(lan, "split", [FARMING], new_names=["Sở Nông nghiệp", "Sở Môi trường"])
    offer = browser.get("/sap-xep/phan-cong-lai/").context["orphans"][0].offers[0]

    preview = browser.get(offer.url).context
    sent = {"task": task.pk, "seen": preview["seen"], "reason": "Chia tách", "list": "orphans"}
    sent |= {name: preview["choice"][name].value() for name in ("place", "to_unit")}
    response = browser.post("/nhiem-vu/giao-lai/", sent)

    assert response["Location"] == "/sap-xep/phan-cong-lai/"
    assert [unit.name for unit in Task.objects.get(pk=task.pk).lead_units] == ["Sở Nông nghiệp"]
    assert not tasks_without_heir(lan).exists()


def test_an_abolished_unit_has_no_heir_and_its_people_no_right(lan):
    minh, work = factories.minh(), factories.occurrence()
    reorganised(lan, "abolish", [FARMING])

    assert not may_report(minh, work)
    assert [task.pk for task in tasks_without_heir(lan)] == [work.task_id]


def test_what_it_touches_is_counted_with_what_the_unit_took_over(lan):
    made = factories.plan()
    factories.task(made, partners=[TRADE])
    factories.task(made, leads=["Sở Kế hoạch và Đầu tư"])
    factories.task_of_ca_mau()
    made.agreement.parties.filter(province=made.province).update(focal_unit=made.focal_unit)
    factories.huong()

    rows = touched_by(lan, [factories.unit(name) for name in (FARMING, TRADE, "Sở Tài chính")])

    counted = [(row.leads, row.joins, row.agreements, row.focal_plans, row.members) for row in rows]
    assert counted == [(1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (1, 0, 1, 1, 1)]


@pytest.mark.parametrize(
    ("kind", "bodies", "heirs", "new_names"),
    [
        ("merge", [HEALTH], [], ""),
        ("merge", [HEALTH], [TRADE, FARMING], ""),
        ("merge", [HEALTH, TRADE], [TRADE], ""),
        ("split", [HEALTH], [TRADE], ""),
        ("split", [HEALTH, FARMING], [], "Một\nHai"),
        ("rename", [HEALTH, TRADE], [], "Sở mới"),
        ("abolish", [HEALTH], [TRADE], ""),
    ],
)
def test_a_change_that_cannot_be_is_told_on_the_page_and_not_entered(
    lan, client_for, kind, bodies, heirs, new_names
):
    before = factories.stored()

    page = client_for(lan).post(PAGE, form(kind, bodies, heirs, new_names))

    assert (page.status_code, page.context["touched"]) == (200, [])
    assert "form-errors" in page.content.decode() or "errors" in page.content.decode()
    assert factories.stored() == before


def test_who_takes_over_is_asked_for_in_one_of_two_boxes(lan, client_for):
    page = client_for(lan).get(PAGE).content.decode()

    assert page.count("(ghi ở một trong hai mục, trừ khi giải thể)") == 2
    assert "(không bắt buộc)" not in page


def test_lan_looks_first_and_then_enters_a_merger_into_a_new_unit(lan, client_for):
    browser = client_for(lan)
    sent = form("merge", [HEALTH, TRADE], new_names="Sở Y tế và Công Thương")

    looked = browser.get(PAGE, sent)
    assert [row.unit.name for row in looked.context["touched"]] == [TRADE, HEALTH]
    assert not Unit.objects.filter(name="Sở Y tế và Công Thương").exists()

    assert browser.post(PAGE, sent)["Location"] == "/sap-xep/"
    new = factories.unit("Sở Y tế và Công Thương", on=ON)
    assert sorted(unit.name for unit in new.lineage.filter(valid_until=ON - DAY)) == [TRADE, HEALTH]


def test_units_of_another_province_are_no_choice(lan, client_for):
    theirs = factories.unit(HEALTH, "96")
    sent = form("merge", [HEALTH], [TRADE]) | {"bodies": [theirs.pk]}

    assert client_for(lan).post(PAGE, sent).status_code == 404
    with factories.refused("secretariat of their province"):
        take_back_units(by=lan, units=[theirs])


def test_a_merger_that_was_entered_wrongly_is_taken_back_as_one(lan, client_for):
    """Two into a new unit, in which somebody got a seat meanwhile: nothing of it goes while that is so."""
    browser, health = client_for(lan), factories.unit(HEALTH)
    browser.post(PAGE, form("merge", [HEALTH, TRADE], new_names="Sở Y tế và Công Thương"))
    address = f"/sap-xep/don-vi/{health.pk}/huy/"
    assert [unit.name for unit in browser.get(address).context["merged"]] == [TRADE, HEALTH]
    mai = factories.person("mai", "staff", factories.unit("Sở Y tế và Công Thương", on=ON))
    assert len(browser.post(f"{address}?ca=1").context["relied_on"]) == 1
    assert UnitSuccession.objects.filter(effective_on=ON).count() == 2

    mai.memberships.all().delete()
    browser.post(f"{address}?ca=1")

    assert Event.objects.filter(verb="take_back_succession").count() == 2
    assert not UnitSuccession.objects.filter(effective_on=ON).exists()
    assert factories.unit(HEALTH).valid_until is factories.unit(TRADE).valid_until is None


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001"])
def test_a_mistyped_day_is_told_on_the_page(lan, client_for, day):
    page = client_for(lan).post(PAGE, form("merge", [HEALTH], [TRADE], day=day))

    assert "không nằm trong các năm từ 1990 đến 2100" in page.content.decode()
    assert factories.unit(HEALTH).valid_until is None


def test_the_link_of_a_count_lists_what_was_counted(lan, client_for):
    factories.task(timeframe="Các năm 2024, 2025")
    factories.task(timeframe="Các năm 2023, 2024").occurrences.update(status="cancelled")
    browser, farming = client_for(lan), factories.unit(FARMING)

    page = browser.get(PAGE, form("merge", [FARMING], [HEALTH]))

    assert "Kỳ thực hiện đang chủ trì" in page.content.decode()  # two periods, of one task
    address = f"/nhiem-vu/?lead={farming.pk}&open=true"
    assert f'<a href="{address.replace("&", "&amp;")}">2</a>' in page.content.decode()
    assert browser.get(address).context["page"].paginator.count == 2


def test_what_came_to_depend_on_it_meanwhile_is_told(lan, client_for):
    browser, work = client_for(lan), factories.occurrence()
    mai, farming = factories.person("mai", "staff", factories.unit(HEALTH)), factories.unit(FARMING)
    reorganised(lan, "merge", [FARMING], [HEALTH])

    with factories.meanwhile(lambda: factories.reported(mai, work)):
        page = browser.post(f"/sap-xep/don-vi/{farming.pk}/huy/")

    assert page.context["relied_on"] == ["1 báo cáo của Sở Y tế về nhiệm vụ đã tiếp nhận"]
    assert farming.successions.exists()


@pytest.mark.parametrize(
    ("wrong", "answer"), [("x", 200), ("1.5", 200), ("²", 200), ("\x00", 200), ("-1", 404), ("9" * 40, 404)]
)
def test_what_is_no_unit_is_told_and_what_might_be_one_is_not_found(lan, client_for, wrong, answer):
    sent = form("merge", [HEALTH], [TRADE]) | {"bodies": [wrong]}

    assert client_for(lan).get(PAGE, sent).status_code == answer


def test_a_reorganisation_is_taken_back_until_the_heir_has_reported(lan, client_for):
    browser, work = client_for(lan), factories.occurrence()
    mai = factories.person("mai", "staff", factories.unit(HEALTH))
    farming = factories.unit(FARMING)
    address = f"/sap-xep/don-vi/{farming.pk}/huy/"
    assert browser.get(address).status_code == 404

    reorganised(lan, "merge", [FARMING], [HEALTH])
    browser.post(address)
    farming.refresh_from_db()
    assert (farming.valid_until, farming.current_heir) == (None, farming)

    reorganised(lan, "merge", [FARMING], [HEALTH])
    factories.reported(mai, work)
    assert browser.get(address).context["relied_on"] != []
    browser.post(address)
    assert farming.successions.exists()


def test_a_lead_and_a_partner_that_became_one_unit_are_found_and_the_unit_leads_alone(lan, client_for):
    """Sở NN&PTNT and Sở TN&MT are one since 1/3/2025; Sở Y tế stays a partner."""
    land = "Sở Tài nguyên và Môi trường"
    task = factories.task(partners=[land, HEALTH])
    factories.task(partners=[HEALTH])
    browser, address = client_for(lan), "/sap-xep/trung-vai-tro/"
    assert [double.task for double in browser.get(address).context["doubles"]] == [task]
    nothing = browser.post(address, follow=True).content.decode()
    assert "Chưa chọn nhiệm vụ nào; hãy đánh dấu ít nhất một nhiệm vụ." in nothing

    with factories.writes(Event=1, HistoricalAssignment=1, Assignment=-1):
        assert browser.post(address, {"task": task.pk})["Location"] == address
    with factories.writes():
        browser.post(address, {"task": task.pk})

    assert [unit.name for unit in Task.objects.get(pk=task.pk).partner_units] == [HEALTH]
    assert browser.get(address).context["doubles"] == []
    told = Event.objects.get(verb="lead_alone")
    assert (told.before["partner"], told.after["partner"]) == (f"{land} (nay là {FARMING}); {HEALTH}", HEALTH)


@pytest.mark.parametrize("others", [[], [HEALTH]])
def test_another_unit_is_chosen_for_the_place_of_the_partner_and_not_of_the_lead(lan, client_for, others):
    land = "Sở Tài nguyên và Môi trường"
    task = factories.task(partners=[land, *others])
    browser = client_for(lan)
    [double] = browser.get("/sap-xep/trung-vai-tro/").context["doubles"]
    [offer] = double.offers

    choice = browser.get(offer.url).context["choice"]
    chosen = {"task": task.pk, "place": choice["place"].value(), "to_unit": factories.unit(TRADE).pk}
    seen = browser.get("/nhiem-vu/giao-lai/", chosen).context["seen"]
    browser.post("/nhiem-vu/giao-lai/", chosen | {"seen": seen, "reason": "Trùng vai trò"})

    assert not choice.is_bound
    changed = Task.objects.get(pk=task.pk)
    assert [unit.name for unit in changed.lead_units] == ["Sở Nông nghiệp và Phát triển nông thôn"]
    assert {unit.name for unit in changed.partner_units} == {TRADE, *others}


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_pages_cost_the_same_queries(lan, client_for, django_assert_num_queries, item_count):
    made = factories.plan()
    for _number in range(item_count):
        factories.task(made)
        factories.task(made, leads=[TRADE], partners=[TRADE])
    reorganised(lan, "split", [FARMING], new_names=["Sở Nông nghiệp", "Sở Môi trường"])
    browser = client_for(lan)
    choice = form("abolish", [HEALTH, TRADE, "Sở Tài chính"][:item_count])

    with django_assert_num_queries(8):
        browser.get("/sap-xep/")
    with django_assert_num_queries(8):
        browser.get("/sap-xep/trung-vai-tro/")
    with django_assert_num_queries(10):
        browser.get("/sap-xep/phan-cong-lai/")
    with django_assert_num_queries(12):
        browser.get(PAGE, choice)


def test_only_work_that_this_change_leaves_without_a_lead_takes_lan_to_the_list_of_it(lan, client_for):
    browser = client_for(lan)
    factories.task(leads=[]).assignments.create(role="lead", words="Ban Quản lý Khu kinh tế")
    factories.task()

    merged = browser.post(PAGE, form("merge", [HEALTH, TRADE], new_names="Sở Y tế và Công Thương"))
    abolished = browser.post(PAGE, form("abolish", [FARMING]))

    assert (merged["Location"], abolished["Location"]) == ("/sap-xep/", "/sap-xep/phan-cong-lai/")


def test_lan_reads_what_she_entered_and_that_its_day_is_still_to_come(lan, client_for):
    browser, today = client_for(lan), timezone.localdate()
    tomorrow = today + DAY
    names = {today: [HEALTH], tomorrow: [TRADE]}
    for day, bodies in names.items():
        page = browser.post(
            PAGE, form("rename", bodies, new_names=f"Sở {day:%d}", day=f"{day:%d/%m/%Y}"), follow=True
        )

    text = page.content.decode()
    assert f"Đã nhập: từ ngày {tomorrow:%d/%m/%Y}, {TRADE} → Sở {tomorrow:%d}." in text
    assert text.count("chưa đến ngày") == 1
    assert text.index("chưa đến ngày") < text.index(f"{today:%d/%m/%Y}")


def test_another_unit_can_join_a_merger_whose_day_is_to_come(lan, client_for):
    browser, tomorrow = client_for(lan), timezone.localdate() + DAY
    day, name = f"{tomorrow:%d/%m/%Y}", "Sở Y tế và Công Thương"
    browser.post(PAGE, form("merge", [HEALTH, TRADE], new_names=name, day=day))
    founded = factories.unit(name, on=tomorrow)

    assert f"{name} (từ {day})" in browser.get(PAGE).content.decode()
    sent = form("merge", [FARMING], day=day) | {"heirs": [founded.pk]}
    assert browser.post(PAGE, sent)["Location"] == "/sap-xep/"
    assert founded.origins.count() == 3
    assert browser.get(PAGE, form("abolish", []) | {"bodies": [founded.pk]}).status_code == 404


def test_two_new_units_whose_names_cannot_be_told_apart_are_refused_before_anything_is_entered(
    lan, client_for
):
    page = client_for(lan).get(PAGE, form("split", [HEALTH], new_names="Sở Dân số\nSở Dân Số."))

    assert "Không phân biệt được “Sở Dân số” với “Sở Dân Số.”" in page.content.decode()
    assert page.context["touched"] == []


def test_a_name_that_another_unit_bears_is_refused_before_anything_is_entered(lan, client_for):
    page = client_for(lan).get(PAGE, form("rename", [HEALTH], new_names="SỞ CÔNG THƯƠNG"))

    assert f"Không phân biệt được “SỞ CÔNG THƯƠNG” với “{TRADE}”" in page.content.decode()
    assert page.context["touched"] == []


def test_who_abolishes_a_unit_reads_that_it_is_abolished(lan, client_for):
    page = client_for(lan).post(PAGE, form("abolish", [HEALTH]), follow=True)

    assert f"Đã nhập: từ ngày {ON:%d/%m/%Y}, {HEALTH} giải thể." in page.content.decode()
