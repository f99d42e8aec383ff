"""A list is filtered while Lan types, in place, and the chip takes the filter away again."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import check
from tests.journeys.site import Site

pytestmark = pytest.mark.any_engine

PEOPLE = Callable[[str], Page]
# List → what is typed, and the one row that it finds.
LISTS = {
    "thoa-thuan": ("cong nghe cao", "Biên bản ghi nhớ hợp tác phát triển nông nghiệp"),
    "ke-hoach": ("1606", "1606/KH-UBND"),
    "don-vi": ("van phong ubnd", "Văn phòng UBND tỉnh"),
    "dia-phuong": ("binh thuan", "tỉnh Lâm Đồng"),
}


@pytest.mark.parametrize("name", LISTS)
def test_lan_types_and_the_rows_change_in_place(site: Site, page_for: PEOPLE, name: str):
    """On a phone, where the filter has to be opened first and stays open."""
    words, found = LISTS[name]
    page = page_for("lan")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site.url}/{name}/")
    rows, box = page.locator("#results tbody tr"), page.locator("#list [name=q]")
    all_of_them = rows.count()
    page.evaluate("window.stays = true")

    page.locator("#list summary", has_text="Lọc danh sách").click()
    box.press_sequentially(words)

    expect(rows).to_have_count(1)
    expect(rows.locator(".card-title")).to_contain_text(found)
    expect(page).to_have_url(re.compile(f"/{name}/.*[?&]q={quote(words)}(&|$)"))
    expect(box).to_be_visible()
    expect(box).to_be_focused()
    check(page)

    page.locator("a.chip", has_text=words).click()

    expect(rows).to_have_count(all_of_them)
    expect(page).not_to_have_url(re.compile("q=."))
    assert all_of_them > 1
    assert page.evaluate("window.stays"), "the page was loaded anew"
