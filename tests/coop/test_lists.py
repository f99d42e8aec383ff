"""What all lists have in common: an order that the head of a column asks for, and pages of any number."""

import re

import pytest
from django.http import QueryDict
from django.template import RequestContext, Template

from agreements.models import Province
from coop.shared.pages import LongPaginator
from coop.shared.sorting import Order, Orders

ORDERS = Orders(
    {"name": ("sort_name",), "until": ("valid_until", "sort_name"), "code": ("code",)}, default=Order("name")
)


@pytest.fixture
def ten_are_too_many(settings):
    settings.MOST_COUNTED = 10


# Order


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", Order("name")),
        ("sort=until", Order("until")),
        ("sort=-until", Order("until", descending=True)),
        ("sort=password", Order("name")),
        ("sort=--until", Order("name")),
        ("sort=-", Order("name")),
    ],
)
def test_an_address_chooses_among_the_columns_that_the_list_offers(query, order):
    assert ORDERS.chosen(QueryDict(query)) == order


def test_a_head_sorts_and_then_turns_the_order_and_goes_back_to_the_first_page(rf):
    def head(query):
        return drawn(rf, query, '{% sort_head "name" "Tên" %}{% sort_head "until" "Đến" %}')

    assert 'aria-sort="ascending"><a class="sort sort--on" id="sort-name" href="?sort=-name"' in head("")
    assert 'id="sort-until" href="?q=x&amp;sort=until"' in head("q=x&page=3")
    turned = head("sort=-until")
    assert 'aria-sort="descending"><a class="sort sort--on" id="sort-until" href="?sort=until"' in turned
    assert turned.count("aria-sort") == turned.count("sort--on") == 1


def test_a_head_of_numbers_sorts_the_largest_first_and_may_have_two_of_them(rf):
    def head(query):
        tag = '{% sort_head "name" "Việc" largest_first=True also="until" also_label="quá hạn" %}'
        return re.findall(r'aria-sort="[a-z]+"|href="[^"]+"', drawn(rf, query, tag))

    assert head("sort=code") == ['href="?sort=-name"', 'href="?sort=-until"']
    assert head("sort=-until") == ['aria-sort="descending"', 'href="?sort=-name"', 'href="?sort=until"']
    assert head("sort=until") == ['aria-sort="ascending"', 'href="?sort=-name"', 'href="?sort=-until"']


def drawn(rf, query, tags):
    context = {"order": ORDERS.chosen(QueryDict(query))}
    return Template(tags).render(RequestContext(rf.get(f"/?{query}"), context))


def test_names_stand_in_the_order_of_the_vietnamese_alphabet_and_turn_whole(db):
    names = list(ORDERS.sort(Province.objects.all(), Order("name")).values_list("name", flat=True))

    assert names.index("Đà Nẵng") > names.index("Cần Thơ")
    assert names.index("Đắk Lắk") > names.index("Đà Nẵng")
    assert names.index("Gia Lai") > names.index("Đồng Tháp")
    backwards = ORDERS.sort(Province.objects.all(), Order("name", descending=True))
    assert sorted(set(names), key=names.index) == list(
        dict.fromkeys(reversed(backwards.values_list("name", flat=True)))
    )


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_empty_comes_last_either_way(db, descending):
    ends = [row.valid_until for row in ORDERS.sort(Province.objects.all(), Order("until", descending))]
    days = [day for day in ends if day]

    assert days == sorted(days, reverse=descending)
    assert ends == days + [None] * (len(ends) - len(days))


# Pages


@pytest.mark.parametrize(
    ("asked", "number", "rows"),
    [(1, 1, [0, 1, 2]), (4, 4, [9]), (9, 4, [9]), (-1, 4, [9]), (0, 1, [0, 1, 2])],
)
def test_a_number_out_of_range_gives_the_nearest_page(asked, number, rows):
    page = LongPaginator(range(10), 3).page_at(asked)

    assert (page.number, page.object_list) == (number, rows)


def test_a_long_list_is_not_counted_to_its_end_and_yet_has_all_its_pages(db, ten_are_too_many):
    rows = Province.objects.order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    pages = LongPaginator(rows.values_list("pk", flat=True), 4)

    assert (pages.count, pages.is_capped) == (11, True)
    found, number = [], 1
    while True:
        page = pages.page_at(number)
        found += page.object_list
        if not page.has_next():
            break
        number += 1
    assert found == keys


def test_pages_from_the_end_are_read_backwards_and_shown_forwards(db, ten_are_too_many):
    rows = Province.objects.order_by("pk").values_list("pk", flat=True)
    keys = list(rows)
    pages = LongPaginator(rows, 4)

    last, before = pages.page_at(-1), pages.page_at(-2)

    assert (last.object_list, before.object_list) == (keys[-4:], keys[-8:-4])
    assert (last.has_next(), last.has_previous(), before.has_next()) == (False, True, True)
    assert pages.page_at(10**6).object_list == last.object_list
    assert (pages.page_at(-(10**6)).object_list, pages.page_at(-(10**6)).number) == (keys[:4], 1)


@pytest.mark.parametrize(
    ("number", "shown"), [(1, [1, 2, "…", 34]), (5, [1, "…", 4, 5, 6, "…", 34]), (34, [1, "…", 33, 34])]
)
def test_the_numbers_around_a_page_are_offered(number, shown):
    assert list(LongPaginator(range(100), 3).page_at(number).numbers()) == shown
