"""Journeys: a person in a real browser, before a real server with a demo database of its own.

The fixtures that a journey asks for: `site` (the server), `page` (a browser nobody is signed in to) or
`page_for(username)` (one that is signed in; several people make several of them). A test fails when the
browser complained meanwhile: an error of a script, a file that is missing, a breach of the content
security policy. One that means to meet an error page says `browser_complaints.clear()`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import made_database
from tests.journeys.databases import Databases, databases_beside
from tests.journeys.site import Site

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=30_000)  # milliseconds; a machine under load is slow and not wrong


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    if not CHROMIUM.exists():
        pytest.fail(
            f"There is no browser at {CHROMIUM}. Please type: sudo apt-get install chromium", pytrace=False
        )
    return {"executable_path": str(CHROMIUM), "args": QUIET_CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def journeys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journeys")


@pytest.fixture(scope="session")
def databases(journeys_folder: Path) -> Iterator[Databases]:
    made = databases_beside(os.environ["DATABASE_URL"], journeys_folder)
    yield made
    made.drop(made.template)


@pytest.fixture(scope="session")
def template_site(django_db_setup: None, databases: Databases, journeys_folder: Path) -> Site:
    """The demo installation that every journey starts from; nobody visits it."""
    databases.begin_with(made_database.address())
    template = Site(databases.template, journeys_folder / "template")
    template.media.mkdir()
    template.manage(["load_demo", "--force"])
    return template


@pytest.fixture(scope="session")
def sessions(template_site: Site) -> dict[str, str]:
    """Every journey begins with these in its database."""
    return template_site.sessions()


@pytest.fixture(scope="session")
def server(
    sessions: dict[str, str], template_site: Site, databases: Databases, journeys_folder: Path
) -> Iterator[Site]:
    """One for all journeys: starting it takes longer than many a journey. It keeps no connection open."""
    copy = Site(databases.copy("journey"), journeys_folder / "journey")
    copy.start()
    yield copy
    copy.stop()
    databases.drop(copy.database)


@pytest.fixture
def site(server: Site, template_site: Site, databases: Databases) -> Iterator[Site]:
    """The demo installation as nobody has touched it yet."""
    databases.drop(server.database)
    databases.copy("journey")
    shutil.rmtree(server.media, ignore_errors=True)
    shutil.copytree(template_site.media, server.media)
    told_before = len(server.log.read_text())
    yield server
    told = server.log.read_text()[told_before:]
    assert "Traceback" not in told, told


@pytest.fixture
def browser_complaints() -> Iterator[list[str]]:
    complaints: list[str] = []
    yield complaints
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


@pytest.fixture
def page(context: BrowserContext, browser_complaints: list[str]) -> Page:
    _listen(context, browser_complaints)
    return context.new_page()


@pytest.fixture
def page_for(
    new_context, site: Site, sessions: dict[str, str], browser_complaints: list[str]
) -> Callable[[str], Page]:
    """`page_for(username)` is a browser of that person, signed in."""

    def open_page(username: str) -> Page:
        context = new_context()
        _listen(context, browser_complaints)
        context.add_cookies([{"name": "sessionid", "value": sessions[username], "url": site.url}])
        return context.new_page()

    return open_page


def _listen(context: BrowserContext, complaints: list[str]) -> None:
    """Breaches of the content security policy and missing files come as errors on the console."""
    context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda event: complaints.append(f"script: {event.error}"))
