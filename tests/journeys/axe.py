"""Accessibility of a page, as axe-core sees it."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"


def check_axe(page: Page) -> None:
    """Fails with every rule that the page breaks, and where. The page's own policy stays in force."""
    page.evaluate(_axe_source())
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [_sentence(violation) for violation in result["violations"]]
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)


@cache
def _axe_source() -> str:
    return AXE.read_text()


def _sentence(violation: dict) -> str:
    places = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
    return f"- {violation['id']} ({violation['impact']}): {violation['help']} at {places}"
