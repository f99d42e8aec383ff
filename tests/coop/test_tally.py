"""Many counts, one statement; what Django counts by itself is the measure."""

from collections import Counter
from dataclasses import replace

import pytest
from django.db.models import Count

from agreements.models import Province, Unit
from coop.shared.tally import Largest, Source, tally

pytestmark = pytest.mark.django_db

UNITS = Unit.objects.filter(province__isnull=False)


def test_every_line_counts_as_a_query_of_its_own_would(django_assert_num_queries):
    sources = {
        "units": Source(
            UNITS.values_list("province", "kind", "current_heir"),
            ("province", "kind", "heir"),
            (("province",), ("province", "kind"), ()),
        ),
        "provinces": Source(Province.objects.filter(name="Lâm Đồng").values_list("pk"), ("id",)),
    }
    with django_assert_num_queries(1):
        counted = tally(sources)

    by_province = UNITS.order_by().values_list("province").annotate(count=Count("pk"))
    by_kind = UNITS.order_by().values_list("province", "kind").annotate(count=Count("pk"))
    assert counted["units", "province"] == {(str(pk),): count for pk, count in by_province}
    assert counted["units", "province", "kind"] == {(str(pk), kind): count for pk, kind, count in by_kind}
    assert counted["units", "kind", "province"] == {(kind, str(pk)): count for pk, kind, count in by_kind}
    assert counted.total("units") == UNITS.count()
    assert counted.total("provinces") == Province.objects.filter(name="Lâm Đồng").count() > 0


def test_a_row_without_a_key_is_counted_under_none():
    ministries = Unit.objects.filter(kind=Unit.Kind.MINISTRY)
    counted = tally({"units": Source(ministries.values_list("province"), ("province",), (("province",),))})

    assert counted["units", "province"] == {(None,): ministries.count()}


def test_what_cannot_be_there_is_not_asked_for(django_assert_num_queries):
    nothing = Source(Unit.objects.filter(pk__in=[]).values_list("pk"), ("id",))
    units = Source(UNITS.values_list("pk"), ("id",), ())
    with django_assert_num_queries(0):
        counted = tally({"units": units, "nothing": replace(nothing, of="units", kept=("id",))})

    assert (counted.total("nothing"), counted["nothing", "id"]) == (0, {})


def test_rows_that_belong_to_another_source_are_counted_with_its_columns_and_each_once(
    django_assert_num_queries,
):
    """Units of a province's code: a province with two units of one kind counts once for that kind."""
    sources = {
        "provinces": Source(Province.objects.values_list("pk", "code"), ("province", "code"), ()),
        "units": Source(
            UNITS.values_list("province", "kind"),
            ("province", "kind"),
            (("code", "kind"),),
            of="provinces",
            kept=("province", "code", "kind"),
        ),
    }
    with django_assert_num_queries(1):
        counted = tally(sources)["units", "code", "kind"]

    expected = UNITS.order_by().values_list("province__code", "kind")
    assert counted == {
        (code, kind): count for code, kind, count in expected.annotate(count=Count("province", distinct=True))
    }


def test_rows_of_a_source_that_cannot_have_any_are_not_asked_for(django_assert_num_queries):
    nothing = Source(Province.objects.none().values_list("pk"), ("province",))
    units = Source(UNITS.values_list("province"), ("province",), of="nothing", kept=("province",))
    with django_assert_num_queries(0):
        assert tally({"nothing": nothing, "units": units}).total("units") == 0


@pytest.mark.parametrize("number", [1, 3, 500])
def test_the_largest_keys_are_counted_with_those_that_tie_with_the_last(number):
    """The provinces with most units, among those that have a department."""
    department = Unit.Kind.DEPARTMENT.value
    lines = (("province", "kind"),)
    counted = tally(
        {
            "units": Source(UNITS.values_list("province", "kind"), ("province", "kind"), lines),
            "most": Largest("units", "province", number, "kind", (department,), lines),
        }
    )
    sizes = Counter()
    for (province, _kind), count in counted["units", "province", "kind"].items():
        sizes[province] += count
    with_department = {key for key, kind in counted["units", "province", "kind"] if kind == department}
    last = sorted((sizes[key] for key in with_department), reverse=True)[:number][-1]

    expected = {key: n for key, n in counted["units", "province", "kind"].items() if sizes[key[0]] >= last}
    assert counted["most", "province", "kind"] == expected != {}


def test_the_largest_of_nothing_are_not_asked_for(django_assert_num_queries):
    nothing = Source(Province.objects.none().values_list("pk", "code"), ("province", "code"))
    with django_assert_num_queries(0):
        most = tally({"nothing": nothing, "most": Largest("nothing", "province", 3, "code", ("68",))})

    assert most.total("most") == 0
