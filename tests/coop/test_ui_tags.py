"""What the tags and filters of the templates write."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import django_filters
import pytest
from django import forms
from django.http import HttpRequest, QueryDict
from django.template import Context, RequestContext, Template
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual

from coop.accounts.models import User
from coop.shared.charts import Columns, StackedBars
from coop.shared.filter_chips import standing_of
from coop.shared.pages import LongPaginator
from coop.shared.selects import FlatSelect
from coop.shared.templatetags import ui
from tasks.states import Assessment, Status
from tests import factories


def render(source: str, request: HttpRequest | None = None, **context: object) -> str:
    return Template(source).render(RequestContext(request, context) if request else Context(context))


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("vi", 1234567.5, "1.234.567,5"),
        ("en", 1234567.5, "1,234,567.5"),
        ("vi", 29, "29"),
        ("vi", 0, "0"),
        ("vi", 999, "999"),
        ("vi", 1_000, "1.000"),
        ("vi", -7, "-7"),
        ("vi", Decimal("1250.50"), "1.250,5"),
        ("vi", Decimal("139.00"), "139"),
        ("vi", None, ""),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(language, value, written):
    with translation.override(language):
        assert ui.number(value) == written


def test_a_year_is_never_grouped():
    with translation.override("vi"):
        assert render("{{ year }}", year=2026) == "2026"


def test_dates_are_day_month_year_in_the_zone_of_the_office():
    assert ui.vn_date(dt.date(2026, 12, 5)) == "05/12/2026"
    assert ui.vn_date(dt.datetime(2026, 12, 4, 18, 0, tzinfo=dt.UTC)) == "05/12/2026"
    assert ui.vn_datetime(dt.datetime(2026, 12, 4, 18, 0, tzinfo=dt.UTC)) == "05/12/2026 01:00"
    assert ui.vn_date(None) == ""


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("Đà Lạt", 6, "Đà Lạt"),
        ("Đà Lạt", 5, "Đà…"),
        ("Đà Lạt mùa hoa", 7, "Đà Lạt…"),
        ("Nghiêng", 5, "Nghi…"),
        ("Đà", 1, "…"),
        ("", 5, ""),
    ],
)
def test_a_long_text_is_cut_between_words_and_never_longer_than_was_said(text, length, shown):
    assert ui.cut(text, length) == shown


def test_the_number_of_a_paper_stays_on_one_line_and_nothing_else_does():
    assert (
        ui.unbroken("Kế hoạch 02-KH/TU của <Tỉnh ủy>")
        == 'Kế hoạch <span class="text-nowrap">02-KH/TU</span> của &lt;Tỉnh ủy&gt;'
    )


def test_the_head_of_an_address_is_what_stands_before_the_number():
    assert ui.address_head("task-detail") + "7/" == reverse("task-detail", args=[7])
    with pytest.raises(ValueError, match="not the end"):
        ui.address_head("occurrence-report")


@pytest.mark.parametrize("chosen", ["", "b", "<c>", "khong-co", None])
def test_a_flat_select_offers_and_chooses_what_django_does(chosen):
    choices = [("", "Tất cả"), ("b", "Bên & bờ"), ("<c>", "Chợ"), (7, "Bảy")]
    attrs = {"id": "id_x", "class": "form-select", "required": True, "hidden": False}

    ours, theirs = (
        widget({"title": "Chọn"}, choices).render("x", chosen, attrs) for widget in (FlatSelect, forms.Select)
    )

    assertHTMLEqual(ours, theirs)


def test_an_icon_is_drawn_in_place_and_hidden_from_screen_readers():
    drawn = ui.icon("check-circle")
    assert drawn.startswith("<svg aria-hidden=")
    assert "style" not in drawn


@pytest.mark.parametrize("name", ["no-such-icon", "../package", ""])
def test_an_unknown_icon_is_an_error(name):
    with pytest.raises(LookupError):
        ui.icon(name)


def test_a_badge_carries_words_tone_and_icon_and_escapes_the_words():
    html = render('{% badge words "bad" "exclamation-triangle-fill" %}', words="<b>quá hạn")
    assert "tone-bad" in html
    assert "<svg" in html
    assert "&lt;b&gt;quá hạn" in html


def test_an_unknown_tone_is_an_error():
    with pytest.raises(LookupError):
        ui.badge("x", "pink")


@pytest.mark.parametrize("value", Assessment.values)
def test_every_assessment_has_a_badge(value):
    html = render("{% load task_badges %}{% assessment_badge value %}", value=value)
    assert str(Assessment(value).label) in html
    assert "<svg" in html


@pytest.mark.parametrize("value", Status.values)
def test_every_status_has_a_badge(value):
    assert str(Status(value).label) in render("{% load task_badges %}{% status_badge value %}", value=value)


def test_assessments_differ_in_tone_and_icon():
    from tasks.templatetags.task_badges import ASSESSMENT_LOOKS

    assert len(set(ASSESSMENT_LOOKS.values())) == len(Assessment)
    assert {tone for tone, _icon in ASSESSMENT_LOOKS.values()} <= ui.TONES


@pytest.mark.parametrize(
    ("late", "words"), [(12, "12 days overdue"), (1, "1 day overdue"), (0, "due today"), (-9, "9 days left")]
)
def test_a_due_date_says_what_it_means_today(late, words):
    with translation.override("en"):
        html = render("{% due_date day late %}", day=dt.date(2026, 12, 5), late=late)
    assert "05/12/2026" in html
    assert words in html


@pytest.mark.parametrize(
    ("template", "days", "words"),
    [
        ("{% due_date day days %}", 1058, "quá hạn 1.058 ngày"),
        ("{% due_date day days %}", -1500, "còn 1.500 ngày"),
        ('{% include "agreements/days_left.html" %}', 1500, "còn 1.500 ngày"),
        ('{% include "agreements/days_left.html" %}', 0, "hết hạn hôm nay"),
        ('{% include "tasks/panels/waiting_days.html" %}', 1058, "chờ xác nhận 1.058 ngày"),
    ],
)
def test_many_days_are_written_in_groups_as_every_number(template, days, words):
    assert words in render(template, day=dt.date(2026, 12, 5), days=days)


def test_a_task_without_a_due_date_says_so():
    with translation.override("en"):
        assert "no deadline" in render("{% due_date None 3 %}")


class ReportForm(forms.Form):
    result = forms.CharField(label="Kết quả", help_text="Hai, ba câu")
    status = forms.ChoiceField(label="Trạng thái", choices=Status.choices, widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Đã xem", required=False)


def test_a_field_names_its_help_and_its_errors_for_a_screen_reader():
    html = render('{% include "ui/form.html" %}', form=ReportForm({"sure": "on"}))
    assert 'aria-describedby="id_result_helptext id_result_error"' in html
    assert 'id="id_result_helptext"' in html
    assert 'id="id_result_error"' in html
    assert 'class="form-control is-invalid"' in html
    assert html.count('class="form-check-input"') == len(Status) + 1
    assert '<a href="#id_result">' in html


def test_pages_keep_the_rest_of_the_query_string(rf):
    request = rf.get("/", {"q": "nông", "page": "2"})
    html = render(
        '{% include "ui/pagination.html" %}', request=request, page=LongPaginator(range(100), 10).page_at(2)
    )
    assert 'href="?q=n%C3%B4ng&amp;page=3"' in html
    assert 'aria-current="page"' in html


class TaskFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Tìm")
    status = django_filters.MultipleChoiceFilter(label="Trạng thái", choices=[("a", "chưa"), ("b", "xong")])
    since = django_filters.DateFilter(label="Từ ngày")
    key = django_filters.BooleanFilter(label="Trọng tâm", widget=forms.CheckboxInput)
    key_name = django_filters.CharFilter(label="Tên gọi")
    size = django_filters.NumericRangeFilter(label="Cỡ")


def chips_for(query: str) -> list[tuple[str, str, str]]:
    chips = ui.chips(TaskFilter(QueryDict(query), queryset=User.objects.none()))
    return [(chip.label, chip.text, chip.without) for chip in chips]


def test_every_chosen_value_is_a_chip_that_takes_itself_away():
    assert chips_for("status=a&status=b&q=x&page=3") == [
        ("Tìm", "x", "?status=a&status=b"),
        ("Trạng thái", "chưa", "?status=b&q=x"),
        ("Trạng thái", "xong", "?status=a&q=x"),
    ]


def test_a_chip_takes_both_ends_of_a_range_away_and_no_filter_whose_name_begins_alike():
    assert chips_for("key=on&key_name=x&size_min=1&size_max=5") == [
        ("Trọng tâm", "", "?key_name=x&size_min=1&size_max=5"),
        ("Tên gọi", "x", "?key=on&size_min=1&size_max=5"),
        ("Cỡ", "1 – 5", "?key=on&key_name=x"),
    ]


def test_chips_read_as_a_person_reads():
    assert chips_for("since=2026-12-05&key=on") == [
        ("Từ ngày", "05/12/2026", "?key=on"),
        ("Trọng tâm", "", "?since=2026-12-05"),
    ]


def test_what_is_empty_or_cannot_be_has_no_chip_and_what_fits_beside_it_has():
    assert chips_for("q=&status=") == []
    assert chips_for("since=hom-nay") == []
    assert chips_for("since=hom-nay&q=x") == [("Tìm", "x", "?since=hom-nay")]


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("", "Tính đến ngày 05/12/2026. Toàn bộ danh sách."),
        (
            "q=y+te&status=a&status=b&key=on&page=2&sort=q",
            "Tính đến ngày 05/12/2026. Lọc theo: Tìm: y te; Trạng thái: chưa; Trạng thái: xong; Trọng tâm.",
        ),
    ],
)
def test_paper_says_of_which_day_a_list_is_and_how_it_is_filtered(query, line):
    chosen = TaskFilter(QueryDict(query), queryset=User.objects.none())

    assert standing_of(chosen, dt.date(2026, 12, 5)) == line


def test_paper_says_it_in_the_language_of_the_page():
    with translation.override("en"):
        chosen = TaskFilter(QueryDict("q=x"), queryset=User.objects.none())
        assert standing_of(chosen, dt.date(2026, 12, 5)) == "As of 05/12/2026. Filtered by: Tìm: x."


def test_components_have_no_inline_script_or_style_and_no_id_twice():
    rows = [("Y tế", "/y-te/", [("good", "đúng hạn", 3, "/y-te/dung-han/"), ("bad", "quá hạn", 1)])]
    html = render(
        '{% include "ui/charts/stacked_bars.html" with chart=bars title="x" head="y" %}'
        '{% include "ui/charts/columns.html" with chart=columns title="x" head="y" %}'
        '{% include "ui/timeline.html" with items=steps %}{% include "ui/filters.html" %}'
        '{% include "ui/tile.html" with label="x" value=3 url="/" tone="bad" icon_name="circle" %}'
        '{% include "ui/progress.html" with label="x" value=62.5 %}'
        '{% include "ui/empty.html" with title="x" %}{% include "ui/form.html" %}',
        bars=StackedBars.build(rows),
        columns=Columns.build([("T1", [("late", "đến hạn", 3)])]),
        steps=[{"date": dt.date(2026, 12, 5), "title": "Giao", "tone": "good", "icon_name": "circle"}],
        filter=TaskFilter(QueryDict("q=x"), queryset=User.objects.none()),
        form=ReportForm({}, prefix="report"),
    )
    assert " style=" not in html
    assert "<script" not in html
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_figures_inside_attributes_have_no_decimal_comma():
    with translation.override("vi"):
        html = render('{% include "ui/progress.html" with label="x" value=62.5 %}')
    assert 'value="62.5"' in html
    assert "62,5 %" in html


def test_the_gallery_shows_every_component(client_for):
    """All but what has nothing to show by itself: the script of htmx, the names that a field offers."""
    folder = Path(__file__).resolve().parents[2] / "templates"
    made = {str(file.relative_to(folder)) for file in folder.glob("ui/**/*.html")}
    ui._drawn_badge.cache_clear()  # a badge that another test has drawn would not be drawn again

    page = client_for(factories.lan()).get("/giao-dien/")

    unseen = made - {template.name for template in page.templates}
    assert unseen == {"ui/htmx_head.html", "ui/suggestions.html"}
    assert re.findall(r'<section[^>]* data-bs-theme="(\w+)"', page.content.decode()) == ["light", "dark"]
