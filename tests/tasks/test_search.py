"""One box for everything: what is found, in which order, and by whom."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Plan, Unit
from tasks import migrations, search
from tasks.actions.reporting import report_progress
from tasks.models import ProgressUpdate, Task
from tasks.search import find
from tests import factories

pytestmark = pytest.mark.django_db


def titles(user, words):
    """Kind → titles of the hits."""
    return {group.kind: [hit.title for hit in group.hits] for group in find(user, words)}


def test_words_are_found_with_and_without_diacritics_in_every_kind_the_same_spelling_first():
    lan = factories.lan()
    made = factories.agreement(title="Hợp tác Bình Thuận")
    plan = factories.plan(made, number="12/KH-UBND", title="Kế hoạch Bình Thuận")
    for content in ("Đường Bình Thuận", "Bình thuân", "Nghề cá"):
        factories.task(plan, content=content)

    assert titles(lan, "binh thuan") | {"units": []} == {
        "agreements": ["Hợp tác Bình Thuận"],
        "plans": ["12/KH-UBND – Kế hoạch Bình Thuận"],
        "tasks": ["Bình thuân", "Đường Bình Thuận"],
        "units": [],
        "provinces": ["tỉnh Bình Thuận (nay là tỉnh Lâm Đồng)"],
    }
    assert titles(lan, "Bình Thuận")["tasks"] == ["Đường Bình Thuận", "Bình thuân"]


def test_the_very_spelling_comes_first_however_many_others_there_are(monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    plan = factories.plan()
    for content in ("Dac khu một", "Dac khu hai", "Dac khu ba", "Lập Đặc khu"):
        factories.task(plan, content=content)
    [group] = find(factories.lan(), "đặc khu")

    assert group.hits[0].title == "Lập Đặc khu"
    assert (group.counted, group.is_more) == (2, True)


@pytest.mark.parametrize(("among", "first"), [(4, "Lập Đặc khu"), (3, "Dac khu ba")])
def test_the_very_spelling_is_sought_among_the_newest_tasks_that_have_the_words(monkeypatch, among, first):
    """So a search costs the same, however many tasks have them."""
    monkeypatch.setattr(search, "COUNTED", 1)
    monkeypatch.setattr(search, "LOOKED_THROUGH", among)
    plan = factories.plan()
    for content in ("Lập Đặc khu", "Dac khu một", "Dac khu hai", "Dac khu ba"):
        factories.task(plan, content=content)

    assert titles(factories.lan(), "đặc khu")["tasks"][0] == first


def test_a_task_that_says_the_words_comes_before_one_whose_unit_is_called_so():
    plan = factories.plan()
    factories.task(plan, content="Phòng bệnh nghề y tế", leads=["Sở Công Thương"])
    factories.task(plan, content="Phòng dịch", leads=["Sở Y tế"])

    assert titles(factories.lan(), "y te")["tasks"] == ["Phòng bệnh nghề y tế", "Phòng dịch"]


@pytest.mark.parametrize(
    "words",
    [
        *("1606/KH-UBND", "1606 KH UBND", "1606khubnd", "kh 1606", "kế hoạch 1606", "1606 / kh - ubnd"),
        *("1606", "Kế hoạch số 1606", "số 1606", "KH số 1606", "ke hoach so 1606"),
        "1606/KH-UBND ngày 30/8/2023",
        "Kế hoạch số 1606/KH-UBND ngày 30 tháng 8 năm 2023",
    ],
)
def test_a_paper_is_found_by_its_number_in_any_spelling(words):
    lan = factories.lan()
    factories.agreement(number="1606/TT-UBND", title="Kế hoạch chung")
    plan = factories.plan(number="1606/KH-UBND", title="Kế hoạch triển khai")
    factories.plan(number="99/KH-UBND")

    assert Plan.objects.search(words).get() == plan
    assert titles(lan, words)["plans"] == ["1606/KH-UBND – Kế hoạch triển khai"]


@pytest.mark.parametrize("words", ["Kon Tum", "tinh Kon Tum", "Quảng Ngãi", "TP HCM", "tp ho chi minh"])
def test_an_agreement_is_found_by_the_name_of_a_party_then_and_now(words):
    """Its title names none of them."""
    lan = factories.lan()
    wanted = factories.agreement(("68", "62", "79"), title="Hợp tác vùng")
    factories.agreement(("68", "96"), title="Hợp tác khác")

    assert titles(lan, words)["agreements"] == [wanted.title]


def test_a_hit_shows_the_words_wherever_they_were_found():
    lan = factories.lan()
    factories.agreement(("68", "62"), title="Hợp tác vùng")
    factories.task(content="Hội chợ", heading="Thương mại và nông sản", leads=["Sở Công Thương"])
    factories.task(content="Hội thảo", partners=["Sở Y tế"])

    def notes(words):
        return [hit.note for group in find(lan, words) for hit in group.hits if group.kind != "units"]

    assert "tỉnh Kon Tum (nay là tỉnh Quảng Ngãi)" in notes("kon tum")[0]
    assert notes("nong san")[0].endswith("Sở Công Thương · Thương mại và nông sản")
    assert notes("so y te")[0].endswith("Sở Nông nghiệp và Phát triển nông thôn · Sở Y tế")
    assert "Thương mại" not in notes("hoi cho")[0]


def test_what_minh_reported_is_found_under_its_task_and_its_periods_are_listed(client_for):
    lan, minh = factories.lan(), factories.minh()
    task = factories.task(content="Kết nối tiêu thụ", timeframe="Các năm 2024, 2025")
    for period, result in zip(task.occurrences.order_by("due_on"), ("Mở 02 kho lạnh.", "Họp."), strict=True):
        factories.reported(minh, period, complete=False, result=result)

    [found] = find(lan, "kho lanh")
    [hit] = found.hits

    assert (found.kind, found.count, hit.title) == ("reports", 1, "Mở 02 kho lạnh.")
    day = f"{timezone.localdate():%d/%m/%Y}"
    assert hit.note == f"Sở Nông nghiệp và Môi trường · {day} · Kết nối tiêu thụ"
    page, place = hit.url.split("#")
    assert f'id="{place}"' in client_for(lan).get(page).content.decode()
    [listed] = client_for(lan).get(found.url).context["rows"]
    assert (listed.task_id, listed.due_on.year) == (task.pk, 2024)
    assert titles(factories.khang(), "kho lanh") == {}


def test_the_report_with_the_very_words_comes_first_in_the_part_that_has_them():
    minh, period = factories.minh(), factories.occurrence()
    for result, obstacles in (("Đã họp", "Thiếu kho lạnh"), ("Kho đã lạnh", ""), ("Kho lanh", "")):
        report_progress(
            by=minh,
            occurrence=period,
            on_behalf_of=minh.memberships.get().unit,
            result=result,
            obstacles=obstacles,
        )

    assert titles(factories.lan(), "kho lạnh")["reports"] == ["Thiếu kho lạnh", "Kho lanh", "Kho đã lạnh"]


@pytest.mark.parametrize("words", ["Sở KHCN", "Sở KH&CN", "so kh cn", "KHCN", "SKHCN"])
def test_a_unit_is_found_under_its_abbreviation_with_and_without_the_and(client_for, words):
    lan, unit = factories.lan(), factories.unit("Sở Khoa học và Công nghệ")
    task = factories.task(leads=[unit.name])

    assert titles(lan, words)["units"] == [unit.name]
    assert [row.task_id for row in client_for(lan).get("/nhiem-vu/", {"unit": words}).context["rows"]] == [
        task.pk
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("UBND tỉnh Lâm Đồng", "Ủy ban nhân dân tỉnh Lâm Đồng"),
        ("HĐND tỉnh", "hội đồng nhân dân tỉnh"),
        ("Ủy ban nhân dân xã Mẫu", "UBND xã Mẫu"),
    ],
)
def test_a_body_is_found_short_and_written_out(client_for, name, words):
    lan = factories.lan()
    written_out = Unit.objects.create(
        key="mau", name="Ủy ban nhân dân xã Mẫu", province=factories.province("68")
    )
    Unit.objects.filter(pk=written_out.pk).update(current_heir=written_out)

    assert name in titles(lan, words)["units"]
    offered = client_for(lan).get(
        "/quan-tri/autocomplete/",
        {"term": words, "app_label": "agreements", "model_name": "plan", "field_name": "issuer"},
    )
    assert any(name in one["text"] for one in offered.json()["results"])


@pytest.mark.parametrize("words", ["Thanh Hoá", "Thanh Hóa"])
def test_the_tone_may_stand_on_either_letter_in_what_comes_first(monkeypatch, words):
    """Among more than the pool holds as well, where the database looks."""
    monkeypatch.setattr(search, "COUNTED", 1)
    plan = factories.plan()
    for content in ("Đoàn Thanh Hóa", "Đoàn Thanh Hoá", "Thanh hoa một", "Thanh hoa hai"):
        factories.task(plan, content=content)

    assert set(titles(factories.lan(), words)["tasks"][:2]) == {"Đoàn Thanh Hóa", "Đoàn Thanh Hoá"}


@pytest.mark.parametrize(
    "words", ["ban do so du lich", "du lich ban do so", "bản đồ du lịch", '"du lịch" bản đồ', "du l ban"]
)
def test_lan_finds_a_task_whatever_the_order_of_her_words_here_and_in_the_list(client_for, words):
    lan = factories.lan()
    wanted = factories.task(content="Xây dựng bản đồ số du lịch")
    factories.task(content="Xây dựng bản tin du xuân")

    assert titles(lan, words)["tasks"] == [wanted.content]
    assert [row.task_id for row in client_for(lan).get("/nhiem-vu/", {"q": words}).context["rows"]] == [
        wanted.pk
    ]


def test_a_short_word_begins_a_word_and_what_is_quoted_stands_together():
    apart, together = (
        factories.agreement(title=title) for title in ("Phát triển biển, trồng rừng", "Trồng rừng ven biển")
    )

    assert set(Agreement.objects.search("bien rung")) == {apart, together}
    assert list(Agreement.objects.search('"rừng ven biển"')) == [together]
    assert list(Agreement.objects.search("rung ve")) == [together]
    assert not Agreement.objects.search("rung en").exists()


def test_what_has_the_words_together_comes_before_what_has_them_apart(monkeypatch):
    """However many of these are newer."""
    monkeypatch.setattr(search, "COUNTED", 2)
    for title in ("Trồng rừng biển", *(f"Biển và rừng {number}" for number in range(3))):
        factories.task(factories.plan(factories.agreement(title=title), title=title), content=title)

    found = titles(factories.lan(), "rung bien")

    assert {kind: hits[0].split(" – ")[-1] for kind, hits in found.items()} == dict.fromkeys(
        ("agreements", "plans", "tasks"), "Trồng rừng biển"
    )


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("Công an tỉnh", ["Công an tỉnh"]),  # not the "ban … công trình … tỉnh"
        ("Sở Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),  # other provinces have one
    ],
)
def test_a_unit_that_has_the_words_together_is_meant_alone_among_those_of_lan(client_for, words, units):
    lan = factories.lan()

    assert titles(lan, words)["units"] == units
    assert [row.name for row in client_for(lan).get("/don-vi/", {"q": words}).context["page"]] == units


def test_who_chooses_a_title_gets_the_tasks_of_that_agreement_alone(client_for):
    """Khang's agreement is called as Lan types, which is nothing to her."""
    there, back = (
        factories.task(factories.plan(factories.agreement(title=title)))
        for title in ("Hợp tác Lâm Đồng và Đắk Lắk", "Hợp tác Đắk Lắk và Lâm Đồng")
    )
    factories.agreement(("96", "91"), title="Lâm Đồng và Đắk Lắk hợp tác")
    browser = client_for(factories.lan())

    def listed(title):
        return {row.task_id for row in browser.get("/nhiem-vu/", {"agreement_name": title}).context["rows"]}

    assert listed("Hợp tác Lâm Đồng và Đắk Lắk") == {there.pk}
    assert listed("Lâm Đồng và Đắk Lắk hợp tác") == {there.pk, back.pk}


def test_the_name_of_a_province_stands_together():
    """Hà Nam is a "tỉnh" too, and does not answer for Hà Tĩnh."""
    assert titles(factories.lan(), "Hà Tĩnh")["provinces"] == ["tỉnh Hà Tĩnh"]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("Sở NN&PTNT", "Sở Nông nghiệp và Môi trường"),
        ("So NN va PTNT", "Sở Nông nghiệp và Môi trường"),
        ("Sở Nông nghiệp & Môi trường", "Sở Nông nghiệp và Môi trường"),
        ("SNNMT", "Sở Nông nghiệp và Môi trường"),
        ("TT XTĐT", "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch"),
        ("so ke hoach va dau tu", "Sở Tài chính"),
        ("van hoa the thao", "Sở Văn hóa, Thể thao và Du lịch"),
    ],
)
def test_a_unit_is_found_by_abbreviations_and_former_names_here_and_in_its_list(client_for, words, unit):
    lan = factories.lan()
    groups = {group.kind: group for group in find(lan, words)}

    assert unit in [hit.title for hit in groups["units"].hits]
    listed = client_for(lan).get(groups["units"].url, {}).context["page"]
    assert listed.paginator.count == groups["units"].count


@pytest.mark.parametrize("words", ["SNNMT", "so nn va ptnt"])
def test_a_unit_that_is_found_leads_to_its_tasks_whatever_name_they_are_printed_under(client_for, words):
    """Printed are names of 2023; who took part as a partner is a choice of its own."""
    farming, health = "Sở Nông nghiệp và Phát triển nông thôn", "Sở Y tế"
    plan = factories.plan()
    led = factories.task(plan, leads=[farming], partners=[health])
    helped = factories.task(plan, leads=[health], partners=[farming])
    factories.task(plan, leads=[health])
    browser = client_for(factories.lan())

    page = browser.get(reverse("search"), {"q": words})
    [units] = [group for group in page.context["found"] if group.kind == "units"]
    [hit] = [one for one in units.hits if one.title == "Sở Nông nghiệp và Môi trường"]

    def listed(url):
        assert f'href="{url}"' in page.content.decode()
        return [row.task_id for row in browser.get(url).context["rows"]]

    assert (listed(hit.url), listed(hit.tasks_url)) == ([led.pk], [led.pk, helped.pk])
    chips = browser.get(hit.tasks_url).content.decode()
    assert "Chủ trì hoặc phối hợp: <b>Sở Nông nghiệp và Môi trường – tỉnh Lâm Đồng</b>" in chips


@pytest.mark.parametrize("words", ["TP. HCM", "tp hcm", "Hồ Chí Minh"])
def test_a_partner_is_found_by_another_spelling_and_leads_to_its_agreements(client_for, words):
    lan = factories.lan()
    made = factories.agreement()
    [province] = [group for group in find(lan, words) if group.kind == "provinces"]

    assert list(client_for(lan).get(province.hits[0].url).context["page"].object_list) == [made]


def test_nobody_finds_what_is_not_theirs_to_see():
    factories.task(factories.plan(factories.agreement(title="Hợp tác trồng chè")), content="Trồng chè")
    factories.task_of_ca_mau()

    assert titles(factories.lan(), "trong che") == {
        "agreements": ["Hợp tác trồng chè"],
        "tasks": ["Trồng chè"],
    }
    assert titles(factories.khang(), "trong che") == {}
    assert titles(factories.person("quan", "admin", factories.unit("Sở Y tế")), "trong che") == {}


def test_a_task_is_one_hit_and_all_of_its_due_periods_stand_in_the_list(client_for):
    lan = factories.lan()
    factories.task(content="Chè", timeframe="Các năm 2024, 2025")
    [tasks] = find(lan, "chè")

    assert (tasks.count, tasks.list_label) == (1, "Xem tất cả các kỳ thực hiện trong danh sách nhiệm vụ")
    assert client_for(lan).get(tasks.url).context["page"].paginator.count == 2


def test_every_group_leads_to_a_list_that_holds_what_it_counts(client_for):
    lan = factories.lan()
    for _ in range(search.SHOWN + 2):
        factories.task(factories.plan(factories.agreement(title="Chè"), title="Chè"), content="Chè")

    groups = [group for group in find(lan, "chè") if group.kind in ("agreements", "plans", "tasks")]
    browser = client_for(lan)

    assert [(len(group.hits), group.count) for group in groups] == [(search.SHOWN, search.SHOWN + 2)] * 3
    for group in groups:
        assert browser.get(group.url).context["page"].paginator.count == group.count


@pytest.mark.parametrize("words", ["binh", "lam dong", "tp hcm"])
def test_a_province_of_today_is_found_once_under_all_its_names_and_so_it_is_listed(client_for, words):
    lan = factories.lan()
    [provinces] = [group for group in find(lan, words) if group.kind == "provinces"]

    assert client_for(lan).get(provinces.url).context["page"].paginator.count == provinces.count


@pytest.mark.parametrize("words", ["", "   ", "%", "/-&", "\x00"])
def test_no_words_find_nothing_and_say_what_to_try(client_for, words):
    page = client_for(factories.lan()).get(reverse("search"), {"q": words})

    assert page.context["found"] == []
    assert "1606" in page.content.decode()


def test_what_is_not_found_says_what_to_try(client_for):
    page = client_for(factories.lan()).get(reverse("search"), {"q": "<i>xyz"}).content.decode()

    assert "“&lt;i&gt;xyz”" in page
    assert "bỏ dấu" in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_queries(client_for, django_assert_num_queries, count):
    lan = client_for(factories.lan())
    minh = factories.minh()
    for _ in range(count):
        made = factories.agreement(title="Sở Chè")
        task = factories.task(factories.plan(made, title="Sở Chè"), content="Sở Chè")
        factories.reported(minh, task.occurrences.get(), result="Sở Chè")

    with django_assert_num_queries(11):
        page = lan.get(reverse("search"), {"q": "sở"})

    assert len(re.findall("<mark>Sở</mark> Chè", page.content.decode())) >= 4 * count


def test_an_account_that_may_create_no_extension_gets_a_note_and_no_index(caplog):
    if connection.vendor != "postgresql":
        pytest.skip("an index of PostgreSQL")
    name = next(
        module.name
        for module in iter_modules(migrations.__path__)
        if module.name.endswith("trigram_index_for_search")
    )
    migration = import_module(f"tasks.migrations.{name}")
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE; CREATE ROLE plain; SET ROLE plain")
        migration.add_index(None, SimpleNamespace(connection=connection))
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'task_search_trgm'")
        assert cursor.fetchone() == (0,)

    assert "docs/deploy.md" in caplog.text
    assert not Task.objects.search("nông nghiệp").exists()


@pytest.mark.parametrize("words", ["nông nghiệp", "nghiệp nông", "y tế sở"])
@pytest.mark.parametrize(
    ("model", "index"), [(Task, "task_search_trgm"), (ProgressUpdate, "update_search_trgm")]
)
def test_words_are_searched_through_the_index_of_trigrams(model, index, words):
    if connection.vendor != "postgresql":
        pytest.skip("an index of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        plan = model.objects.search(words).order_by().explain()
        cursor.execute("SET enable_seqscan = on")

    assert index in plan


@pytest.mark.parametrize("table", ["tasks_task", "tasks_progressupdate"])
def test_how_rare_words_are_is_judged_from_a_large_sample(table):
    """From a small one, words of a few tasks may look like those of many, and the index is left alone."""
    if connection.vendor != "postgresql":
        pytest.skip("a sample of PostgreSQL")
    with connection.cursor() as cursor:
        column = f"attrelid = '{table}'::regclass AND attname = 'search_text'"
        cursor.execute(f"SELECT attstattarget FROM pg_attribute WHERE {column}")
        assert cursor.fetchone() == (1000,)
