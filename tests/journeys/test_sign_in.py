"""The first page that anybody meets."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import check, follow_with_enter
from tests.journeys.site import Site

pytestmark = pytest.mark.any_engine


def test_a_visitor_is_led_to_the_sign_in_page_which_everybody_can_use(site: Site, page: Page):
    page.goto(site.url)

    expect(page).to_have_url(f"{site.url}/tai-khoan/login/?next=/")
    expect(page.locator("input[name=password]")).to_be_visible()
    check(page)


def test_a_wrong_password_is_refused_with_a_message(site: Site, page: Page):
    page.goto(f"{site.url}/tai-khoan/login/")
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("not-the-password")
    follow_with_enter(page)

    expect(page.get_by_role("alert")).to_be_visible()
    check(page)


def test_a_member_of_staff_signs_in_and_sees_the_overview(site: Site, page: Page):
    site.sign_in(page, "lan")

    expect(page).to_have_url(f"{site.url}/")
    expect(page.locator("main")).to_be_visible()
    check(page)
