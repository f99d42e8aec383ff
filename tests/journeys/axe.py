"""Accessibility of a page, as axe-core sees it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
ALSO_ASKED = {"target-size": {"enabled": True}}  # of WCAG 2.2 AA, which axe leaves out unless it is told
VIOLATIONS = "async options => (await axe.run(document, options)).violations"


def check_axe(page: Page) -> None:
    """Fails with every rule that the page breaks, and where."""
    found = breaches(page)
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)


def breaches(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Of all rules, or of these alone. The page's own policy stays in force."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe_source())
    asked = {"runOnly": list(rules)} if rules else {"rules": ALSO_ASKED}
    violations = page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], "preload": False} | asked)
    return [_sentence(violation) for violation in violations]


@cache
def _axe_source() -> str:
    return AXE.read_text()


def _sentence(violation: dict) -> str:
    places = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
    return f"- {violation['id']} ({violation['impact']}): {violation['help']} at {places}"
