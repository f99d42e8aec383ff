"""A document's own headings in the common list of fields, and the table that compares agreements by it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from agreements.actions.headings import Heading, headings_of, known_fields, set_headings
from agreements.heading_forms import HeadingFormSet, PastedHeadings
from agreements.models import Field, FieldHeading, Membership, Role
from coop.shared.events import Event
from tests import factories
from tests.agreements.lines_sent import as_sent

pytestmark = pytest.mark.django_db

LAO_CAI_2021 = """1. Xây dựng Đảng, hệ thống chính trị, các tổ chức chính trị - xã hội
2) Lĩnh vực y tế, giáo dục, khoa học - công nghệ
- Một mục chưa ai xếp
"""


def field(code: str) -> Field:
    return Field.objects.get(code=code)


def test_pasted_headings_come_without_their_numbers_and_with_the_fields_that_are_known():
    pasted = PastedHeadings({"lines": LAO_CAI_2021})
    assert pasted.is_valid()

    assert pasted.as_typed() == [
        {
            "text": "Xây dựng Đảng, hệ thống chính trị, các tổ chức chính trị - xã hội",
            "first": field("xay-dung-dang").pk,
        },
        {"text": "Lĩnh vực y tế, giáo dục, khoa học - công nghệ", "first": None},
        {"text": "Một mục chưa ai xếp", "first": None},
    ]


def test_lan_places_headings_and_the_fields_of_the_agreement_follow(client_for):
    lan, made = factories.lan(), factories.agreement()
    browser, address = client_for(lan), reverse("agreement-headings", args=[made.pk])
    read = browser.post(address, {"read": "1", "lines": LAO_CAI_2021}).content.decode()
    assert "Một mục chưa ai xếp" in read
    assert headings_of(made) == []
    health, school = field("y-te"), field("giao-duc")
    sent = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0, "form-0-text": "Y tế, giáo dục"}
    sent |= {"form-0-first": health.pk, "form-0-second": school.pk, "form-0-third": health.pk}
    sent |= {"form-1-text": "Khám, chữa bệnh", "form-1-first": health.pk, "form-2-text": ""}

    assert browser.post(address, sent).status_code == 302

    assert headings_of(made) == [
        Heading("Y tế, giáo dục", (health, school)),
        Heading("Khám, chữa bệnh", (health,)),
    ]
    assert set(made.fields.all()) == {health, school}
    assert FieldHeading.objects.get(heading="Khám, chữa bệnh").field == health
    assert not FieldHeading.objects.filter(heading="Y tế, giáo dục").exists()
    event = Event.objects.get(verb="set_headings")
    assert event.after["headings"] == (
        "1. Y tế, giáo dục → Y tế, Giáo dục và đào tạo; 2. Khám, chữa bệnh → Y tế"
    )


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("y tế, giáo dục, khoa học - công nghệ", "y tế, giáo dục, khoa học - công nghệ"),
        ("10 năm hợp tác", "10 năm hợp tác"),
        ("e-learning", "e-learning"),
        ("10.000 ha rừng", "10.000 ha rừng"),
        ("I. Y tế", "Y tế"),
        ("2) Du lịch", "Du lịch"),
        ("3.1. Văn hóa", "Văn hóa"),
        ("a)Môi trường", "Môi trường"),
        ("đ/ Lao động", "Lao động"),
        ("1 - Đầu tư", "Đầu tư"),
        ("• Thương mại", "Thương mại"),
    ],
)
def test_only_a_number_with_its_mark_is_left_out(line, heading):
    pasted = PastedHeadings({"lines": line})

    assert pasted.is_valid()
    assert pasted.cleaned_data["lines"] == [heading]


def test_headings_are_read_with_one_question_and_too_many_are_refused_in_words(django_assert_num_queries):
    thirty = PastedHeadings({"lines": "\n".join(f"{place}. Mục {place}" for place in range(30))})
    too_many = PastedHeadings({"lines": "\n".join(f"Mục {place}" for place in range(31))})

    assert thirty.is_valid()
    with django_assert_num_queries(1):
        assert len(thirty.as_typed()) == 30
    with override("en"):
        assert too_many.errors == {"lines": ["At most 30 headings; these are 31 lines."]}
    assert not PastedHeadings({"lines": "x" * 20_001}).is_valid()


def test_a_line_that_is_emptied_goes_and_fewer_may_be_pasted_over_more(client_for):
    browser, made = client_for(factories.lan()), factories.agreement()
    health, school = field("y-te"), field("giao-duc")
    three = [Heading("Một", (health,)), Heading("Hai", (school,)), Heading("Ba", (health,))]
    set_headings(by=None, agreement=made, headings=three)
    address = reverse("agreement-headings", args=[made.pk])

    page = browser.get(address).context["formset"]
    assert browser.post(address, as_sent(page, **{"form-1-text": ""})).status_code == 302
    assert headings_of(made) == [three[0], three[2]]
    assert set(made.fields.all()) == {health}

    read = browser.post(address, {"read": "1", "lines": "1. Duy nhất"}).context["formset"]
    assert browser.post(address, as_sent(read, **{"form-0-first": school.pk})).status_code == 302
    assert headings_of(made) == [Heading("Duy nhất", (school,))]


def test_a_heading_is_remembered_once_and_an_event_tells_by_whom():
    """Of Khang's two headings one was remembered before: it holds for his agreement, and for no other."""
    lan, khang, health, school = factories.lan(), factories.khang(), field("y-te"), field("giao-duc")
    first, second = factories.agreement(), factories.agreement(["96", "91"])
    set_headings(by=lan, agreement=first, headings=[Heading("Chăm sóc", (health,))])

    his = [Heading("Chăm sóc", (school,)), Heading("Dạy nghề", (school,))]
    set_headings(by=khang, agreement=second, headings=his)

    assert headings_of(second) == his
    assert known_fields(["Chăm sóc", "Dạy nghề"]) == {"Chăm sóc": health.pk, "Dạy nghề": school.pk}
    told = Event.objects.filter(verb="remember_headings").order_by("pk")
    assert list(told.values_list("actor", "target_id", "after__headings")) == [
        (lan.pk, first.pk, "Chăm sóc → Y tế"),
        (khang.pk, second.pk, "Dạy nghề → Giáo dục và đào tạo"),
    ]


def test_fields_chosen_by_hand_stay_until_headings_say_otherwise(client_for):
    browser, made = client_for(factories.lan()), factories.agreement()
    health = field("y-te")
    made.fields.set([health, field("giao-duc")])
    address = reverse("agreement-headings", args=[made.pk])
    empty = browser.get(address).context["formset"]

    browser.post(address, as_sent(empty))
    assert made.fields.count() == 2

    browser.post(address, as_sent(empty, **{"form-0-text": "Y tế", "form-0-first": health.pk}))
    assert list(made.fields.all()) == [health]
    last = Event.objects.filter(verb="set_headings").latest("pk")
    assert [last.before["fields"], last.after["fields"]] == ["Y tế; Giáo dục và đào tạo", "Y tế"]


@pytest.mark.parametrize("heading_count", [1, 3])
def test_the_page_of_headings_costs_the_same_queries(client_for, django_assert_num_queries, heading_count):
    made, lan = factories.agreement(), client_for(factories.lan())
    many = [Heading(f"Mục {place}", (field("y-te"),)) for place in range(heading_count)]
    set_headings(by=None, agreement=made, headings=many)

    with django_assert_num_queries(8):
        lan.get(reverse("agreement-headings", args=[made.pk]))


def test_no_more_headings_are_taken_than_a_page_can_hold():
    many = {"form-TOTAL_FORMS": 31, "form-INITIAL_FORMS": 0}
    many |= {f"form-{place}-text": f"Mục {place}" for place in range(31)}

    assert not HeadingFormSet(many).is_valid()


@pytest.mark.parametrize("agreement_count", [1, 3])
def test_agreements_stand_beside_each_other_in_the_same_fields(
    client_for, django_assert_num_queries, agreement_count
):
    farming = field("nong-nghiep")
    for number in range(agreement_count):
        made = factories.agreement(title=f"Bản {number}")
        set_headings(by=None, agreement=made, headings=[Heading(f"Nông nghiệp {number}", (farming,))])
        factories.task(factories.plan(made), field=farming, timeframe="Các năm 2023, 2024")
        factories.task(factories.plan(made), field=farming, timeframe="Thường xuyên")
    factories.task(factories.plan(made), timeframe="Năm 2024")
    lan = client_for(factories.lan())

    with django_assert_num_queries(10):
        answer = lan.get(reverse("field-table"), {"year": "2024"})

    rows = {row.name: row.cells for row in answer.context["rows"]}
    assert len(rows) == Field.objects.count() + 1
    assert [cell.headings for cell in rows[farming.name]] == [
        (f"1. Nông nghiệp {number}",) for number in reversed(range(agreement_count))
    ]
    assert [[(year, counted.due) for year, counted in cell.years] for cell in rows[farming.name]] == [
        [(2024, 1), (2023, 1)]
    ] * agreement_count
    assert all(cell.is_empty for cell in rows["Y tế"])
    unplaced = [cell.years for cell in rows["Chưa xếp vào lĩnh vực"] if cell.years]
    assert [(year, counted.total.count) for [(year, counted)] in unplaced] == [(2024, 1)]
    address, due = re.search(r'<a href="([^"]*)"><b>0/(\d)</b></a>', answer.content.decode()).groups()
    assert lan.get(unescape(address)).context["page"].paginator.count == int(due) == 1


def test_who_has_no_part_compares_nothing(client_for):
    set_headings(by=None, agreement=factories.agreement(), headings=[Heading("Kín", (field("y-te"),))])

    page = client_for(factories.khang()).get(reverse("field-table")).content.decode()

    assert "Kín" not in page


def test_only_who_keeps_this_agreement_is_led_to_what_its_secretariat_enters(client_for):
    """Khang keeps the agreements of Cà Mau and works, besides, in an office of Lâm Đồng."""
    address = reverse("agreement-detail", args=[factories.agreement().pk])
    khang = factories.khang()
    seat = factories.unit("Sở Y tế")
    Membership.objects.create(user=khang, unit=seat, role=Role.STAFF, starts_on=factories.PLAN_DAY)

    links = {
        who: client_for(user).get(address).content.decode().count("/linh-vuc/")
        for who, user in (("khang", khang), ("lan", factories.lan()))
    }

    assert links == {"khang": 0, "lan": 1}
