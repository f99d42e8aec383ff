"""Lists call provinces and units by the name of the day of signing, of today, or both, as the reader asks."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from agreements.models import Party, Province
from agreements.models.unit import named_abroad
from tasks.actions.reassigning import names_of
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = [("", "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)"), ("khi-ky", "Sở Kế hoạch và Đầu tư")]
NAMES += [("hien-nay", "Sở Tài chính"), ("khong-co", "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)")]


CA_MAU, HCM = (
    Province(name="Cà Mau", kind="province"),
    Province(name="Hồ Chí Minh", kind="city"),
)


@pytest.mark.parametrize(
    ("name", "province", "abroad"),
    [
        ("Sở Công Thương", CA_MAU, "Sở Công Thương tỉnh Cà Mau"),
        ("Sở Công Thương", HCM, "Sở Công Thương Thành phố Hồ Chí Minh"),
        ("Công an tỉnh", CA_MAU, "Công an tỉnh Cà Mau"),
        ("Văn phòng UBND thành phố", HCM, "Văn phòng UBND Thành phố Hồ Chí Minh"),
        ("Thường trực Tỉnh ủy", CA_MAU, "Thường trực Tỉnh ủy Cà Mau"),
        ("Văn phòng Thành ủy", HCM, "Văn phòng Thành ủy Thành phố Hồ Chí Minh"),
        ("UBND tỉnh Cà Mau", CA_MAU, "UBND tỉnh Cà Mau"),
    ],
)
def test_papers_of_another_province_tell_of_which_province_a_unit_is(name, province, abroad):
    assert named_abroad(name, province) == abroad


def cells_of(browser, route, asked):
    """Of the list as an Excel file."""
    content = b"".join(browser.get(reverse(f"{route}-file"), {"ten": asked}).streaming_content)
    rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    return {cell for row in rows for cell in row}


@pytest.mark.parametrize(("asked", "name"), NAMES)
def test_tasks_and_plans_name_their_units_as_the_reader_asks(client_for, asked, name):
    factories.task(leads=["Sở Kế hoạch và Đầu tư"])
    browser = client_for(factories.lan())

    for route in ("task-list", "plan-list"):
        assert f">{name}</td>" in browser.get(reverse(route), {"ten": asked}).content.decode()
        assert name in cells_of(browser, route, asked)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", "tỉnh Bình Thuận (nay là tỉnh Lâm Đồng); Thành phố Hồ Chí Minh"),
        ("khi-ky", "tỉnh Bình Thuận; Thành phố Hồ Chí Minh"),
        ("hien-nay", "tỉnh Lâm Đồng; Thành phố Hồ Chí Minh"),
    ],
)
def test_agreements_name_their_parties_as_the_reader_asks(client_for, asked, names):
    factories.agreement(("60", "79"), signed_on=dt.date(2021, 4, 17))

    browser = client_for(factories.lan())

    assert f">{names}</td>" in browser.get("/thoa-thuan/", {"ten": asked}).content.decode()
    assert names in cells_of(browser, "agreement-list", asked)


def test_the_switch_keeps_the_filters_and_the_filters_keep_the_switch(client_for):
    factories.task()

    page = client_for(factories.lan()).get("/nhiem-vu/?year=2024&ten=khi-ky&page=1").content.decode()

    assert 'href="?year=2024&amp;ten=hien-nay"' in page
    assert 'href="?year=2024"' in page
    assert '<input type="hidden" name="ten" value="khi-ky">' in page


def test_of_two_provinces_of_one_name_the_one_of_the_day_of_signing_is_a_party(db):
    then, now = (factories.province("68", day) for day in (dt.date(2023, 5, 20), dt.date(2025, 7, 1)))
    made = factories.agreement(("79",), signed_on=dt.date(2023, 5, 20))

    assert [one.full_label for one in (then, now)] == [
        "tỉnh Lâm Đồng (đến 30/06/2025)",
        "tỉnh Lâm Đồng (từ 01/07/2025)",
    ]
    Party(agreement=made, province=then).clean()
    with pytest.raises(ValidationError, match="Vào ngày ký 20/05/2023, tỉnh Lâm Đồng chưa thành lập"):
        Party(agreement=made, province=now).clean()


def test_who_reads_english_is_told_in_english_who_answers_today_and_papers_and_acts_stay_vietnamese(
    client_for,
):
    made = factories.agreement(("60", "79"), signed_on=dt.date(2021, 4, 17))
    task = factories.task(leads=["Sở Kế hoạch và Đầu tư"])
    lan = factories.lan()
    lan.language = "en"
    lan.save()
    browser = client_for(lan)
    addresses = (
        "/thoa-thuan/",
        f"/thoa-thuan/{made.pk}/",
        f"/thoa-thuan/{made.pk}/hai-ben/",
        "/nhiem-vu/",
        f"/nhiem-vu/{task.pk}/",
        "/ke-hoach/",
        f"/ke-hoach/{task.plan_id}/",
        "/tim/?q=binh+thuan",
    )

    pages = {address: browser.get(address).content.decode() for address in addresses}

    assert [address for address, page in pages.items() if "nay là" in page] == []
    assert [address for address, page in pages.items() if "(now " not in page] == [addresses[1]]
    assert "tỉnh Bình Thuận (now tỉnh Lâm Đồng); Thành phố Hồ Chí Minh" in cells_of(
        browser, "agreement-list", ""
    )
    with translation.override("en"):
        [unit] = task.lead_units
        assert {unit.name_today_for(unit.province), names_of(task.assignments.filter(role="lead"))} == {
            "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)"
        }
        assert (
            factories.province("60", dt.date(2021, 4, 17)).full_label == "tỉnh Bình Thuận (until 30/06/2025)"
        )
