"""The real change: departments merged on 1/3/2025, 63 provinces became 34 on 1/7/2025.

Plan 1606 of Lâm Đồng was issued in 2023 and lives through both days.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.core.management import call_command

from agreements.collapsed import collapse_of
from agreements.models import Province, ProvinceSuccession, Role, Unit
from agreements.permissions import visible_agreements, visible_plans
from agreements.succession import refresh_heirs
from coop.accounts.models import User
from coop.shared.dates import year_period
from tasks.models import Assignment, Task
from tasks.permissions.acting import led_in, verifies
from tasks.permissions.seeing import visible_tasks
from tasks.reorganisation import tasks_without_heir
from tasks.reports.facts import gather
from tasks.reports.scope import Scope
from tests import factories
from tests.lineage import name_on

pytestmark = pytest.mark.django_db

BEFORE, DEPARTMENTS = dt.date(2025, 2, 28), dt.date(2025, 3, 1)
EVE, PROVINCES = dt.date(2025, 6, 30), dt.date(2025, 7, 1)

BECAME = """
An Giang: An Giang, Kiên Giang | Bắc Ninh: Bắc Giang, Bắc Ninh | Cà Mau: Bạc Liêu, Cà Mau
Cần Thơ: Cần Thơ, Hậu Giang, Sóc Trăng | Gia Lai: Bình Định, Gia Lai | Hưng Yên: Hưng Yên, Thái Bình
Hải Phòng: Hải Dương, Hải Phòng | Hồ Chí Minh: Bà Rịa - Vũng Tàu, Bình Dương, Hồ Chí Minh
Khánh Hòa: Khánh Hòa, Ninh Thuận | Lào Cai: Lào Cai, Yên Bái | Lâm Đồng: Bình Thuận, Lâm Đồng, Đắk Nông
Ninh Bình: Hà Nam, Nam Định, Ninh Bình | Phú Thọ: Hoà Bình, Phú Thọ, Vĩnh Phúc
Quảng Ngãi: Kon Tum, Quảng Ngãi | Quảng Trị: Quảng Bình, Quảng Trị | Thái Nguyên: Bắc Kạn, Thái Nguyên
Tuyên Quang: Hà Giang, Tuyên Quang | Tây Ninh: Long An, Tây Ninh | Vĩnh Long: Bến Tre, Trà Vinh, Vĩnh Long
Đà Nẵng: Quảng Nam, Đà Nẵng | Đắk Lắk: Phú Yên, Đắk Lắk | Đồng Nai: Bình Phước, Đồng Nai
Đồng Tháp: Tiền Giang, Đồng Tháp
"""
UNCHANGED = {"Hà Nội", "Cao Bằng", "Điện Biên", "Lai Châu", "Sơn La", "Lạng Sơn", "Quảng Ninh"}
UNCHANGED |= {"Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Huế"}

# Departments of Lâm Đồng on 28/2/2025 and what they are called from 1/3/2025 on.
MERGED = {
    "Sở Giao thông vận tải": "Sở Xây dựng",
    "Sở Kế hoạch và Đầu tư": "Sở Tài chính",
    "Sở Lao động - Thương binh và Xã hội": "Sở Nội vụ",
    "Sở Ngoại vụ": "Văn phòng UBND tỉnh",
    "Sở Nông nghiệp và Phát triển nông thôn": "Sở Nông nghiệp và Môi trường",
    "Sở Tài nguyên và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
}
SCIENCE, NETS = "Sở Khoa học và Công nghệ", "Sở Thông tin và Truyền thông"  # one since 1/3/2025
CUSTOMS = "Chi cục Hải quan"  # abolished on 1/3/2025


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """The world as it was on that day, with who answers then; the program runs `daily` at midnight."""
    with time_machine.travel(dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC), tick=False):
        refresh_heirs(day)
        yield


def test_sixty_three_provinces_became_thirty_four():
    became = defaultdict(list)
    for step in ProvinceSuccession.objects.filter(effective_on=PROVINCES):
        became[step.successor.name].append(step.predecessor.name)
    told = [line.split(": ") for line in BECAME.replace("\n", " | ").split(" | ") if line]

    assert {new: sorted(old) for new, old in became.items()} == {
        new: sorted(old.split(", ")) for new, old in told
    }
    old, new = (
        set(Province.objects.valid_on(day).values_list("name", flat=True)) for day in (EVE, PROVINCES)
    )
    assert (len(old), len(new), new - became.keys()) == (63, 34, UNCHANGED)


def test_the_departments_of_lam_dong_are_called_as_on_the_day():
    departments = Unit.objects.valid_on(BEFORE).filter(province=factories.province("68", EVE))
    named = {
        unit.name: [name_on(unit, day) for day in (BEFORE, DEPARTMENTS, PROVINCES)]
        for unit in departments.filter(name__startswith="Sở")
    }

    assert named == {old: [old, MERGED.get(old, old), MERGED.get(old, old)] for old in named}
    assert named.keys() >= MERGED.keys()
    of_today = Unit.objects.valid_on(PROVINCES).get(name="Sở Xây dựng", province__name="Lâm Đồng")
    assert name_on(of_today, EVE) == "Sở Xây dựng; Sở Xây dựng; Sở Xây dựng"


@pytest.fixture
def plan_1606(shared_folder):
    """The plan of 30/8/2023 with its 29 tasks, under an agreement of Lâm Đồng, TP. HCM and Bình Thuận."""
    made = factories.plan(factories.agreement(("79", "68", "60")), number="1606/KH-UBND")
    call_command(
        "import_appendix", made.number, str(shared_folder / "appendix/ke-hoach-1606.csv"), verbosity=0
    )
    return made


@pytest.fixture
def people():
    """Everybody has the place of 2023 and keeps it: nobody enters anything on the day of a change."""

    def of(name, role, unit, code="68"):
        return factories.person(name, role, factories.unit(unit, code, factories.PLAN_DAY))

    return {
        "lan": of("lan", Role.SECRETARIAT, "Văn phòng UBND tỉnh"),
        "minh": of("minh", Role.STAFF, SCIENCE),
        "vy": of("vy", Role.STAFF, NETS),
        "huong": of("huong", Role.STAFF, "Sở Kế hoạch và Đầu tư"),
        "nam": of("nam", Role.SECRETARIAT, "Văn phòng UBND tỉnh", "60"),
        "khang": factories.khang(),
    }


def led_by(*units):
    """The tasks of the appendix that name one of these units as lead."""
    links = Assignment.objects.filter(
        role=Assignment.Role.LEAD, unit__name__in=units, unit__province__code="68"
    )
    return set(links.values_list("task", flat=True))


def anew(user: User) -> User:
    """As at the next request: who a person is, is read once for each."""
    return User.objects.get(pk=user.pk)


def test_plan_1606_before_and_after_both_days(plan_1606, people):
    science, nets, customs = led_by(SCIENCE), led_by(NETS), led_by(CUSTOMS)
    written = [list(rows.values()) for rows in (Task.objects, Assignment.objects)]
    assert [len(tasks) for tasks in (science, nets, customs)] == [1, 2, 1]

    own, merged = (science, nets), (science | nets, science | nets)
    ours = {"lan", "minh", "vy", "huong"}
    expected = {
        BEFORE: (own, set(), ours, {"lan", "huong"}),
        DEPARTMENTS: (merged, customs, ours, {"lan", "huong"}),
        EVE: (merged, customs, ours, {"lan", "huong"}),
        PROVINCES: (merged, customs, ours | {"nam"}, {"lan", "huong", "nam"}),
    }
    found = {}
    for day in expected:
        with on(day):
            now = {name: anew(user) for name, user in people.items()}
            found[day] = (
                (led_in(now["minh"], plan_1606), led_in(now["vy"], plan_1606)),
                set(tasks_without_heir(now["lan"]).values_list("pk", flat=True)),
                {name for name, user in now.items() if visible_plans(user)},
                {name for name, user in now.items() if verifies(user, some_task(plan_1606))},
            )
            assert {name for name, user in now.items() if visible_tasks(user).count() == 29} == found[day][2]
            assert {name for name, user in now.items() if visible_agreements(user)} == ours | {"nam"}

    assert found == expected
    assert [list(rows.values()) for rows in (Task.objects, Assignment.objects)] == written


def some_task(plan):
    return Task.objects.filter(plan=plan).select_related("plan__focal_unit", "plan__province")[0]


def test_the_dashboard_the_list_and_the_report_on_both_sides_of_the_days(plan_1606, people, client_for):
    listed, counted, quoted = {}, {}, {}
    for day in (BEFORE, DEPARTMENTS, PROVINCES):
        with on(day):
            lan = client_for(anew(people["lan"]))
            heir = Unit.objects.get(name=NETS, province__name="Lâm Đồng").current_heir
            rows = lan.get("/nhiem-vu/", {"lead": heir.pk, "size": 100}).context["rows"]
            listed[day] = (heir.name, len({row.task_id for row in rows}))
            bars = bars_by_lead(lan.get("/?year=2025"))
            counted[day] = {name: bars[name] for name in (SCIENCE, NETS) if name in bars}
            scope = Scope(plan_1606.agreement, factories.province("68", day), year_period(2024), day)
            quoted[day] = {entry.leads for entry in gather(scope).entries if NETS in entry.leads}

    assert listed == {BEFORE: (NETS, 2), DEPARTMENTS: (SCIENCE, 3), PROVINCES: (SCIENCE, 3)}
    assert counted == {BEFORE: {NETS: 2}, DEPARTMENTS: {SCIENCE: 2}, PROVINCES: {SCIENCE: 2}}
    named_today = {f"{NETS}, nay là {SCIENCE}"}  # inside the brackets of a sentence
    assert quoted == {BEFORE: {NETS}, DEPARTMENTS: named_today, PROVINCES: named_today}
    assert collapse_of(plan_1606.agreement).since == PROVINCES


def bars_by_lead(overview):
    (chart,) = [chart for chart in overview.context["charts"] if chart.name == "lead"]
    return {row.label: row.total for row in chart.bars.rows}
