"""Result figures: who enters them, what adds up, how they stand over the years, in and out by file."""

from __future__ import annotations

from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from agreements.actions.figures import (
    Part,
    change_figure,
    delete_figure,
    enter_figure,
    require_sum,
    with_rest,
)
from agreements.exchange.cells import AmountWidget, YearWidget
from agreements.figure_forms import PartForm
from agreements.figure_series import series_over_years
from agreements.models import Membership, ResultFigure, Role
from agreements.standing import sums
from coop.accounts.models import User
from coop.shared.events import Event
from coop.shared.refusal import RefusedError
from tests import factories
from tests.agreements.lines_sent import as_sent
from tests.agreements.test_resources import imported, previewed, refused

TRADE = "Sở Công Thương"
HCM_2023 = (("hoàn thành", 86), ("hoàn thành một phần", 27), ("đang triển khai", 26))


def parts(*said: tuple[str, int]) -> list[Part]:
    return [Part(label, Decimal(value)) for label, value in said]


def typed(value: str, *said: tuple[str, int], **more: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    lines = {
        f"parts-{place}-{name}": text
        for place, line in enumerate(said)
        for name, text in zip(("label", "value"), line, strict=True)
    }
    words = {"label": "Dự án hợp tác", "measure": "dự án", "year": "2023", "scope": "cumulative"}
    counted = {"parts-TOTAL_FORMS": len(said), "parts-INITIAL_FORMS": 0}
    return words | {"value": value} | counted | lines | more


@pytest.mark.django_db
def test_a_unit_enters_a_figure_with_its_parts_and_the_act_stands_in_the_history(client_for):
    made, minh = factories.agreement(), factories.minh()
    seat = minh.memberships.get().unit

    answer = client_for(minh).post(
        reverse("figure-add", args=[made.pk]), typed("139", *HCM_2023, unit=seat.pk)
    )

    assert answer.status_code == 302
    whole = made.figures.get(whole=None)
    assert (whole.value, whole.unit, whole.province.name) == (139, seat, "Lâm Đồng")
    assert [(part.label, part.value, part.year) for part in whole.parts.all()] == [
        (label, value, 2023) for label, value in HCM_2023
    ]
    event = Event.objects.get(verb="enter_figure")
    assert event.after["figure"] == (
        "Dự án hợp tác (2023): 139 dự án = 86 hoàn thành + 27 hoàn thành một phần + 26 đang triển khai"
    )
    assert (event.actor, event.target_id) == (minh, made.pk)
    assert whole.history.get().history_user == minh


@pytest.mark.django_db
def test_parts_that_do_not_add_up_are_refused_and_nothing_is_written(client_for):
    made, lan = factories.agreement(), factories.lan()
    whole = factories.figure(made)
    with override("en"), pytest.raises(RefusedError, match="The parts add up to 113"):
        change_figure(by=lan, figure=whole, parts=parts(*HCM_2023[:2]))

    page = client_for(lan).post(
        reverse("figure-add", args=[made.pk]), typed("139", ("xong", 140), jointly="on")
    )

    assert "Tổng các phần là 140, trong khi số tổng là 139." in page.content.decode()
    assert list(made.figures.all()) == [whole]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ((), ""),
        ((139,), ""),
        ((86, 27, 26), ""),
        ((86, 27), "Say what the remaining 26 are"),
        ((86, 27, 27), "add up to 140, and the whole is 139.$"),
    ],
)
def test_parts_are_all_there_or_none_and_what_is_not_known_is_a_part_too(said, refusal):
    lines = parts(*((f"phần {place}", value) for place, value in enumerate(said)))

    with override("vi"):
        completed = with_rest(Decimal(139), lines)
    lacking = [("chưa phân loại", Decimal(26))] if said == (86, 27) else []

    assert [(part.label, part.value) for part in completed[len(lines) :]] == lacking
    if refusal:
        with override("en"), pytest.raises(RefusedError, match=refusal):
            require_sum(Decimal(139), lines)
    else:
        require_sum(Decimal(139), lines)


@pytest.mark.django_db
def test_lan_enters_what_is_known_and_the_rest_is_named(client_for):
    made = factories.agreement()
    sent = typed("139", *HCM_2023[:2], jointly="on", rest="on")

    client_for(factories.lan()).post(reverse("figure-add", args=[made.pk]), sent)

    assert list(made.figures.get(whole=None).parts.values_list("label", "value")) == [
        *HCM_2023[:2],
        ("chưa phân loại", 26),
    ]


@pytest.mark.django_db
def test_the_admin_reads_figures_and_writes_none_by_hand(client_for):
    lan, whole = client_for(factories.lan()), factories.figure(factories.agreement())
    address = f"/quan-tri/agreements/resultfigure/{whole.pk}/change/"

    assert reverse("figure-list", args=[whole.agreement_id]) in lan.get(address).content.decode()
    assert lan.post(address, {"value": "7"}).status_code == 404
    assert lan.post("/quan-tri/agreements/resultfigure/add/", {}).status_code == 404


@pytest.mark.django_db
def test_changing_replaces_the_parts_and_leaves_in_whose_name_it_was_entered(client_for):
    minh, lan = factories.minh(), factories.lan()
    seat, made = minh.memberships.get().unit, factories.agreement()
    whole = enter_figure(
        by=minh,
        agreement=made,
        label="Dự án",
        measure="dự án",
        year=2023,
        value=Decimal(139),
        unit=seat,
        province=factories.province("68", factories.PLAN_DAY),
        parts=parts(*HCM_2023),
    )
    address = reverse("figure-change", args=[whole.pk])
    sent = typed("140", ("hoàn thành", 90), ("còn lại", 50), label="Dự án") | {"parts-INITIAL_FORMS": 2}

    client_for(lan).post(address, sent)

    whole.refresh_from_db()
    assert (whole.value, whole.unit, whole.province.name) == (140, seat, "Lâm Đồng")
    assert list(whole.parts.values_list("label", "value")) == [("hoàn thành", 90), ("còn lại", 50)]
    event = Event.objects.get(verb="change_figure")
    assert [event.before["figure"][:24], event.after["figure"][:24]] == [
        "Dự án (2023): 139 dự án ",
        "Dự án (2023): 140 dự án ",
    ]
    assert ResultFigure.history.filter(history_type="-", history_user=lan).count() == 1


@pytest.mark.django_db
def test_parts_that_are_emptied_on_the_page_go(client_for):
    keeper, made = factories.lan(), factories.agreement()
    lan = client_for(keeper)
    said = {"label": "Dự án", "measure": "dự án", "year": 2023, "value": Decimal(139)}
    whole = enter_figure(by=keeper, agreement=made, parts=parts(*HCM_2023), **said)
    address = reverse("figure-change", args=[whole.pk])

    def send(**anew: str) -> list[str]:
        lines = as_sent(lan.get(address).context["formset"], **anew)
        answer = lan.post(address, typed("139") | lines)
        assert answer.status_code == 302, answer.context["form"].errors
        return list(whole.parts.values_list("label", flat=True))

    emptied = {"parts-1-label": "", "parts-1-value": "", "parts-2-value": "53"}
    assert send(**emptied) == ["hoàn thành", "đang triển khai"]
    assert send(**{f"parts-{place}-{box}": "" for place in (0, 1) for box in ("label", "value")}) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "jointly", "side"),
    [("minh", {}, None), ("thu", {}, "Lâm Đồng"), ("thu", {"jointly": "on"}, None)],
)
def test_a_joint_figure_becomes_that_of_its_unit_when_a_secretariat_says_so(client_for, who, jointly, side):
    """Minh's unit entered it, Lan said that all parties count it; Thu keeps the papers of TP. Hồ Chí Minh."""
    minh, made = factories.minh(), factories.agreement()
    thu = factories.person("thu", "secretariat", factories.unit("Sở Công Thương", "79"))
    whole = factories.figure(made, unit=minh.memberships.get().unit)
    ResultFigure.objects.update(province=None)
    person = {"minh": minh, "thu": thu}[who]

    answer = client_for(person).post(reverse("figure-change", args=[whole.pk]), typed("139", **jointly))

    whole.refresh_from_db()
    assert (answer.status_code, whole.province and whole.province.name) == (302, side)


@pytest.fixture
def thu(db):
    """Keeps the papers of TP. Hồ Chí Minh, and is staff of the Sở Công Thương of Lâm Đồng."""
    made = factories.person("thu", Role.SECRETARIAT, factories.unit(TRADE, "79"))
    return also(made, Role.STAFF, "68")


def also(person: User, role: str, code: str) -> User:
    seat = factories.unit(TRADE, code)
    Membership.objects.create(user=person, unit=seat, role=role, starts_on=factories.PLAN_DAY)
    return person


@pytest.mark.parametrize(
    ("by_unit", "counted_by"), [("", "Hồ Chí Minh"), ("79", "Hồ Chí Minh"), ("68", "Lâm Đồng")]
)
def test_who_sits_on_both_sides_counts_for_the_side_in_whose_name_they_write(
    client_for, thu, by_unit, counted_by
):
    """Without a unit it was the side of her first one: Thu, who is mere staff in Lâm Đồng, entered figures as
    if she were its secretariat. And the two units were offered under one name.
    """
    made = factories.agreement()
    address, browser = reverse("figure-add", args=[made.pk]), client_for(thu)

    offered = [label for _value, label in browser.get(address).context["form"].fields["unit"].choices]
    browser.post(address, typed("139", unit=by_unit and factories.unit(TRADE, by_unit).pk))

    told = ["Sở Công Thương – Thành phố Hồ Chí Minh", "Sở Công Thương – tỉnh Lâm Đồng"]
    assert (offered[0], sorted(offered[1:])) == ("bộ phận tổng hợp", told)
    assert made.figures.get().province.name == counted_by


def test_who_keeps_the_papers_of_both_sides_says_for_which_they_counted(client_for, thu):
    """Before, nobody was asked, and it was always the same side. The same where a joint figure becomes that
    of one side.
    """
    also(thu, Role.SECRETARIAT, "68")
    made, browser = factories.agreement(), client_for(thu)
    add = reverse("figure-add", args=[made.pk])

    unsaid = browser.post(add, typed("139"))
    assert unsaid.context["form"].errors == {"side": ["Chọn bên đã thống kê số liệu này."]}
    assert not made.figures.exists()
    for code in ("79", "68"):
        browser.post(add, typed("139", side=factories.province(code).pk))
    joint = factories.figure(made)
    browser.post(
        reverse("figure-change", args=[joint.pk]),
        typed("139", side=factories.province("68").pk),
    )

    assert list(made.figures.order_by("pk").values_list("province__name", flat=True)) == [
        "Hồ Chí Minh",
        "Lâm Đồng",
        "Lâm Đồng",
    ]


def test_the_secretariat_of_one_side_makes_no_figure_of_the_other_a_joint_one(client_for, thu):
    """Thu sees it as staff of the unit that counted; before, her seat in TP. Hồ Chí Minh let her say that
    all parties had counted it.
    """
    whole = factories.figure(factories.agreement(), unit=factories.unit(TRADE))
    browser, address = client_for(thu), reverse("figure-change", args=[whole.pk])

    assert "jointly" not in browser.get(address).context["form"].fields
    browser.post(address, typed("140", jointly="on"))

    whole.refresh_from_db()
    assert (whole.value, whole.province.name) == (140, "Lâm Đồng")


@pytest.mark.parametrize(
    ("unit", "side", "because"),
    [
        ("68", "79", "counted by your own side"),
        ("79", "68", "counted by your own side"),
        (None, "68", "counted by your own side"),
        (None, "66", "counted by your own side"),
        ("66", "66", "in the name of this unit"),
    ],
)
def test_the_act_itself_refuses_a_figure_for_the_wrong_side(thu, unit, side, because):
    """Đắk Lắk is a party too, and Thu has no seat there."""
    made = factories.agreement(("79", "68", "66"))
    said = {"label": "Dự án", "measure": "dự án", "year": 2023, "value": Decimal(139)}
    said |= {"province": factories.province(side), "unit": factories.unit(TRADE, unit) if unit else None}

    with factories.refused(because):
        enter_figure(by=thu, agreement=made, **said)


@pytest.mark.parametrize(("counted", "becomes"), [("68", "79"), ("68", None), (None, "68")])
def test_the_act_itself_refuses_to_move_a_figure_to_the_wrong_side(thu, counted, becomes):
    sides = {code: factories.province(code) for code in ("68", "79")} | {None: None}
    whole = factories.figure(factories.agreement(), province=sides[counted])

    with factories.refused("counted by your own side"):
        change_figure(by=thu, figure=whole, province=sides[becomes])


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["change", "delete"])
def test_a_figure_that_somebody_deleted_meanwhile_is_told_and_leaves_one_event(client_for, act):
    lan, whole = client_for(factories.lan()), factories.figure(factories.agreement())
    address = reverse(f"figure-{act}", args=[whole.pk])

    with factories.meanwhile(lambda: delete_figure(by=None, figure=ResultFigure.objects.get())):
        page = lan.post(address, typed("140"), follow=True).content.decode()

    assert "Số liệu này vừa được người khác xóa." in page
    assert Event.objects.get().verb == "delete_figure"
    assert ResultFigure.history.filter(history_type="-").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("figure_count", [1, 3])
def test_the_page_of_figures_costs_the_same_queries_and_draws_what_has_several_years(
    client_for, django_assert_num_queries, figure_count
):
    made = factories.agreement()
    for number in range(figure_count):
        factories.figure(made, year=2023 + number, unit=factories.unit("Sở Công Thương"))
    lan = client_for(factories.lan())

    with django_assert_num_queries(8):
        page = lan.get(reverse("figure-list", args=[made.pk])).content.decode()

    assert page.count('id="so-lieu-') == figure_count
    assert ("Qua các năm" in page) == (figure_count > 1)


def test_only_what_was_counted_in_the_same_way_stands_in_one_chart():
    said = [
        {"label": "Dự án", "year": 2023, "value": Decimal("139.00")},
        {"label": "Dự án", "year": 2022, "value": Decimal(120)},
        {"label": "Dự án", "year": 2023, "value": Decimal(7), "scope": "cumulative"},
        {"label": "Vốn", "year": 2022, "value": Decimal("12.5")},
        {"label": "Vốn", "year": 2023, "value": Decimal(13)},
    ]
    figures = [ResultFigure(pk=pk, measure="x", **words) for pk, words in enumerate(said, 1)]

    series = series_over_years(sums(figures))

    assert [(one.label, [figure.year for figure in one.figures]) for one in series] == [
        ("Dự án", [2022, 2023]),
        ("Dự án", [2023]),
        ("Vốn", [2022, 2023]),
    ]
    drawn = [one.chart for one in series if one.chart]
    assert [[part.amount.value for part in chart.parts] for chart in drawn] == [[120, 139]]


@pytest.mark.parametrize(
    ("cell", "read"),
    [("1.234.567,5", "1234567.5"), ("139", "139"), (12.5, "12.5"), ("0,25", "0.25"), ("", None)],
)
def test_numbers_of_a_file_are_read_as_vietnamese_writes_them(cell, read):
    widget = AmountWidget()
    number = widget.clean(cell)

    assert number == (Decimal(read) if read else None)
    assert widget.clean(widget.render(number)) == number


@pytest.mark.parametrize(
    "cell", ["12.5", "1.23", "một", "-3", "1e5", True, -3, -0.5, float("nan"), float("inf")]
)
def test_what_could_be_read_in_two_ways_is_no_number(cell):
    with override("en"), pytest.raises(ValueError, match=r"a number is written 1\.234,5"):
        AmountWidget().clean(cell)


@pytest.mark.parametrize(("cell", "problem"), [("1990", ""), (2100, ""), ("1989", "from"), (99999, "from")])
def test_a_file_takes_the_years_that_the_form_takes(cell, problem):
    with override("en"), pytest.raises(ValueError, match="1990 to 2100") if problem else nullcontext():
        assert YearWidget().clean(cell) == int(cell)


@pytest.mark.django_db
def test_a_file_brings_figures_with_their_parts_all_or_nothing(client_for):
    lan, made, foreign = client_for(factories.lan()), factories.agreement(), factories.agreement(["96", "91"])
    head = "id,agreement_id,label,measure,year,scope,value,part_of,source\n"
    lines = [f",{made.pk},Dự án,dự án,2023,cumulative,139,,Báo cáo 12/BC-UBND\n"]
    lines += [f",{made.pk},{label},dự án,2023,cumulative,{value},Dự án,\n" for label, value in HCM_2023]

    lan.cookies["django_language"] = "en"
    lacking = previewed(lan, "resultfigure", (head + "".join(lines[:-1])).encode())
    not_ours = refused(
        lan, "resultfigure", (head + lines[0].replace(str(made.pk), str(foreign.pk), 1)).encode()
    )
    assert not ResultFigure.objects.exists()
    lan.cookies["django_language"] = "vi"
    imported(lan, "resultfigure", (head + "".join(lines)).encode())

    assert "confirm_form" not in lacking.context
    assert (
        "The parts add up to 113, and the whole is 139. Say what the remaining 26 are"
        in lacking.content.decode()
    )
    assert "not among the rows that you may change" in not_ours[0]
    [whole] = sums(made.figures.all())
    assert (whole.whole.value, len(whole.parts), whole.difference) == (139, 3, 0)
    assert Event.objects.get(verb="import_figures").target_id == made.pk


@pytest.mark.django_db
def test_a_file_says_which_side_counted_and_a_figure_stays_with_its_agreement(client_for):
    lan, made, later = client_for(factories.lan()), factories.agreement(), factories.agreement()
    head = "id,agreement_id,label,measure,year,scope,value,part_of,counted_by\n"
    own = f",{made.pk},Dự án,dự án,2023,in_year,60,,Lâm Đồng\n"
    own += f",{made.pk},Xong,dự án,2023,in_year,60,Dự án,Lâm Đồng\n"
    whole = factories.figure(made)
    moved = f"{whole.pk},{later.pk},Dự án,dự án,2023,in_year,139,,\n"

    imported(lan, "resultfigure", (head + own).encode())
    lan.cookies["django_language"] = "en"
    of_nobody, foreign, moving = (
        refused(lan, "resultfigure", (head + lines).encode())[0]
        for lines in (own.replace("Lâm Đồng", "Cà Mau"), own.replace("Lâm Đồng", "Hồ Chí Minh"), moved)
    )

    [counted] = sums(made.figures.exclude(province=None))
    assert (counted.whole.province.name, counted.parts[0].province.name) == ("Lâm Đồng", "Lâm Đồng")
    assert "the agreement has no party of this name" in of_nobody
    assert "not among the rows that you may change" in foreign
    assert "a figure stays with its agreement" in moving


@pytest.mark.parametrize(
    ("counted_by", "becomes", "because"),
    [("68", "", "not among the rows that you may change"), ("", "Hồ Chí Minh", "counted by your own side")],
)
def test_a_file_moves_no_figure_to_the_wrong_side(client_for, thu, counted_by, becomes, because):
    """Thu is staff of the unit in Lâm Đồng that entered it. Where it had become a joint one, her file could
    make it a figure of TP. Hồ Chí Minh, whose papers she keeps.
    """
    side = factories.province("68", factories.PLAN_DAY) if counted_by else None
    whole = factories.figure(factories.agreement(), unit=factories.unit(TRADE), province=side)
    row = f"{whole.pk},{whole.agreement_id},Dự án,dự án,2023,in_year,140,,{becomes}\n"
    window = client_for(thu)
    window.cookies["django_language"] = "en"

    head = "id,agreement_id,label,measure,year,scope,value,part_of,counted_by\n"
    [told] = refused(window, "resultfigure", (head + row).encode())

    assert because in told
    assert ResultFigure.objects.get().value == 139


@pytest.mark.parametrize(
    ("language", "stored", "shown"),
    [("vi", "3250.00", "3250"), ("vi", "1250.50", "1250,5"), ("en", "1250.50", "1250.5")],
)
def test_an_amount_is_edited_without_zeros_at_its_end(language, stored, shown):
    with override(language):
        form = PartForm(initial={"label": "Vốn", "value": Decimal(stored)})
        assert f'value="{shown}"' in str(form["value"])


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("vi", "1.250,5", "1250.5"),
        ("vi", "1.000", "1000"),
        ("vi", " 3250,00 ", "3250.00"),
        ("vi", "4.10", None),
        ("vi", "1.25,5", None),
        ("vi", "một", None),
        ("vi", "-3", None),
        ("en", "1,250.5", "1250.5"),
        ("en", "1.250,5", None),
    ],
)
def test_an_amount_is_typed_as_papers_write_it(language, typed, meant):
    with override(language):
        form = PartForm({"label": "Vốn", "value": typed})
        assert (form.cleaned_data["value"] if form.is_valid() else None) == (meant and Decimal(meant))
