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

    page.set_viewport_size({"width": 360, "height": 800})
    page.keyboard.press("/")  # the box stands in the menu, which is closed
    expect(page.locator("#site-search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#site-search")).to_be_hidden()
    expect(page.locator(".menu-toggle")).to_be_focused()


def test_without_script_the_menu_and_the_account_can_be_reached_on_a_phone(site: Site, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    site.sign_in(page, "lan")
    page.get_by_role("link", name="Nhiệm vụ", exact=True).click()
    expect(page).to_have_url(f"{site.url}/nhiem-vu/")

    page.get_by_role("link", name="Trần Thị Lan").click()
    for place in ("Hướng dẫn", "Đổi mật khẩu", "Xác thực hai bước", "Phiên đăng nhập"):
        expect(page.get_by_role("link", name=place)).to_be_visible()
    page.get_by_role("link", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(f"{site.url}/tai-khoan/login/")
