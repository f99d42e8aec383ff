"""A field of a filter is drawn once, and anew for whoever has another value, error, choice or language."""

from __future__ import annotations

import gc
import weakref

import django_filters
import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.models import Field
from coop.shared import drawn_fields
from coop.shared.drawn_fields import drawn_field
from coop.shared.selects import FlatSelect


class Papers(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="Năm", min_value=2000)
    side = django_filters.ChoiceFilter(label="Bên", widget=FlatSelect)
    field = django_filters.ModelChoiceFilter(label="Lĩnh vực", queryset=Field.objects.all())


class OtherPapers(Papers):
    year = django_filters.NumberFilter(label="Năm ký")


def asked(of=Papers, sides=("Lâm Đồng",), **data):
    papers = of({name: str(value) for name, value in data.items()}, Field.objects.all())
    papers.filters["side"].extra["choices"] = [(side, side) for side in sides]
    return papers


def drawn(papers, name):
    return drawn_field(type(papers), papers.form[name])


@pytest.fixture(autouse=True)
def nothing_drawn_yet():
    drawn_fields._drawn.cache_clear()


def times_drawn():
    return drawn_fields._drawn.cache_info().misses


def test_the_same_field_is_drawn_once():
    assert drawn(asked(year=2024), "year") == drawn(asked(year=2024), "year")
    assert times_drawn() == 1


def test_a_value_an_error_a_choice_a_language_and_another_list_are_drawn_anew():
    said = [
        drawn(asked(), "year"),
        drawn(asked(year=2024), "year"),
        drawn(asked(year=1999), "year"),
        drawn(asked(OtherPapers, year=2024), "year"),
        drawn(asked(sides=["Lâm Đồng"]), "side"),
        drawn(asked(sides=["Lâm Đồng", "Đắk Lắk"]), "side"),
    ]
    with translation.override("en"):
        said.append(drawn(asked(year=1999), "year"))

    assert len(set(said)) == times_drawn() == len(said)
    assert 'value="2024"' in said[1]
    assert "is-invalid" in said[2]
    assert "Năm ký" in said[3]
    assert "Đắk Lắk" not in said[4]


@pytest.mark.django_db
def test_choices_from_the_database_are_read_every_time():
    before = drawn(asked(), "field")
    Field.objects.filter(code="du-lich").update(name="Du lịch và dịch vụ")

    assert "Du lịch và dịch vụ" not in before
    with CaptureQueriesContext(connection) as asking:
        assert "Du lịch và dịch vụ" in drawn(asked(), "field")
    assert len(asking) == 1


def test_a_drawing_that_is_kept_does_not_keep_the_form():
    papers = asked(year=2024)
    drawn(papers, "year")
    form = weakref.ref(papers.form)
    assert isinstance(form(), forms.Form)

    del papers
    gc.collect()
    assert form() is None
