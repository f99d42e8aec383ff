"""Every page of the table of addresses, once: seen by axe in both themes, narrow, and in both languages.

The pages are rendered here, by the test client, and shown to a browser by a server of a few lines.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from gzip import compress
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page

from tests import test_access
from tests.journeys.axe import AXE, breaches

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# Whose page is looked at: the first of these to whom the table grants it. Doors are for those outside.
VIEWERS = ("secretariat", "lead", "leader", "partner", "superuser")
# Files, and parts that htmx puts where they belong.
NO_PAGE = re.compile(
    r"file$|-pdf$|-preview$|-suggestions$|importbatch_(progress|left_out)$|jsi18n$|^healthz$"
)
LOCALE = Path(__file__).resolve().parents[2] / "locale"
SHOWN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt"}
# The stock pages of every model are made from the same templates; one model's stand for all. So it is with
# the filters of lists.
STOCK = re.compile(
    r"^/quan-tri/(?!agreements/agreement/).*/(add|history|delete|import|export)/$|^/(?!nhiem-vu/)[a-z-]+/bo-loc/$"
)
# Both languages share their templates: these stand for all, unless all are asked for (bin/test-all.sh).
IN_ENGLISH = ("/", "/nhiem-vu/", "/thoa-thuan/1/", "/ke-hoach/1/", "/viec-cua-toi/", "/giao-dien/")
ALL_IN_ENGLISH = os.environ.get("EVERY_LANGUAGE") == "yes"
# Own transfer of a page after the first, when styles and scripts are kept already.
HEAVIEST_PAGE = 100_000
# Adds up how far things jump; what a person's own click moves does not count.
COUNT_JUMPS = """
window.jumped = 0;
new PerformanceObserver(function (found) {
  found.getEntries().forEach(function (jump) { if (!jump.hadRecentInput) { window.jumped += jump.value; } });
}).observe({ type: "layout-shift", buffered: true });
"""
AXE_HERE = "/axe.js"  # from an address, the browser keeps it compiled from page to page
MOST_JUMPED = 0.02  # a hundredth of a screen is nothing that an eye follows; Google calls 0.1 good
# A province, a body, codes, columns of a file, how a day is written, Django's tick and cross, the switch.
NAMES = re.compile(r"Long An|UBND|Word|Excel|xlsx|[a-z]+(-[a-z]+)+|\w+(, \w+)+|dd/mm/yyyy|True|False|English")

Pages = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: Any) -> Pages:
    """Language → address → page, of a world that is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        here = test_access.world()
        browsers = {role: test_access.browser_of(here, role) for role in ("anonymous", *VIEWERS)}
        viewers = {address: browsers[role] for address, role in _viewers(here)}
        made = {language: dict(_pages_in(language, viewers)) for language in ("vi", "en")}
        transaction.set_rollback(True)
    return made


def _viewers(here: Any) -> Iterator[tuple[str, str]]:
    """Address → the role that looks at it."""
    granted = test_access.expected()
    for route, address in test_access.addresses(here):
        roles = ("anonymous", *VIEWERS) if route.startswith("account_") else (*VIEWERS, "anonymous")
        viewer = next((role for role in roles if granted[route][role] == 200), None)
        if viewer and not NO_PAGE.search(route):
            yield address, viewer


def _pages_in(language: str, viewers: dict[str, Client]) -> Iterator[tuple[str, str]]:
    for address, browser in viewers.items():
        browser.cookies["django_language"] = language
        page = browser.get(address)
        if page["Content-Type"].startswith("text/html"):
            yield address, page.content.decode()


class _Shelf(BaseHTTPRequestHandler):
    """Answers /vi/… and /en/… with the pages, /static/… with the files that they name, and AXE_HERE."""

    def __init__(self, pages: Pages, *args: Any) -> None:
        self.pages = pages
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        language, address = path[1:3], path[3:]
        if path == AXE_HERE:
            self._answer(AXE.read_bytes(), "text/javascript")
        elif path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            self._answer(Path(file).read_bytes() if file else b"", guess_type(path)[0] or "text/plain")
        else:
            self._answer(self.pages.get(language, {}).get(address, "").encode(), "text/html; charset=utf-8")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Says nothing."""


@contextmanager
def shown(pages: Pages) -> Iterator[str]:
    """The address of a server that shows them."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Shelf, pages))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_everybody_can_use_every_page_in_both_themes_and_at_320_pixels(pages: Pages, browser: Browser):
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    context.add_init_script(COUNT_JUMPS)
    page, found = context.new_page(), {}
    with shown(pages) as url:
        for language, address in _to_be_looked_at(pages):
            page.emulate_media(color_scheme="light")
            page.goto(f"{url}/{language}{address}")
            page.add_script_tag(url=url + AXE_HERE)
            light = [*breaches(page), *_jumps(page, address)]
            found[language + address] = [*light, *_sideways(page), *_in_the_dark(page, address)]
    context.close()

    assert len(found) > 80
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def _to_be_looked_at(pages: Pages) -> Iterator[tuple[str, str]]:
    yield from (("vi", address) for address in pages["vi"] if not STOCK.search(address))
    in_english = pages["en"] if ALL_IN_ENGLISH else IN_ENGLISH
    yield from (("en", address) for address in in_english if not STOCK.search(address))


def _in_the_dark(page: Page, address: str) -> list[str]:
    """The stock pages have one style sheet, so those of one model stand for all here too."""
    if re.match("/quan-tri/(?!agreements/agreement/)", address):
        return []
    page.emulate_media(color_scheme="dark")
    return [f"dark: {breach}" for breach in breaches(page, rules=["color-contrast"])]


def _jumps(page: Page, address: str) -> Iterator[str]:
    """In the admin Django's own scripts put buttons beside fields after the first look at the page.

    A machine under load shows a long table before its last row has come, which widens a column: what is wrong
    with the page itself jumps every time.
    """
    if address.startswith("/quan-tri/"):
        return
    jumped = page.evaluate("window.jumped")
    for _again in range(2):
        if jumped > MOST_JUMPED:
            page.reload()
            breaches(page)  # what jumps late has as long as it had at the first look
            jumped = min(jumped, page.evaluate("window.jumped"))
    if jumped > MOST_JUMPED:
        yield f"things jump by {jumped:.3f} while it loads"


def _sideways(page: Page) -> Iterator[str]:
    wide = dict(page.viewport_size or {})
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        yield f"{width} pixels wide on a screen of 320"
    yield from (f"narrow: {breach}" for breach in breaches(page, rules=["target-size"]))
    page.set_viewport_size(wide)


def test_no_page_is_heavier_to_travel_than_is_allowed(pages: Pages):
    heavy = {address: len(compress(page.encode())) for address, page in pages["vi"].items()}

    assert {address: size for address, size in heavy.items() if size > HEAVIEST_PAGE} == {}


# Words


class _Words(HTMLParser):
    """What a page says to people: its text and the attributes that are shown or read out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        is_button = tag == "input" and ("type", "submit") in attrs
        shown = SHOWN_ATTRIBUTES | ({"value"} if is_button else set())
        self.words |= {" ".join((value or "").split()) for name, value in attrs if name in shown}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.add(" ".join(data.split()))


def words_of(page: str) -> set[str]:
    reader = _Words()
    reader.feed(page)
    return reader.words


@cache
def vocabulary() -> frozenset[str]:
    """The English words, longer than three letters, of our catalogue and of the one for packages."""
    msgids = " ".join(
        " ".join(entry.id if isinstance(entry.id, tuple) else [entry.id])
        for file in LOCALE.rglob("django.po")
        for entry in read_po(BytesIO(file.read_bytes()), locale="vi")
    )
    return frozenset(word.lower() for word in re.findall(r"[A-Za-z]{4,}", msgids))


def test_labels_and_choices_of_every_form_begin_with_a_capital_letter(pages: Pages):
    """But for the formats of files and addresses of mail."""
    opening = re.compile(r"<(?:label|legend|option)\b[^>]*>\s*([^<>\s][^<]*)")
    told = {address: opening.findall(page) for address, page in pages["vi"].items()}
    small = {
        address: [words for words in said if words[0].islower() and not re.match(r"csv|xlsx|\S+@", words)]
        for address, said in told.items()
    }

    assert sum(map(len, told.values())) > 1000
    assert {address: words for address, words in small.items() if words} == {}


def test_what_a_vietnamese_page_says_in_english_is_a_name(pages: Pages):
    """Whoever wrote the words: the program, Django, or a package that knows no Vietnamese."""
    same = {
        address: sorted(words for words in words_of(page) & words_of(pages["en"][address]) if _english(words))
        for address, page in pages["vi"].items()
    }

    assert {address: words for address, words in same.items() if words} == {}


def _english(words: str) -> bool:
    """Without a Vietnamese letter, and with a word that we know from an English message."""
    rest = re.findall(r"[A-Za-z]+", NAMES.sub("", words))
    return words.isascii() and "@" not in words and any(word.lower() in vocabulary() for word in rest)
