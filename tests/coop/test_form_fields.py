"""Every form asks for what is missing by its name, and begins its words with a capital letter."""

import re

import pytest
from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from agreements.step_forms import StepForm, StepTaskForm
from coop.shared.selects import FlatSelect
from tasks.forms import DirectiveForm, ExtensionForm
from tasks.report_forms import ScopeForm


class Sample(forms.Form):
    note = forms.CharField(label="đơn vị báo cáo", help_text="ghi tên đầy đủ")
    kind = forms.ChoiceField(label="loại", choices=[("1", "ý kiến chỉ đạo")])
    wrapped = forms.ChoiceField(
        label="cơ quan", widget=RelatedFieldWidgetWrapper(forms.Select(), None, None, can_add_related=False)
    )
    agreed = forms.BooleanField(label="đã xem")
    file = forms.FileField(label="tệp")
    own = forms.CharField(error_messages={"required": "Nêu lý do trả lại."})
    left = forms.CharField(required=False)


def test_what_is_missing_is_asked_for_by_its_name():
    asked = {name: list(errors) for name, errors in Sample({}).errors.items()}
    assert asked == {
        "note": ["Hãy nhập “Đơn vị báo cáo”."],
        "kind": ["Hãy chọn “Loại”."],
        "wrapped": ["Hãy chọn “Cơ quan”."],
        "agreed": ["Hãy đánh dấu “Đã xem”."],
        "file": ["Hãy chọn “Tệp”."],
        "own": ["Nêu lý do trả lại."],
    }


def test_labels_help_and_choices_begin_with_a_capital_letter():
    form = Sample()
    assert (form["note"].label, form["note"].help_text) == ("Đơn vị báo cáo", "Ghi tên đầy đủ")
    assert ">Ý kiến chỉ đạo</option>" in str(form["kind"])


@pytest.mark.parametrize("widget", [forms.Select, FlatSelect])
def test_a_select_of_any_kind_writes_the_same_words(widget):
    drawn = widget(choices=[("", "mọi lĩnh vực"), ("68", "tỉnh Lâm Đồng")]).render("x", "68")
    assert ["Mọi lĩnh vực" in drawn, "Tỉnh Lâm Đồng" in drawn] == [True, True]


def test_the_list_of_what_is_wrong_names_a_field_once():
    form = Sample({"note": "x" * 3, "kind": "9", "agreed": "on", "file": "", "own": "x", "wrapped": "1"})
    shown = render_to_string("ui/form_errors.html", {"form": form})
    words = [" ".join(line.split()) for line in re.findall(r"<li>(.*?)</li>", shown)]
    assert [re.sub("<.*?>", "", line) for line in words] == [
        "Loại: “9” không có trong danh sách. Hãy chọn lại.",
        "Cơ quan: “1” không có trong danh sách. Hãy chọn lại.",
        "Hãy chọn “Tệp”.",
    ]


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        (forms.IntegerField(), "mười", "Hãy nhập một số nguyên."),
        (forms.DecimalField(decimal_places=1), "1.25", "Số chỉ được có tối đa 1 chữ số sau dấu phẩy."),
        (forms.DecimalField(max_digits=3), "12345", "Số chỉ được có tối đa 3 chữ số."),
        (forms.EmailField(), "lan", "Hãy nhập địa chỉ thư điện tử đúng dạng, ví dụ ten@tinh.gov.vn."),
    ],
)
def test_what_django_finds_wrong_is_said_as_an_office_writes_it(field, written, said):
    with pytest.raises(ValidationError) as wrong:
        field.clean(written)
    assert wrong.value.messages == [said]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (ExtensionForm, "new_due_on"),
        (DirectiveForm, "answer_due_on"),
        (StepForm, "planned_on"),
        (StepTaskForm, "due_on"),
        (ScopeForm, "ends_on"),
    ],
)
def test_a_day_that_no_paper_has_is_answered_with_the_years_that_are_possible(form, name):
    with pytest.raises(ValidationError, match="31/12/9999 không nằm trong các năm từ 1990 đến 2100"):
        form.base_fields[name].clean("31/12/9999")
