"""From page to page: every page on the way is one that everybody can use."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import check_axe

UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


def open_and_check(page: Page, address: str) -> None:
    page.goto(address)
    check(page)


def check(page: Page) -> None:
    """As somebody meets it who waited until all of it had come."""
    rest(page)
    check_axe(page)


def rest(page: Page) -> None:
    """Until the page fetches nothing more; htmx complains to whoever leaves before."""
    expect(page.locator(UNDER_WAY)).to_have_count(0)


def follow_words(page: Page, words: str) -> None:
    """Click the first link or button with these words."""
    follow(page, page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words)).first)


def follow(page: Page, place: Locator) -> None:
    """A click comes back before the page that it asks for is there."""
    rest(page)
    with page.expect_navigation():
        place.click()
    check(page)


def follow_with_enter(page: Page) -> None:
    """The link or button that has the keyboard."""
    rest(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
