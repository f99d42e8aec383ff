"""Vietnamese unless the person chose English; dates are day, month, year in both."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import formats, translation

from coop.accounts.models import User
from tasks.forms import ExtensionForm
from tasks.models import Extension
from tests import factories
from tests.strict_client import StrictClient

SIGN_IN = "/tai-khoan/login/"


def language_of(response):
    return re.search(r'<html lang="(\w+)"', response.content.decode())[1]


def switch(browser, language):
    return browser.post(reverse("set_language"), {"language": language, "next": SIGN_IN})


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["", "en", "en-GB,en;q=0.9", "fr", "zh-CN,zh"])
def test_the_wish_of_the_browser_is_not_asked(client, wish):
    response = client.get(SIGN_IN, headers={"Accept-Language": wish})

    assert language_of(response) == "vi"
    assert "Đăng nhập" in response.content.decode()


@pytest.mark.django_db
def test_the_switch_stays_until_it_is_switched_back():
    browser = StrictClient()

    assert switch(browser, "en").headers["Location"] == SIGN_IN
    assert language_of(browser.get(SIGN_IN)) == "en"
    switch(browser, "vi")
    assert language_of(browser.get(SIGN_IN)) == "vi"


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ["fr", "", "xx", "vi-VN"])
def test_a_language_that_we_do_not_speak_is_vietnamese(client, nonsense):
    client.cookies["django_language"] = nonsense

    assert language_of(client.get(SIGN_IN)) == "vi"


@pytest.mark.django_db
def test_the_switch_leads_to_no_other_site():
    response = StrictClient().post(
        reverse("set_language"), {"language": "en", "next": "https://example.com/"}
    )

    assert response.headers["Location"] == "/"


def test_the_profile_speaks_until_the_switch_says_otherwise(client_for):
    lan = factories.lan()
    User.objects.filter(pk=lan.pk).update(language="en")
    browser = client_for(lan)

    assert language_of(browser.get("/")) == "en"
    switch(browser, "vi")
    assert language_of(browser.get("/")) == "vi"


def test_lan_chooses_her_language_for_good_on_the_page_of_her_account(client_for):
    lan = factories.lan()
    browser = client_for(lan)
    switch(browser, "vi")
    page = browser.get(reverse("profile"))

    told = browser.post(reverse("profile"), {"language": "en"}, follow=True)
    on_another_device = client_for(lan).get("/")

    assert page.context["form"]["language"].value() == "vi"
    assert reverse("profile") in browser.get("/").content.decode()
    assert "The language of your account is saved." in told.content.decode()
    assert [language_of(told), language_of(on_another_device)] == ["en", "en"]


def test_only_a_language_that_is_spoken_here_is_saved(client_for):
    lan = factories.lan()

    assert client_for(lan).post(reverse("profile"), {"language": "fr"}).status_code == 200
    lan.refresh_from_db()
    assert lan.language == ""


def test_error_pages_speak_the_language_of_the_person(client_for):
    browser = client_for(factories.lan())

    assert language_of(browser.get("/nhiem-vu/999999/")) == "vi"
    switch(browser, "en")
    assert language_of(browser.get("/nhiem-vu/999999/")) == "en"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["05/12/2026", "5/12/2026", "05-12-2026", "05.12.2026", "2026-12-05"])
def test_a_typed_date_is_day_then_month(language, typed):
    with translation.override(language):
        assert ExtensionForm(units=[]).fields["new_due_on"].clean(typed) == dt.date(2026, 12, 5)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_date_on_screen_is_day_then_month(language):
    with translation.override(language):
        assert formats.date_format(dt.date(2026, 12, 5)) == "05/12/2026"
        assert formats.localize_input(dt.date(2026, 12, 5)) == "05/12/2026"


def test_numbers_are_written_as_the_language_does():
    with translation.override("vi"):
        assert formats.number_format(1234567.5, force_grouping=True) == "1.234.567,5"
    with translation.override("en"):
        assert formats.number_format(1234567.5, force_grouping=True) == "1,234,567.5"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_wish_for_more_time_until_05_12_2026_is_for_the_fifth_of_december(client_for, language):
    on, minh = factories.occurrence(), factories.minh()
    browser = client_for(minh)
    switch(browser, language)
    form = {"on_behalf_of": minh.memberships.get().unit_id, "new_due_on": "05/12/2026", "reason": "Chờ vốn"}

    browser.post(reverse("occurrence-extend", args=[on.pk]), form)

    assert Extension.objects.get().new_due_on == dt.date(2026, 12, 5)
