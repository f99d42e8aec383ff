"""Reference data and agreements go out to a file and come back, through the pages of the admin."""

import csv
import datetime as dt
import io
import re

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from agreements.exchange.cells import DayWidget, escaped, plain
from agreements.models import Agreement, Province, Role, Unit, UnitAlias
from agreements.resources import AgreementResource, ProvinceResource, UnitAliasResource, UnitResource
from coop.shared.events import Event
from tests import factories

pytestmark = pytest.mark.django_db

XLSX, CSV = "0", "1"
EXCEL_DATE = dt.datetime(2026, 12, 5)  # noqa: DTZ001 (a workbook knows no time zone)


@pytest.fixture
def lan(client_for):
    return client_for(factories.lan())


@pytest.fixture
def administrator(client_for):
    return client_for(factories.person("quan", Role.ADMIN, factories.unit("Văn phòng UBND tỉnh")))


def page(model, act):
    app = "tasks" if model == "task" else "agreements"
    return reverse(f"admin:{app}_{model}_{act}")


def exported(client, model, kind=CSV, resource="0"):
    return client.post(page(model, "export"), {"format": kind, "resource": resource}).content


def previewed(client, model, content, kind=CSV, resource="0"):
    """The page after the upload."""
    file = SimpleUploadedFile("bang." + {CSV: "csv", XLSX: "xlsx"}[kind], content)
    return client.post(page(model, "import"), {"import_file": file, "format": kind, "resource": resource})


def confirmed(client, model, preview):
    """The answer to the button of the preview."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.content.decode()))
    fields.pop("csrfmiddlewaretoken", None)
    return client.post(page(model, "process_import"), fields)


def imported(client, model, content, kind=CSV, resource="0"):
    return confirmed(client, model, previewed(client, model, content, kind, resource))


def problems(answer):
    return re.findall(r'import-error-display-message">([^<]*)<', answer.content.decode())


def refused(client, model, content, kind=CSV):
    """What the page says of a file that cannot be confirmed."""
    with override("en"):
        client.cookies["django_language"] = "en"
        answer = previewed(client, model, content, kind)
    assert "confirm_form" not in answer.context
    return problems(answer)


def table(client, model, kind=CSV, resource="0"):
    return exported(client, model, kind, resource).decode("utf-8-sig")


def rows_of(*models):
    return [list(model._default_manager.order_by("pk").values_list()) for model in models]


@pytest.mark.any_engine
@pytest.mark.parametrize("kind", [XLSX, CSV])
@pytest.mark.parametrize(("model", "resource"), [("province", "0"), ("unit", "1")])
def test_what_came_out_can_go_back_in_and_nothing_is_written(administrator, model, resource, kind):
    before = rows_of(Province, UnitAlias, Event)

    answer = imported(administrator, model, exported(administrator, model, kind, resource), kind, resource)

    assert answer.status_code == 302
    assert rows_of(Province, UnitAlias, Event) == before


def test_all_units_go_back_in_without_a_row_of_history():
    before = Unit.history.count()
    units = Unit.objects.filter(province__code="68")

    result = UnitResource(rows=units).import_data(UnitResource().export(units))

    assert not result.has_errors()
    assert result.totals["skip"] == units.count() > 50
    assert Unit.history.count() == before


def test_a_changed_cell_changes_one_unit_with_one_row_of_history_by_the_person(lan):
    unit = factories.unit("Sở Tài chính")
    header, *lines = table(lan, "unit").splitlines()
    line = next(line for line in lines if line.startswith(f"{unit.key},"))
    changed = "\n".join([header, *lines[:3], line.replace(unit.name, "Sở Tài chính và Kế hoạch", 1)])
    before = Unit.history.count()

    imported(lan, "unit", changed.encode())

    unit.refresh_from_db()
    assert (unit.name, unit.name_key) == ("Sở Tài chính và Kế hoạch", "sotaichinhvakehoach")
    assert Unit.history.count() == before + 1
    written = unit.history.latest()
    assert (written.history_user.username, written.history_change_reason) == ("lan", "bang.csv")


def test_a_new_unit_answers_for_itself(lan):
    province = factories.province("68")
    content = f"key,province_key,name,kind,valid_from\nmoi,{province.key},Sở Mới,department,05/12/2026\n"

    imported(lan, "unit", content.encode())

    unit = Unit.objects.get(key="moi")
    assert unit.current_heir == unit
    assert unit.valid_from == dt.date(2026, 12, 5)


@pytest.mark.parametrize("cell", ["05/12/2026", "5/12/2026", EXCEL_DATE, EXCEL_DATE.date()])
def test_05_12_2026_is_the_fifth_of_december_out_and_in(cell):
    assert DayWidget().clean(cell) == dt.date(2026, 12, 5)
    assert DayWidget().render(dt.date(2026, 12, 5)) == "05/12/2026"


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-x", "@a", "'=1", " =1", "\t=1", "- Tổ chức", "'lời", "a=b"]
)
def test_a_formula_is_marked_as_text_and_comes_back_as_it_was(text):
    assert not re.match(r"\s*[=+\-@\t]", escaped(text))
    assert plain(escaped(text)) == text


@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_no_exported_cell_is_a_formula_and_the_text_survives(lan, kind):
    signed = factories.agreement(title='=HYPERLINK("http://x.vn")', summary="=1+1\r\n- hai")

    content = exported(lan, "agreement", kind)

    if kind == XLSX:
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        assert "'=1+1\n- hai" in [cell.value for cell in cells]
    else:
        assert not re.search(r'(^|,)"?=', content.decode("utf-8-sig"), re.MULTILINE)
    imported(lan, "agreement", content, kind)
    signed.refresh_from_db()
    assert signed.summary == "=1+1\r\n- hai"
    assert signed.history.count() == 1


def test_a_date_cell_of_excel_is_read_as_its_day(lan):
    signed = factories.agreement()
    book = openpyxl.Workbook()
    book.active.append(["id", "ends_on"])
    book.active.append([signed.pk, EXCEL_DATE])
    file = io.BytesIO()
    book.save(file)

    imported(lan, "agreement", file.getvalue(), XLSX)

    signed.refresh_from_db()
    assert signed.ends_on == dt.date(2026, 12, 5)


def test_a_bad_row_is_told_with_line_column_and_value_and_no_row_is_written(lan):
    first, second = factories.agreement(), factories.agreement()
    content = f"id,title,signed_on\n{first.pk},Tên mới,29/12/2022\n{second.pk},Khác,12/31/2026\n"

    told = refused(lan, "agreement", content.encode())

    assert told == ["Line number: 3 - column signed_on, “12/31/2026”: a day is written dd/mm/yyyy"]
    assert not Agreement.objects.filter(title="Tên mới").exists()


@pytest.mark.parametrize(
    ("columns", "cells", "problem"),
    [
        ("key,kind", "la,nước", "column kind, “nước”: accepted: committee, party"),
        ("key,province_key", "la,khong-co", "column province_key, “khong-co”: nothing of the kind"),
        ("key,name,sort", "la,Sở Lạ,1.5", "column sort, “1.5”: a whole number is written in digits only"),
        ("key,name", "la,", "column name, “”: This field cannot be blank."),
    ],
)
def test_every_kind_of_bad_cell_is_named_with_what_is_accepted(administrator, columns, cells, problem):
    told = refused(administrator, "unit", f"{columns}\n{cells}\n".encode())

    assert any(f"Line number: 2 - {problem}" in text for text in told), told


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("key,nane\na,b\n", "There is no column “nane”; accepted: key, code, name"),
        ("key,name,name\na,b,c\n", "The column “name” is there twice."),
        ("name\na\n", "The column “key” is missing; it finds the row."),
        ("key,name\na,b\n\na,c\n", "Lines 2, 4 are the same row: key “a”."),
        ("key\na,b\n", "Line 2 has more cells than the header."),
        ("key\n" + "a\n" * 10_001, "The file has more than 10000 rows."),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused_whole(administrator, content, problem):
    administrator.cookies["django_language"] = "en"
    answer = previewed(administrator, "province", content.encode())

    assert "confirm_form" not in answer.context
    assert problem in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_semicolons_and_blank_lines_of_excel_are_read(administrator):
    key = factories.province("68").key

    imported(administrator, "province", f"key;region\n;\n{key};Nam Trung Bộ mới\n".encode())

    assert Province.objects.get(key=key).region == "Nam Trung Bộ mới"
    event = Event.objects.get(verb="import_row")
    assert event.actor.username == "quan"
    assert event.after["region"] == "Nam Trung Bộ mới"


def test_a_spelling_is_added_by_the_person_and_only_to_a_unit_of_the_own_province(lan):
    own, other = factories.unit("Sở Tài chính"), factories.unit("Sở Tài chính", "96")

    imported(lan, "unit", f"unit_key,text\n{own.key},Sở TC mới\n".encode(), resource="1")
    foreign = previewed(lan, "unit", f"unit_key,text\n{other.key},Sở TC lạ\n".encode(), resource="1")

    assert UnitAlias.objects.get(text="Sở TC mới").added_by.username == "lan"
    assert "confirm_form" not in foreign.context
    assert len(problems(foreign)) == 1


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("key,name", "{theirs},Tên khác"),
        ("key,name,province_key", "{ours},X,{province}"),
        ("key,name,province_key", "x,X,{province}"),
    ],
)
def test_a_unit_of_another_province_is_refused_and_none_is_handed_over(lan, columns, cells):
    ours, theirs = factories.unit("Sở Tài chính"), factories.unit("Sở Tài chính", "96")
    row = cells.format(ours=ours.key, theirs=theirs.key, province=theirs.province.key)
    before = rows_of(Unit)

    told = refused(lan, "unit", f"{columns}\n{row}\n".encode())

    assert [text for text in told if "not among the rows that you may change" in text] == told != []
    assert rows_of(Unit) == before


def test_a_paper_behind_the_wall_is_not_named_in_the_file_of_an_agreement_that_comes_from_it(lan):
    hidden = factories.agreement(["79", "66"], signed_on=dt.date(2020, 1, 1), title="Kín")
    own = factories.agreement(signed_on=dt.date(2021, 1, 1), title="Văn bản trước")
    factories.agreement(title="Văn bản sau", parent=hidden, renews=own)

    rows = csv.DictReader(io.StringIO(table(lan, "agreement")))

    told = {row["title"]: (row["framework"], row["renews"]) for row in rows}
    assert told == {"Văn bản trước": ("", ""), "Văn bản sau": ("(không hiển thị)", "Văn bản trước")}


def test_an_agreement_of_others_is_neither_exported_nor_changed_nor_shown(lan):
    foreign = factories.agreement(("96", "79"), title="Chuyện của Cà Mau")

    assert "Chuyện của Cà Mau" not in table(lan, "agreement")
    answer = previewed(lan, "agreement", f"id,title\n{foreign.pk},Của ta\n".encode())

    assert "confirm_form" not in answer.context
    assert "Chuyện của Cà Mau" not in answer.content.decode()


def test_a_new_agreement_needs_its_parties_and_the_own_side_among_them(lan):
    head = "title,kind,stage,signed_on,id,parties\n"

    def row(parties):
        return f"{head}Bản mới,agreement,signed,05/12/2026,,{parties}\n".encode()

    assert "column parties" in refused(lan, "agreement", row("tỉnh Lâm Đồng"))[0]
    assert "not among" in refused(lan, "agreement", row("tỉnh Cà Mau; Thành phố Hồ Chí Minh"))[0]
    imported(lan, "agreement", row("tỉnh Lâm Đồng; Thành phố Hồ Chí Minh"))

    made = Agreement.objects.get(title="Bản mới")
    assert [party.province.name for party in made.parties.all()] == ["Lâm Đồng", "Hồ Chí Minh"]
    assert made.history.get().history_user.username == "lan"


def test_a_signed_name_of_the_file_cannot_be_made_up(lan, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("key\na\n")
    data = {"import_file_name": str(secret), "original_file_name": "x", "format": CSV, "resource": "0"}

    answer = lan.post(page("unit", "process_import"), data)

    assert answer.status_code == 200
    assert answer.context["errors"]["import_file_name"]
    assert secret.exists()


def test_confirming_twice_says_so(lan):
    preview = previewed(lan, "unit", b"key\n")
    assert "confirm_form" not in preview.context
    preview = previewed(lan, "unit", f"key,sort\n{factories.unit('Sở Tài chính').key},7\n".encode())

    confirmed(lan, "unit", preview)
    again = confirmed(lan, "unit", preview)

    assert again.status_code == 302
    assert [message.level_tag for message in get_messages(again.wsgi_request)][-1] == "error"


@pytest.mark.parametrize("asked", ["?mau=xanh", "?sort_name__nho_hon=1", "?agreements__khong_co=2"])
@pytest.mark.parametrize("send", ["get", "post"])
def test_an_export_of_rows_that_an_address_does_not_tell_is_refused_in_words(lan, send, asked):
    answer = getattr(lan, send)(page("agreement", "export") + asked, {"format": CSV, "resource": "0"})

    assert answer.headers["Location"] == page("agreement", "changelist")
    assert "không đọc được" in str(*get_messages(answer.wsgi_request))


@pytest.mark.parametrize("act", ["export", "import"])
@pytest.mark.parametrize("model", ["province", "unit", "agreement", "task"])
def test_staff_find_no_such_pages(client_for, model, act):
    assert client_for(factories.minh()).get(page(model, act)).status_code == 404


def test_administrators_keep_reference_data_and_secretariats_their_own_rows(lan, administrator):
    def answers(client, act):
        models = ("province", "unit", "agreement", "task")
        return [client.get(page(model, act)).status_code for model in models]

    assert answers(administrator, "export") == [200, 200, 404, 404]
    assert answers(administrator, "import") == [200, 200, 404, 404]
    assert answers(lan, "export") == [200, 200, 200, 200]
    assert answers(lan, "import") == [404, 200, 200, 200]


@pytest.mark.parametrize("resource", [ProvinceResource, UnitResource, UnitAliasResource, AgreementResource])
def test_headers_are_words_that_stay(resource):
    assert all(re.fullmatch("[a-z_]+", header) for header in resource().get_export_headers())
