"""The menu shows what the person may open, says where the person is and how much waits."""

import datetime as dt

import pytest
from django.utils import timezone

from coop.accounts.models import User
from coop.nav import MENU, navigation
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

BUSINESS = ["/", "/viec-cua-toi/", "/nhiem-vu/", "/thoa-thuan/", "/ke-hoach/", "/bao-cao/", "/don-vi/"]
BUSINESS += ["/dia-phuong/"]
ADMIN = "/quan-tri/"


def menu(browser, address="/nhiem-vu/"):
    return browser.get(address).context["navigation"]


def somebody(role, **options):
    return factories.person(f"nguoi-{role}", role, factories.unit("Văn phòng UBND tỉnh"), **options)


@pytest.mark.parametrize("role", ["staff", "leader", "auditor"])
def test_people_of_business_have_the_pages_of_business(client_for, role):
    assert [item.url for item in menu(client_for(somebody(role)))] == BUSINESS


def test_the_secretariat_has_the_administration_too(client_for):
    assert [item.url for item in menu(client_for(factories.lan()))] == [*BUSINESS, ADMIN]


def test_an_administrator_of_accounts_has_the_administration_only(client_for):
    superuser = User.objects.create(username="goc", full_name="Gốc", is_superuser=True)

    assert [item.url for item in menu(client_for(somebody("admin")))] == [ADMIN]
    assert [item.url for item in menu(client_for(superuser))] == [ADMIN]


def test_a_membership_that_ended_yesterday_leaves_an_empty_menu(client_for):
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    assert menu(client_for(somebody("secretariat", ends_on=yesterday))) == []


def test_a_membership_that_begins_tomorrow_opens_nothing_yet(client_for):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    assert menu(client_for(somebody("leader", starts_on=tomorrow))) == []


def test_nobody_signed_in_has_no_menu(client):
    assert client.get("/tai-khoan/login/").context["navigation"] == []


@pytest.mark.parametrize("address", BUSINESS)
def test_one_entry_says_where_the_person_is(client_for, address):
    active = [item.url for item in menu(client_for(factories.lan()), address) if item.active]

    assert active == [address]


@pytest.mark.parametrize(
    ("place", "entry"),
    {
        "van-ban/1/go/": "/thoa-thuan/",
        "so-lieu/1/": "/thoa-thuan/",
        "buoc/1/viec/": "/thoa-thuan/",
        "viec-nho/1/": "/thoa-thuan/",
        "ben-tham-gia/1/": "/thoa-thuan/",
        "linh-vuc/": "/thoa-thuan/",
        "ky/1/bao-cao/": "/viec-cua-toi/",
        "gia-han/1/": "/viec-cua-toi/",
        "chi-dao/1/tra-loi/": "/viec-cua-toi/",
        "sap-xep/moi/": "/don-vi/",
    }.items(),
)
def test_a_page_with_an_address_of_its_own_belongs_to_an_entry_as_well(rf, place, entry):
    """Lan takes a document of an agreement back: she is still under "Thỏa thuận"."""
    request = rf.get(f"/{place}")
    request.user = factories.lan()

    assert [item.url for item in navigation(request)["navigation"] if item.active] == [entry]


def test_every_entry_of_the_menu_opens(client_for):
    lan = client_for(factories.lan())

    for item in menu(lan):
        assert lan.get(item.url).status_code == 200
    assert len(menu(lan)) == len(MENU)


def test_the_number_is_what_is_urgent_for_the_unit(client_for):
    made = factories.plan()
    factories.task(made, timeframe="Năm 2024")
    factories.task(made, timeframe="Thường xuyên đến khi có kinh phí", leads=["Sở Y tế"])
    counts = {item.url: item.count() for item in menu(client_for(factories.minh()))}

    assert counts["/viec-cua-toi/"] == 1
    assert counts["/nhiem-vu/"] is None


def test_what_waits_for_the_secretariat_is_the_report_to_confirm(client_for):
    factories.reported(factories.minh(), factories.occurrence())
    counts = {item.url: item.count() for item in menu(client_for(factories.lan()))}

    assert counts["/viec-cua-toi/"] == 1


def test_the_admin_has_the_head_of_every_page(client_for):
    """The menu with its own entry marked, the search, the language, the way out."""
    head = client_for(factories.lan()).get(ADMIN).content.decode().partition("</header>")[0]

    assert f'href="{ADMIN}" class="active" aria-current="page"' in head
    assert all(f'action="{place}"' in head for place in ("/tim/", "/ngon-ngu/", "/tai-khoan/logout/"))
