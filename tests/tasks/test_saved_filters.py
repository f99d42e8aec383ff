"""Filters under a name: whose they are, who sees them, and what is new since the last look."""

from functools import partial
from urllib.parse import parse_qsl, urlencode

import pytest
from django.urls import reverse

from agreements.models import Membership, Role
from coop.shared.events import Event
from tasks import saved_filters
from tasks.actions.saving_filters import change_filter, delete_filter, mark_seen, save_filter
from tasks.lists import list_of
from tasks.models import FilterVisit, Occurrence, SavedFilter
from tasks.permissions.seeing import own_filters, visible_filters
from tasks.saved_filters import with_visits
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/nhiem-vu/"


@pytest.fixture
def window(lan, client_for):
    """What Lan sees in her browser."""
    return client_for(lan)


@pytest.fixture
def office(lan):
    """Where Lan works."""
    return lan.memberships.get().unit


def saved_by(lan, **options):
    values = {"of_list": "tasks", "name": "Quá hạn 2024", "query": "year=2024"}
    return save_filter(by=lan, **(values | options))


def opened(browser, saved):
    return browser.get(f"{LIST}?{saved.query}")


# Saving


def test_lan_saves_the_filter_in_force_under_a_name_and_lands_on_it(window, lan):
    address = f"{reverse('task-list-filter')}?assessment=overdue&year=2024&page=3&q=&sort=plan&khong=co"

    answer = window.post(address, {"name": "  Quá hạn   2024 "})

    saved = SavedFilter.objects.get()
    asked = "year=2024&assessment=overdue&sort=plan"
    assert (saved.owner, saved.name, saved.query) == (lan, "Quá hạn 2024", asked)
    assert answer.url == f"{LIST}?{asked}"
    event = Event.objects.get(verb="save_filter")
    assert (event.actor, event.after["query"]) == (lan, saved.query)


@pytest.mark.parametrize("query", ["", "q=", "khong=co", "page=2&sort=plan", "ngay=30/06/2024"])
def test_without_a_filter_there_is_nothing_to_save(window, query):
    address = f"{reverse('task-list-filter')}?{query}"

    assert window.post(address, {"name": "Tất cả"}).status_code == 200
    assert "Chưa có bộ lọc nào để lưu" in window.get(address).content.decode()
    assert not SavedFilter.objects.exists()


def test_the_longest_words_that_the_list_takes_are_kept_whole_and_longer_ones_refused(window):
    """Each letter with two marks is nine characters of an address."""
    asked = dict.fromkeys(("q", "agreement_name", "unit"), "ế" * 200)

    window.post(f"{reverse('task-list-filter')}?{urlencode(asked)}", {"name": "Dài"})
    window.post(f"{reverse('task-list-filter')}?{urlencode({'q': 'ế' * 201})}", {"name": "Quá dài"})

    assert dict(parse_qsl(SavedFilter.objects.get().query)) == asked
    assert "tối đa 200 ký tự" in window.get(LIST, {"q": "ế" * 201}).content.decode()


def test_a_name_is_given_once_by_one_person_and_again_by_another(lan, minh):
    saved = saved_by(lan)
    other = saved_by(lan, name="Khác")

    with factories.refused("You have a saved filter of this name already"):
        saved_by(lan)
    with factories.refused("You have a saved filter of this name already"):
        change_filter(by=lan, saved=other, name="Quá hạn 2024", unit=None)
    saved_by(minh)
    change_filter(by=lan, saved=saved, name="Quá hạn 2024", unit=None)
    assert SavedFilter.objects.filter(name="Quá hạn 2024").count() == 2


def test_the_page_says_that_the_name_is_taken(window, lan):
    saved_by(lan)

    shown = window.post(f"{reverse('task-list-filter')}?year=2025", {"name": "Quá hạn 2024"}).content.decode()

    assert "Đã có một bộ lọc mang tên này." in shown
    assert '<form class="panel" method="post" data-once>' in shown


def test_a_filter_is_shared_only_with_a_unit_of_ones_own(window, office):
    farming = factories.unit("Sở Nông nghiệp và Môi trường")
    address = f"{reverse('task-list-filter')}?year=2024"

    assert window.post(address, {"name": "Cho họ", "unit": farming.pk}).status_code == 200
    assert not SavedFilter.objects.exists()
    window.post(address, {"name": "Cho ta", "unit": office.pk})
    assert SavedFilter.objects.get().unit == office


# Who sees it


def test_who_works_in_the_unit_sees_a_shared_filter_and_only_its_owner_changes_it(lan, minh, office):
    colleague = factories.person("tam", Role.AUDITOR, office)
    own, shared = saved_by(lan), saved_by(lan, name="Chung", unit=office)

    assert set(visible_filters(lan)) == {own, shared} == set(own_filters(lan))
    assert list(visible_filters(colleague)) == [shared]
    assert [*own_filters(colleague), *visible_filters(minh), *visible_filters(factories.khang())] == []


def test_a_shared_filter_shows_everybody_their_own_rows(window, client_for, lan, office):
    """Tâm works in Lan's office and in Cà Mau, and sees the tasks of both."""
    ours, theirs = factories.task(), factories.task_of_ca_mau()
    shared = saved_by(lan, unit=office)
    tam = factories.person("tam", Role.AUDITOR, office)
    Membership.objects.create(
        user=tam, unit=factories.unit("Sở Tài chính", "96"), role=Role.AUDITOR, starts_on=factories.PLAN_DAY
    )

    def seen_by(browser):
        return {row.task_id for row in opened(browser, shared).context["rows"]}

    assert (seen_by(window), seen_by(client_for(tam))) == ({ours.pk}, {ours.pk, theirs.pk})


def test_a_filter_is_in_force_when_the_list_asks_what_it_asks(window, lan):
    saved = saved_by(lan)

    assert opened(window, saved).context["shelf"].opened == saved
    assert window.get(f"{LIST}?page=1&q=&year=2024&sort=plan").context["shelf"].opened == saved
    assert window.get(f"{LIST}?year=2024&is_key=on").context["shelf"].opened is None


@pytest.mark.parametrize("usual", ["", "sort=due_on", "sort=password", "size=25&page=2"])
def test_the_usual_order_and_the_page_are_no_part_of_a_filter(window, usual):
    window.post(f"{reverse('task-list-filter')}?year=2024&{usual}", {"name": "Năm 2024"})

    assert SavedFilter.objects.get().query == "year=2024"


def test_a_filter_sorted_otherwise_is_the_same_rows_and_can_be_saved_beside(window, lan, plan):
    """What Lan has seen in one order is not new in the other."""
    by_plan, by_unit = (
        saved_by(lan, name=sort, query=f"year=2024&sort={sort}") for sort in ("plan", "-lead")
    )
    saving = f'href="{reverse("task-list-filter")}?year=2024'
    for saved in (by_plan, by_unit):
        page = opened(window, saved)
        assert page.context["shelf"].opened == saved
        assert saving not in page.content.decode()

    page = window.get(f"{LIST}?year=2024&sort=lead")
    assert (page.context["shelf"].opened, page.context["order"].column) == (by_unit, "lead")
    assert f'{saving}&amp;sort=lead"' in page.content.decode()

    window.post(reverse("filter-seen", args=[by_plan.pk]))
    new = factories.occurrence(factories.task(plan))
    assert [opened(window, saved).context["shelf"].new for saved in (by_plan, by_unit)] == [{new.pk}] * 2
    window.post(reverse("filter-seen", args=[by_unit.pk]))
    assert opened(window, by_plan).context["shelf"].new == frozenset()


def test_lan_renames_shares_and_deletes_it(window, lan, office):
    saved = saved_by(lan)

    window.post(reverse("filter-change", args=[saved.pk]), {"name": "Năm 2024", "unit": office.pk})
    saved.refresh_from_db()
    assert (saved.name, saved.unit, saved.query) == ("Năm 2024", office, "year=2024")
    assert (
        "mọi người thuộc Văn phòng" in window.get(reverse("filter-delete", args=[saved.pk])).content.decode()
    )
    window.post(reverse("filter-delete", args=[saved.pk]))

    assert not SavedFilter.objects.exists()
    told = Event.objects.filter(verb__endswith="_filter").order_by("pk").values_list("verb", "target_label")
    assert list(told) == [
        ("save_filter", "Quá hạn 2024"),
        ("change_filter", "Năm 2024"),
        ("delete_filter", "Năm 2024"),
    ]


def test_the_addresses_that_lan_kept_from_before_lead_on_for_ever(window, lan, client_for, office):
    """As a page or as a form that stood open; Tâm, with whom it is shared, to what he may do."""
    saved = saved_by(lan, unit=office)
    old = f"/nhiem-vu/bo-loc/{saved.pk}/"
    tam = client_for(factories.person("tam", Role.AUDITOR, office))

    led = [window.get(f"{old}{rest}") for rest in ("", "xoa/", "da-xem/")]
    assert [(one.status_code, one.url) for one in led] == [
        (308, f"/bo-loc/{saved.pk}/{rest}") for rest in ("", "xoa/", "da-xem/")
    ]
    assert [tam.get(f"{old}{rest}").status_code for rest in ("", "xoa/", "da-xem/")] == [404, 404, 308]
    assert [window.get(f"/nhiem-vu/bo-loc/{pk}/").status_code for pk in (0, saved.pk + 1)] == [404, 404]
    window.post(old, {"name": "Tên khác"}, follow=True)

    saved.refresh_from_db()
    assert saved.name == "Tên khác"


def test_a_filter_that_is_renamed_after_a_merger_stays_shared_with_the_unit_that_took_over(window, lan):
    former = factories.unit("Sở Kế hoạch và Đầu tư", on=factories.PLAN_DAY)
    heir = factories.unit("Sở Tài chính")
    lan.memberships.update(unit=heir)
    saved = saved_by(lan, unit=former)
    address = reverse("filter-change", args=[saved.pk])

    offered = window.get(address).context["form"]["unit"].value()
    window.post(address, {"name": "Tên khác", "unit": offered})

    saved.refresh_from_db()
    assert (saved.name, saved.unit) == ("Tên khác", heir)


@pytest.mark.parametrize("of_list", SavedFilter.List.values)
@pytest.mark.parametrize("page", ["filter-change", "filter-delete"])
def test_the_pages_of_a_saved_filter_stand_in_the_menu_under_its_list(window, lan, of_list, page):
    saved = saved_by(lan, of_list=of_list, query="q=y+te")

    menu = window.get(reverse(page, args=[saved.pk])).context["navigation"]

    assert [item.url for item in menu if item.active] == [list_of(saved).address()]


def test_what_lan_deleted_in_another_window_does_not_come_back(lan, window):
    deleted, open_still = saved_by(lan), SavedFilter.objects.get()
    delete_filter(by=lan, saved=deleted)

    for act in (partial(change_filter, name="Khác", unit=None), delete_filter):
        with factories.refused("removed this meanwhile"):
            act(by=lan, saved=open_still)
    mark_seen(by=lan, saved=[open_still], ids=[1])

    assert not SavedFilter.objects.exists()
    assert Event.objects.filter(verb__in=["change_filter", "delete_filter"]).count() == 1


def test_what_is_deleted_takes_its_visits_along_and_no_task(window, lan):
    factories.task()
    saved = saved_by(lan)
    window.post(reverse("filter-seen", args=[saved.pk]))

    with factories.writes(SavedFilter=-1, FilterVisit=-1, Event=1):
        delete_filter(by=lan, saved=saved)


def test_a_past_day_is_no_part_of_a_filter_and_nothing_is_new_on_it(window, lan):
    """What stood then cannot change any more; the filter asks about today."""
    factories.task()
    past = f"{LIST}?assessment=overdue&ngay=01/03/2025"
    save = 'href="/nhiem-vu/bo-loc/?assessment=overdue"'

    assert save in window.get(f"{LIST}?assessment=overdue").content.decode()
    assert save not in window.get(past).content.decode()
    window.post(f"{reverse('task-list-filter')}?assessment=overdue&ngay=01/03/2025", {"name": "Quá hạn"})
    saved = SavedFilter.objects.get()
    assert (saved.query, window.get(past).context["shelf"].opened) == ("assessment=overdue", None)


# What is new


def test_new_is_what_has_come_into_the_filter_since_lan_said_seen(window, lan, plan):
    old = factories.task(plan)
    saved = saved_by(lan)
    assert "lần sau sẽ thấy những mục mới" in opened(window, saved).content.decode()

    window.post(reverse("filter-seen", args=[saved.pk]))
    assert "không có mục mới" in opened(window, saved).content.decode()
    new = factories.task(plan)
    factories.task(plan, timeframe="Năm 2025")

    shown = opened(window, saved)
    assert shown.context["shelf"].new == {factories.occurrence(new).pk}
    assert "1 mục mới" in shown.content.decode()
    assert {row.task_id for row in shown.context["rows"]} == {old.pk, new.pk}


def test_an_assessment_that_changes_makes_a_row_new(window, lan, minh, plan):
    on = factories.occurrence(of=factories.task(plan))
    saved = saved_by(lan, query="assessment=overdue")
    window.post(reverse("filter-seen", args=[saved.pk]))
    late = factories.occurrence(of=factories.task(plan, timeframe="Năm 2030"))
    assert opened(window, saved).context["shelf"].new == frozenset()

    type(on).objects.filter(pk=late.pk).update(due_on="2025-12-31", starts_on=None)

    assert opened(window, saved).context["shelf"].new == {late.pk}


def test_everybody_has_seen_for_themselves_and_opening_alone_is_not_seeing(window, client_for, lan, office):
    factories.task()
    shared = saved_by(lan, unit=office)
    tam = factories.person("tam", Role.LEADER, office)
    of_tam = client_for(tam)

    opened(window, shared)
    assert not FilterVisit.objects.exists()
    of_tam.post(reverse("filter-seen", args=[shared.pk]))

    assert FilterVisit.objects.get().person == tam
    assert opened(window, shared).context["shelf"].opened.seen_at is None


def test_what_was_there_before_is_not_new_where_more_was_seen_than_is_remembered(
    window, lan, plan, monkeypatch
):
    monkeypatch.setattr(saved_filters, "MOST_REMEMBERED", 2)
    old = [factories.occurrence(factories.task(plan)) for _ in range(4)]
    saved = saved_by(lan, query="assessment=overdue")
    window.post(reverse("filter-seen", args=[saved.pk]))

    for one in (old[0], old[3]):
        Occurrence.objects.filter(pk=one.pk).update(status="completed", completed_on="2024-06-01")
    assert opened(window, saved).context["shelf"].new == frozenset()
    new = factories.occurrence(factories.task(plan))
    assert opened(window, saved).context["shelf"].new == {new.pk}


def test_only_the_filter_that_is_opened_brings_what_was_seen_in_it(window, lan):
    due = factories.occurrence()
    first, second = saved_by(lan), saved_by(lan, name="Năm sau", query="year=2025")
    mark_seen(by=lan, saved=[first, second], ids=[due.pk])

    found = with_visits(lan, "tasks", first.query)

    assert {one.pk: (one.seen_at is None, one.seen) for one in found} == {
        first.pk: (False, [due.pk]),
        second.pk: (False, None),
    }


@pytest.mark.parametrize("item_count", [1, 3])
def test_an_opened_filter_costs_the_same_queries_for_any_number_of_filters_and_rows(
    window, lan, plan, django_assert_num_queries, item_count
):
    for number in range(item_count):
        saved = saved_by(lan, name=str(number), query=f"year={2024 + number}")
        factories.task(plan)
    first = SavedFilter.objects.get(query="year=2024")
    window.post(reverse("filter-seen", args=[first.pk]))

    with django_assert_num_queries(11):
        assert len(opened(window, first).context["rows"]) == item_count
    assert saved.query in opened(window, first).content.decode()
