"""Tasks for measurements: `python -m bench.seed 5000` fills the migrated database of DATABASE_URL.

5,000 tasks are ten years of one province (Lâm Đồng); 200,000 are the whole country of 63 provinces, and
`whole_country()` says which it is. The same number gives the same rows. Nothing has a history: no page
measured reads it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

import django
from django.db import connection

PART = 5_000
PLANS_OF_A_PROVINCE = 20
ONE_PROVINCE, COUNTRY_FROM = "68", 50_000
BEFORE_THE_MERGERS, AFTER_THE_MERGERS = dt.date(2024, 6, 30), dt.date(2025, 7, 1)
WORDS = (
    "tổ chức hội nghị kết nối cung cầu",
    "xúc tiến tiêu thụ nông sản",
    "trao đổi kinh nghiệm quản lý đô thị",
    "đào tạo nguồn nhân lực y tế",
    "khảo sát tuyến du lịch liên tỉnh",
    "chuyển giao quy trình trồng cà phê",
    "phòng chống cháy rừng vùng giáp ranh",
    "ký kết hợp đồng với hệ thống siêu thị",
    "xây dựng chuỗi cung ứng thực phẩm an toàn",
    "quảng bá sản phẩm OCOP",
    "nâng cấp đường giao thông nối hai địa phương",
    "chuyển đổi số trong cơ quan hành chính",
    "giới thiệu việc làm cho lao động nông thôn",
)
RESULT = "Đã tổ chức 02 hội nghị, ký kết 05 hợp đồng tiêu thụ."
WORDS_REPEATED = 120  # letters of the task that a report says again, so that a search has as much to find
RARE = "phục hồi giống răng cưa"


@dataclass(frozen=True)
class Period:
    """One occurrence to be."""

    key: str
    due_on: dt.date | None
    status: str
    completed_on: dt.date | None
    reported_on: dt.date | None


def fill(tasks: int) -> None:
    """People, agreements, plans, tasks, units and periods, as many as asked for."""
    random, numbers = Random(7), count(1)
    provinces = _provinces(whole_country(tasks))
    plans = _plans(provinces, random)
    units = {province.pk: _departments(province) for province in provinces}
    author = people(provinces)
    for start in range(0, tasks, PART):
        some = range(start, min(start + PART, tasks))
        _tasks([plans[number % len(plans)] for number in some], units, random, numbers, author)
    with connection.cursor() as cursor:  # as the server does by itself some minutes later
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def whole_country(tasks: int) -> bool:
    return tasks >= COUNTRY_FROM


def _provinces(all_of_them: bool) -> list:
    from agreements.models import Province

    living = Province.objects.valid_on(BEFORE_THE_MERGERS).order_by("pk")
    return list(living if all_of_them else living.filter(code=ONE_PROVINCE))


def _departments(province) -> list[int]:  # noqa: ANN001
    from agreements.models import Unit

    living = province.units.valid_on(BEFORE_THE_MERGERS).exclude(kind=Unit.Kind.COMMITTEE)
    return list(living.order_by("pk").values_list("pk", flat=True)[:20])


def _plans(provinces: list, random: Random) -> list:
    """Twenty agreements with a plan each for every province, forty where there is but one."""
    from agreements.models import Agreement, Party, Plan, Province, Unit

    others = list(Province.objects.valid_on(BEFORE_THE_MERGERS).order_by("pk"))
    agreements, parties, plans = [], [], []
    for province in provinces:
        committee = province.units.valid_on(BEFORE_THE_MERGERS).filter(kind=Unit.Kind.COMMITTEE).first()
        for number in range(PLANS_OF_A_PROVINCE * (1 if len(provinces) > 1 else 2)):
            partner = others[(province.pk + 1 + number) % len(others)]
            start = dt.date(2016 + number % 9, 1, 1)
            end = dt.date(start.year + 4, 12, 31)
            title = f"Thỏa thuận hợp tác số {number + 1} giữa {province.name} và {partner.name}"
            agreement = Agreement(title=title, signed_on=start, starts_on=start, ends_on=end)
            agreement.fill_derived()
            agreements.append(agreement)
            parties += [Party(agreement=agreement, province=province)]
            parties += [Party(agreement=agreement, province=partner, sort=2)] * (partner != province)
            plan = Plan(agreement=agreement, province=province, issuer=committee, focal_unit=committee)
            plan.title, plan.number = f"Kế hoạch triển khai {title}", f"{province.pk}{number:02}/KH-UBND"
            plan.fill_derived()
            plan.issued_on, plan.starts_on, plan.ends_on = start, start, end
            plans.append(plan)
    for model, rows in ((Agreement, agreements), (Party, parties), (Plan, plans)):
        model.objects.bulk_create(rows, batch_size=500)
    random.shuffle(plans)
    return plans


def _tasks(plans: list, units: dict[int, list[int]], random: Random, numbers: Iterator[int], author) -> None:  # noqa: ANN001
    from agreements.models import Field
    from tasks.models import Assignment, Occurrence, Task

    fields = list(Field.objects.order_by("pk").values_list("pk", flat=True))
    tasks, links, occurrences = [], [], []
    for plan in plans:
        task = _task(plan, random.choice([*fields, None]), next(numbers), random)
        lead, *partners = random.sample(units[plan.province_id], random.randint(2, 4))
        tasks.append(task)
        links.append(Assignment(task=task, role="lead", unit_id=lead))
        links += [
            Assignment(task=task, role="partner", unit_id=unit, sort=sort)
            for sort, unit in enumerate(partners, 1)
        ]
        occurrences += [
            Occurrence(
                task=task,
                period_key=period.key,
                due_on=period.due_on,
                status=period.status,
                completed_on=period.completed_on,
                reported_on=period.reported_on,
            )
            for period in _periods(task, plan, random)
        ]
    for model, rows in ((Task, tasks), (Assignment, links), (Occurrence, occurrences)):
        model.objects.bulk_create(rows, batch_size=1_000)
    leads = {link.task_id: link.unit_id for link in links if link.role == "lead"}
    _reports([(occurrence, leads[occurrence.task_id]) for occurrence in occurrences], author)


def _reports(led: list[tuple], author) -> None:  # noqa: ANN001
    """One report on whatever has begun, confirmed where it is completed; some wishes for more time."""
    from tasks.models import Extension, ProgressUpdate, Verification

    reports, wishes = [], []
    for occurrence, unit in led:
        who = {"occurrence": occurrence, "on_behalf_of_id": unit}
        day = occurrence.reported_on or occurrence.due_on or dt.date(2025, 12, 1)
        told = {"reported_by": author, "reported_at": dt.datetime.combine(day, dt.time(3), dt.UTC)}
        if occurrence.status in ("completed", "reported"):
            result = f"{RESULT} {occurrence.task.content[:WORDS_REPEATED]}"
            reports.append(ProgressUpdate(**who, **told, status="reported", percent=100, result=result))
        elif occurrence.status == "in_progress":
            reports.append(ProgressUpdate(**who, **told, status="in_progress", percent=40))
            if occurrence.due_on and occurrence.pk % 50 == 0:
                later = occurrence.due_on + dt.timedelta(days=90)
                dates = {"old_due_on": occurrence.due_on, "new_due_on": later}
                wishes.append(Extension(**who, **dates, reason="Chờ kinh phí.", asked_by=author))
    for report in reports:
        report.fill_derived()
    ProgressUpdate.objects.bulk_create(reports, batch_size=1_000)
    confirmed = [
        Verification(update=report, decision="accept", decided_by=author)
        for report in reports
        if report.occurrence.status == "completed"
    ]
    Verification.objects.bulk_create(confirmed, batch_size=1_000)
    Extension.objects.bulk_create(wishes, batch_size=1_000)


def _task(plan, field: int | None, number: int, random: Random):  # noqa: ANN001, ANN202
    from tasks.models import Task

    words = "; ".join(random.sample(WORDS, 5)) + (f"; {RARE}" if number % 2_400 == 0 else "")
    kind = random.choices(("span", "recurring", "continuous", "unclear"), (6, 2, 1, 1))[0]
    task = Task(plan=plan, position=number, ordinal=str(number), field_id=field, deadline_kind=kind)
    task.content = f"{words.capitalize()} lần thứ {number}"
    task.heading, task.lead_text = "Lĩnh vực kinh tế", "Sở Công Thương"
    task.is_key = number % 20 == 0
    task.fill_derived()
    return task


def _periods(task, plan, random: Random) -> Iterator[Period]:  # noqa: ANN001
    if task.deadline_kind in ("continuous", "unclear"):
        yield Period("once", None, "in_progress", None, None)
        return
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    for year in years if task.deadline_kind == "recurring" else [random.choice(years)]:
        due = dt.date(year, random.randint(1, 12), 28)
        done = due + dt.timedelta(days=random.randint(-60, 30))
        status = random.choices(
            ("completed", "reported", "in_progress", "not_started", "cancelled"), (55, 5, 20, 15, 5)
        )[0]
        yield Period(
            str(due),
            due,
            status,
            done if status == "completed" else None,
            done if status in ("completed", "reported") else None,
        )


def people(provinces: list):  # noqa: ANN201
    """The secretariat of one province, an auditor of all of them, and a superuser for the stock admin, who is
    told as the author of all reports.
    """
    from agreements.models import Membership, Province, Role, Unit
    from coop.accounts.models import User

    def seat(user: User, province: Province, role: str) -> None:
        unit = Unit.objects.valid_on(AFTER_THE_MERGERS).filter(province=province).order_by("pk").first()
        Membership.objects.create(user=user, unit=unit, role=role, starts_on=AFTER_THE_MERGERS)

    one = User.objects.create(username="mot-tinh", full_name="Một tỉnh (mẫu)")
    seat(one, provinces[len(provinces) // 2].current_heir, Role.SECRETARIAT)
    everywhere = User.objects.create(username="ca-nuoc", full_name="Cả nước (mẫu)")
    for province in Province.objects.valid_on(AFTER_THE_MERGERS):
        seat(everywhere, province, Role.AUDITOR)
    return User.objects.create(
        username="quan-tri", full_name="Quản trị (mẫu)", is_superuser=True, is_staff=True
    )


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
