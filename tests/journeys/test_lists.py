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
# List → the field in which something is typed, what, and the one row that it finds.
LISTS = {
    "thoa-thuan": ("partner", "ha noi", "Chương trình hợp tác giữa thành phố Hà Nội"),
    "ke-hoach": ("q", "1606", "1606/KH-UBND"),
    "don-vi": ("q", "van phong ubnd", "Văn phòng UBND tỉnh"),
    "dia-phuong": ("q", "binh thuan", "tỉnh Lâm Đồng"),
}


@pytest.mark.parametrize("name", LISTS)
def test_lan_types_and_the_rows_change_in_place(site: Site, page_for: PEOPLE, name: str):
    """On a phone, where the filter has to be opened first and stays open; who does not wait and presses the
    button asks once.
    """
    field, words, found = LISTS[name]
    page = page_for("lan")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site.url}/{name}/")
    rows, box = page.locator("#results tbody tr"), page.locator(f"#list [name={field}]")
    all_of_them = rows.count()
    page.evaluate("window.stays = true")

    page.locator("#list summary", has_text="Lọc danh sách").click()
    box.press_sequentially(words)

    expect(rows).to_have_count(1)
    expect(rows.locator(".card-title")).to_contain_text(found)
    expect(page).to_have_url(re.compile(f"/{name}/.*[?&]{field}={quote(words)}(&|$)"))
    expect(box).to_be_visible()
    expect(box).to_be_focused()
    check(page)

    page.locator("a.chip", has_text=words).click()

    expect(rows).to_have_count(all_of_them)
    expect(page).not_to_have_url(re.compile(f"{field}=."))
    assert all_of_them > 1

    page.locator("#list summary", has_text="Lọc danh sách").click()
    box.press_sequentially(words)
    page.get_by_role("button", name="Lọc", exact=True).click()

    expect(rows).to_have_count(1)
    assert page.evaluate("window.stays"), "the page was loaded anew"


@pytest.mark.parametrize("width", [1440, 800, 390])
def test_the_keyboard_meets_the_filter_of_the_admin_where_the_eye_does(
    site: Site, page_for: PEOPLE, width: int
):
    """On a tablet above the rows, else beside or below them."""
    page = page_for("lan")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}/quan-tri/agreements/unit/")

    places = page.locator("#changelist-filter, #result_list")
    ids = places.evaluate_all("all => all.map(one => one.id)")
    tops = places.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")

    assert ids[0] == ("changelist-filter" if width == 800 else "result_list")
    assert tops == sorted(tops) or width == 1440
