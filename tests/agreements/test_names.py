"""Lists call provinces and units by the name of the day of signing, of today, or both, as the reader asks."""

import datetime as dt

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

NAMES = [("", "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)"), ("khi-ky", "Sở Kế hoạch và Đầu tư")]
NAMES += [("hien-nay", "Sở Tài chính"), ("khong-co", "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)")]


@pytest.mark.parametrize(("asked", "name"), NAMES)
def test_tasks_and_plans_name_their_units_as_the_reader_asks(client_for, asked, name):
    factories.task(leads=["Sở Kế hoạch và Đầu tư"])
    browser = client_for(factories.lan())

    for address in ("/nhiem-vu/", "/ke-hoach/"):
        assert f">{name}</td>" in browser.get(address, {"ten": asked}).content.decode()


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

    page = client_for(factories.lan()).get("/thoa-thuan/", {"ten": asked}).content.decode()

    assert f">{names}</td>" in page


def test_the_switch_keeps_the_filters_and_the_filters_keep_the_switch(client_for):
    factories.task()

    page = client_for(factories.lan()).get("/nhiem-vu/?year=2024&ten=khi-ky&page=1").content.decode()

    assert 'href="?year=2024&amp;ten=hien-nay"' in page
    assert 'href="?year=2024"' in page
    assert '<input type="hidden" name="ten" value="khi-ky">' in page
