"""What each figure of the overview counts, and what the page says when there is nothing to count."""

import datetime as dt
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Field, Role
from coop.accounts.models import User
from coop.shared.templatetags import ui
from tasks.actions.directing import give_directive
from tasks.actions.extending import ask_extension
from tasks.awaited import Awaited, awaiting
from tasks.charts import group_chart
from tasks.dashboard import Counted
from tasks.dashboard.figures import Cell
from tasks.dashboard.scope import Paper
from tasks.models import Directive, Occurrence
from tests import factories
from tests.tasks.test_dashboard import done
from tests.tasks.test_past import at


@pytest.fixture
def lan(client_for):
    return client_for(factories.lan())


# Months and years


@pytest.mark.django_db
def test_the_months_of_the_due_dates_add_up_to_the_year(lan):
    plan = factories.plan()
    for time in ("Tháng 3/2024", "Quý I/2024", "Tháng 5/2024", "Thường xuyên", "Năm 2025"):
        factories.task(plan, timeframe=time)
    done(factories.occurrence(of=plan.tasks.first()), "2024-06-30")

    page = lan.get("/?year=2024")

    due, completed = ([row.amounts[n].value for row in page.context["months"].columns.rows] for n in (0, 1))
    assert due == [0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert completed == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert (page.context["summary"].due, page.context["summary"].done) == (sum(due), sum(completed))


@pytest.mark.django_db
def test_a_year_stands_beside_the_one_before(lan):
    plan = factories.plan()
    factories.task(plan, timeframe="Các năm 2024, 2025")
    factories.task(plan, timeframe="Năm 2025")
    done(factories.occurrence(of=plan.tasks.first()), "2024-06-30")

    rows = lan.get("/?year=2025").context["compared"]

    assert [(row.now.key, row.now.count, row.before.count, row.change) for row in rows] == [
        ("due", 2, 1, 1),
        ("done", 0, 1, -1),
        ("done_on_time", 0, 1, -1),
        ("overdue", 2, 0, 2),
    ]


# Units and fields


@pytest.mark.parametrize(
    ("counts", "tone"),
    [
        ({"done_on_time": 2, "done_late": 1}, "good"),
        ({"done_on_time": 2, "ongoing": 1}, "ongoing"),
        ({"done_on_time": 4, "overdue": 1}, "late"),  # 20 % is not more than 20 %
        ({"done_on_time": 3, "overdue": 1}, "bad"),
        ({"ongoing": 1, "continuous": 9}, "ongoing"),
    ],
)
def test_a_cell_of_units_and_fields_tells_by_tone_sign_and_words(counts, tone):
    told_by = {Cell(Counted("", {"overdue": n, "ongoing": 4}, {})).looks[1:] for n in (0, 1, 4)}

    assert Cell(Counted("Sở Y tế", counts, {"lead": "1"})).looks[0] == tone
    assert len(told_by) == len({sign for sign, _words in told_by}) == 3


@pytest.mark.django_db
def test_every_field_is_drawn_and_all_of_them_add_up_to_the_tile(lan):
    plan = factories.plan()
    for field in Field.objects.all()[:13]:
        factories.task(plan, field=field)

    page = lan.get("/?year=2024").context

    (fields,) = [chart for chart in page["charts"] if chart.name == "field"]
    assert len(fields.bars.bars) == len(fields.bars.rows) == fields.groups == 13
    assert sum(row.total for row in fields.bars.rows) == page["summary"].total.count == 13


LEFT_OUT = {
    13: "Hiển thị 12 trên tổng số 13 nhóm, nhóm lớn nhất trước; bảng số liệu có đủ các nhóm.",
    1260: (
        "Hiển thị 12 trên tổng số 1.260 nhóm, nhóm lớn nhất trước; bảng số liệu có 40 nhóm lớn nhất. "
        'Xem toàn bộ: <a href="/thoa-thuan/">Thỏa thuận</a>'
    ),
}


@pytest.mark.parametrize(("groups", "drawn", "listed"), [(13, 12, 13), (1260, 12, 40)])
def test_what_a_chart_leaves_out_is_said_and_where_it_stands(groups, drawn, listed):
    counted = [Counted(f"Thỏa thuận {n}", {"overdue": 1}, {"agreement": n}) for n in range(groups)]

    chart = group_chart("agreement", "", "", counted, place_of_all=("Thỏa thuận", "/thoa-thuan/"))

    assert (chart.drawn, chart.listed, chart.groups) == (drawn, listed, groups)
    said = render_to_string("tasks/dashboard/left_out.html", {"chart": chart})
    assert f">{LEFT_OUT[groups]}</p>" in " ".join(said.split()).replace(" </p>", "</p>")


DRAWN_ONCE = {f"tasks/dashboard/{part}.html" for part in ("months", "group_chart", "heat", "overdue_rows")}


@pytest.mark.django_db
def test_the_same_figures_are_drawn_once_and_others_or_in_another_language_anew(client_for):
    ui._drawn_once.cache_clear()
    lan = factories.lan()
    window = client_for(lan)
    work = factories.occurrence(of=factories.task(factories.plan(), timeframe="Tháng 3/2024"))

    def drawn(address="/?year=2024"):
        return {template.name for template in window.get(address).templates} & DRAWN_ONCE

    assert drawn() == DRAWN_ONCE
    assert drawn() == set()
    assert drawn("/?year=2024&q=hoi") >= {"tasks/dashboard/months.html"}  # its numbers open other lists

    done(work, "2024-03-20")
    assert drawn() == DRAWN_ONCE - {"tasks/dashboard/overdue_rows.html"}  # nothing is overdue any more

    User.objects.filter(pk=lan.pk).update(language="en")
    assert drawn() == DRAWN_ONCE - {"tasks/dashboard/overdue_rows.html"}


@pytest.mark.django_db
def test_the_heat_table_has_the_units_that_lead_and_the_fields_in_which_something_is_due(lan):
    plan = factories.plan()
    farming, tourism = Field.objects.get(code="nong-nghiep"), Field.objects.get(code="du-lich")
    factories.task(plan, field=farming, leads=["Sở Y tế", "Sở Công Thương"])
    factories.task(plan, field=farming, leads=["Sở Y tế"])
    factories.task(plan, field=tourism, leads=["Sở Y tế"], timeframe="Thường xuyên")
    factories.task(plan, leads=["Sở Công Thương"])

    heat = lan.get("/?year=2024").context["heat"]

    assert heat.fields == (farming.name, "chưa xếp lĩnh vực")
    assert [(lead.label, [cell and cell.counted.due for cell in cells]) for lead, cells in heat.rows] == [
        ("Sở Y tế", [2, None]),
        ("Sở Công Thương", [1, 1]),
    ]


# What waits


SILENT = {
    "due in a fortnight, never reported": ("Tháng 6/2024", None, True),
    "due in a month, never reported": ("Tháng 7/2024", None, False),
    "overdue, reported thirty days ago": ("Quý I/2024", "2024-05-17", False),
    "overdue, reported thirty-one days ago": ("Quý I/2024", "2024-05-16", True),
    "continuous, nothing in the period": ("Thường xuyên", None, True),
    "continuous, one report in the period": ("Thường xuyên", "2024-01-10", False),
    "without a date": ("Sau khi có kinh phí", None, False),
}


@pytest.mark.django_db
def test_a_unit_has_not_reported_when_it_is_silent_about_what_is_due():
    plan, minh = factories.plan(), factories.minh()
    for content, (time, reported, _silent) in SILENT.items():
        task = factories.task(plan, content=content, timeframe=time)
        on = task.occurrences.filter(starts_on__year=2024).first() or factories.occurrence(task)
        if reported:
            with at(reported):
                factories.reported(minh, on, complete=False)

    silent = Occurrence.objects.filter(
        awaiting(Awaited.UNREPORTED, dt.date(2024, 6, 16)), task__plan=plan
    ).exclude(starts_on__year=2023)

    assert {one.task.content for one in silent} == {name for name, (_t, _r, told) in SILENT.items() if told}


@pytest.mark.django_db
def test_whose_word_is_waited_for_is_said_once_for_each_kind(lan):
    plan, minh = factories.plan(), factories.minh()
    seat = minh.memberships.get().unit
    leader = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh"))
    factories.reported(minh, factories.occurrence(of=factories.task(plan)))
    later = factories.occurrence(of=factories.task(plan, timeframe="Các năm 2024, 2025"))
    ask_extension(by=minh, occurrence=later, on_behalf_of=seat, new_due_on=factories.TODAY, reason="Chờ vốn")
    give_directive(by=leader, task=later.task, text="Vì sao?", kind=Directive.Kind.EXPLANATION)
    factories.staged_import(plan, leader)

    numbers = lan.get("/?year=2026").context["to_decide"]

    assert [(number.key, number.count) for number in numbers] == [
        ("report", 1),
        ("extension", 1),
        ("explanation", 2),
        ("imports", 1),
    ]
    assert (
        numbers[2].label
        == "Kỳ thực hiện của nhiệm vụ còn ý kiến chỉ đạo, yêu cầu giải trình chưa được trả lời"
    )
    assert len(lan.get(numbers[-1].url).context["imports"]) == 1


@pytest.mark.parametrize(
    ("in_force", "ends_on", "soon"),
    [
        (True, dt.date(2026, 11, 21), True),
        (True, dt.date(2027, 5, 20), True),
        (True, dt.date(2027, 5, 21), False),
        (True, dt.date(2026, 11, 20), False),
        (False, dt.date(2026, 12, 31), False),
        (True, None, False),
    ],
)
def test_an_agreement_ends_soon_within_180_days_while_it_is_in_force(in_force, ends_on, soon):
    assert Paper(1, "Thỏa thuận", in_force, ends_on, None).ends_soon(factories.TODAY) is soon


# Filters


@pytest.mark.django_db
def test_a_partner_is_chosen_with_the_provinces_that_it_succeeded(lan):
    city = factories.agreement(("68", "79"), title="Với Thành phố")
    factories.task(factories.plan(city))
    factories.task(factories.plan(factories.agreement(("68", "77"), title="Với Bà Rịa – Vũng Tàu")))
    factories.task(factories.plan(factories.agreement(("68", "66"), title="Với Đắk Lắk")))
    heir = factories.province("79").pk

    page = lan.get(f"/?year=2024&partner={heir}")

    (agreements,) = [chart for chart in page.context["charts"] if chart.name == "agreement"]
    assert {row.label for row in agreements.bars.rows} == {"Với Thành phố", "Với Bà Rịa – Vũng Tàu"}
    assert [chip.text for chip in page.context["chips"]] == ["Hồ Chí Minh"]
    assert lan.get(page.context["summary"].total.url).context["page"].paginator.count == 2


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["agreement=9999", "partner=x", "field=khong", "lead=0", "year=abc"])
def test_while_a_filter_cannot_be_read_no_figure_is_shown(lan, query):
    """The leader in the meeting would read the figures of everything as those of the chosen partner."""
    factories.task()

    page = lan.get(f"/?{query}")

    assert "Không hiển thị số liệu nào vì có điều kiện lọc không đọc được." in page.content.decode()
    assert query.split("=")[1] in page.content.decode()
    assert "summary" not in page.context


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["month=5", "awaited=report"])
def test_a_filter_of_the_list_alone_is_as_if_it_were_not_there(lan, query):
    factories.task()

    page = lan.get(f"/?year=2024&{query}")

    assert (page.context["summary"].total.count, page.context["chips"]) == (1, [])
    assert page.context["summary"].total.url == f"{reverse('task-list')}?year=2024"


@pytest.mark.django_db
def test_a_select_has_one_line_for_all_and_one_that_is_chosen(lan):
    factories.task(leads=["Sở Y tế", "Sở Công Thương"])
    unit = str(factories.unit("Sở Y tế").pk)

    for lead, chosen in (("", ""), (unit, unit)):
        page = lan.get(f"/?year=2024&lead={lead}")
        keys = [str(key) for key, _label in page.context["filter"].form.fields["lead"].choices]
        select = page.content.decode().split('name="lead"')[1].split("</select>")[0]
        assert keys[0] == ""
        assert len(keys) == len(set(keys)) == 3
        assert re.findall(r'value="(\d*)" selected', select) == [chosen]


# The meeting room, and nothing to show

FULL = "&toan_man_hinh=1"


@pytest.mark.django_db
def test_the_full_screen_has_the_figures_without_the_menu_and_folds_its_filters(lan):
    """Who chooses another field in the meeting stays on the full screen."""
    factories.task()
    small, full = (lan.get(f"/?year=2024{screen}").content.decode() for screen in ("", FULL))

    kept = '<input type="hidden" name="toan_man_hinh" value="1">'
    for part in ('class="site-header"', '<details class="filters no-print" open'):
        assert (part in small, part in full) == (True, False)
    assert (kept in small, kept in full) == (False, True)
    assert 'href="?year=2024&amp;toan_man_hinh=1"' in small
    assert 'href="?year=2024"' in full


@pytest.mark.django_db
@pytest.mark.parametrize(("screen", "address"), [("", "?year=2024"), (FULL, f"?year=2024{FULL}")])
def test_who_takes_filters_away_stays_on_the_screen_as_it_is(lan, screen, address):
    page = lan.get(f"/?year=2024&is_key=on&field=du-lich{screen}").content.decode()

    chips = unescape(page.split('class="chips"')[1].split("</ul>")[0])
    away = re.findall(r'href="([^"]*)"', chips)
    assert len(away) == 3
    assert [QueryDict(one[1:]).get("toan_man_hinh") for one in away] == ["1" if screen else None] * 3
    assert away[-1] == address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "has_agreement", "address"),
    [
        (Role.SECRETARIAT, False, "admin:agreements_agreement_add"),
        (Role.SECRETARIAT, True, "plan-list"),
        (Role.STAFF, True, "agreement-list"),
        (Role.LEADER, True, "agreement-list"),
        (Role.LEADER, False, None),
    ],
)
def test_an_empty_overview_says_what_to_do_next_to_each_role(client_for, role, has_agreement, address):
    somebody = factories.person("mai", role, factories.unit("Sở Y tế"))
    if has_agreement:
        factories.plan()

    step = client_for(somebody).get("/").context["first_steps"]

    assert step.url == (reverse(address) if address else "")
    assert Agreement.objects.exists() is has_agreement


@pytest.mark.django_db
def test_where_the_filters_leave_nothing_the_page_says_so(lan):
    factories.task()

    page = lan.get("/?year=2020")

    assert str(page.context["first_steps"].url) == reverse("task-list")
    assert "Không có nhiệm vụ trong phạm vi đã chọn" in page.content.decode()


@pytest.mark.django_db
def test_a_long_card_names_the_first_and_says_how_many_there_are(lan, monkeypatch):
    monkeypatch.setattr("tasks.views.overview.MOST_LINES", 1)
    plan = factories.plan()
    for _twice in range(2):
        factories.task(plan, leads=["Sở Y tế"], timeframe="Quý I/2024")
    factories.task(plan, leads=["Sở Công Thương"], timeframe="Quý I/2024")
    today = timezone.localdate()
    for days in (30, 20):
        factories.agreement(title=f"Hết hạn sau {days} ngày", ends_on=today + dt.timedelta(days=days))

    page = lan.get("/?year=2024").content.decode()

    assert "Chỉ nêu 1 trong 2 đơn vị" in page
    silent = page.split('id="unreported-head"')[1].split("</ul>")[0]
    assert ["Sở Y tế" in silent, "Sở Công Thương" in silent] == [True, False]
    assert "Nêu 1 trong 2 thỏa thuận" in page
    ending = page.split('id="ending-head"')[1].split("</ul>")[0]
    assert ["Hết hạn sau 20 ngày" in ending, "Hết hạn sau 30 ngày" in ending] == [True, False]


@pytest.mark.django_db
def test_one_year_of_the_overdue_is_what_the_list_calls_overdue_in_that_year(lan):
    plan = factories.plan()
    for time in ("Quý I/2024", "Năm 2023", "Thường xuyên", "Tháng 12/2024", "Năm 2025"):
        factories.task(plan, timeframe=time)

    page = lan.get("/?year=2024").context

    assert [row.due_on for row in page["overdue"]] == [dt.date(2024, 3, 31), dt.date(2024, 12, 31)]
    assert page["summary"].overdue.count == 2
