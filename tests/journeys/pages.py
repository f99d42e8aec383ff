"""From page to page: every page on the way is one that everybody can use."""

from playwright.sync_api import Locator, Page

from tests.journeys.axe import check_axe


def open_and_check(page: Page, address: str) -> None:
    page.goto(address)
    check_axe(page)


def follow_words(page: Page, words: str) -> None:
    """Click the first link or button with these words."""
    follow(page, page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words)).first)


def follow(page: Page, place: Locator) -> None:
    """A click comes back before the page that it asks for is there."""
    with page.expect_navigation():
        place.click()
    check_axe(page)
