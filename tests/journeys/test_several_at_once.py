"""Several tasks and reports at once, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import follow_words, open_and_check
from tests.journeys.site import Site

pytestmark = pytest.mark.any_engine

PEOPLE = Callable[[str], Page]


def test_lan_chooses_a_whole_page_looks_at_the_change_and_makes_it(site: Site, page_for: PEOPLE):
    page = page_for("lan")
    open_and_check(page, f"{site.url}/nhiem-vu/?year=2026&q=tuan+hang+nong+san")
    page.get_by_label("Chọn tất cả trên trang này").check()
    follow_words(page, "Giao lại đơn vị")
    page.get_by_label("Đơn vị mới").select_option(label="Sở Y tế")
    follow_words(page, "Xem trước thay đổi")
    expect(page.get_by_role("cell", name="Sở Y tế")).to_be_visible()
    expect(page.get_by_text("Các kỳ đã hoàn thành sẽ được tính cho đơn vị mới")).to_be_visible()

    page.get_by_label("Lý do").fill("Điều chỉnh theo thông báo kết luận.")
    follow_words(page, "Thực hiện với 1 nhiệm vụ")

    expect(page.get_by_text("Giao lại đơn vị: đã thay đổi 1 nhiệm vụ.")).to_be_visible()
    assert page.url.endswith("/nhiem-vu/?year=2026&q=tuan+hang+nong+san")
    expect(page.get_by_role("cell", name="Sở Y tế")).to_be_visible()


def test_huong_confirms_what_waits_after_having_read_it(site: Site, page_for: PEOPLE):
    page = page_for("huong")
    page.goto(f"{site.url}/viec-cua-toi/")
    queue = page.locator("section[aria-labelledby=todo-verify]")
    expect(queue.get_by_text("chờ xác nhận").first).to_be_visible()
    queue.get_by_label("Chọn tất cả").check()
    follow_words(page, "Xác nhận các báo cáo đã chọn")

    follow_words(page, "Xác nhận 1 báo cáo")

    expect(page.get_by_text("Đã xác nhận 1 báo cáo.")).to_be_visible()
    expect(queue).to_have_count(0)
