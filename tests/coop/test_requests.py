"""Every answer carries an id; every request leaves one line, which tells nothing of what people write."""

import gzip
import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from coop.shared.requests import RequestLogMiddleware
from tests import factories
from tests.strict_client import StrictClient

LINE = re.compile(
    r"(?P<method>[A-Z]+) (?P<path>\S+) (?P<status>\d{3}) \d+ms user=(?P<user>\S+) id=(?P<id>\S+)"
)


@pytest.fixture
def lines(caplog):
    """What the program writes of each request: `lines()` reads and forgets."""
    logger = logging.getLogger("coop.requests")
    logger.addHandler(caplog.handler)
    caplog.set_level(logging.INFO, logger="coop.requests")

    def read():
        told = [record.getMessage() for record in caplog.records if record.name == "coop.requests"]
        caplog.clear()
        return told

    yield read
    logger.removeHandler(caplog.handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("/healthz", 200), ("/", 302), ("/khong-co/", 404), ("/tai-khoan/login/", 200)]
)
def test_every_request_leaves_one_line_with_the_id_of_its_answer(lines, address, status):
    response = StrictClient().get(f"{address}?q=nguyen+van+a")
    told = set(lines())

    assert len(told) == 1
    line = LINE.fullmatch(told.pop())
    assert (line["method"], line["path"], int(line["status"]), line["user"]) == ("GET", address, status, "-")
    assert line["id"] == response.headers["X-Request-ID"]


def test_the_line_names_the_account_by_its_number_and_never_the_query(lines, client_for):
    lan = factories.lan()

    client_for(lan).get("/nhiem-vu/?q=bí+mật")

    (line,) = set(lines())
    assert f"user={lan.pk} " in line
    assert "?" not in line
    assert "lan" not in line


def test_words_of_a_form_are_not_in_the_line(lines, client_for):
    on = factories.occurrence()

    client_for(factories.lan()).post(f"/ky/{on.pk}/tam-dung/", {"reason": "chuyện riêng"})

    assert "chuyện" not in " ".join(lines())


@pytest.mark.django_db
def test_the_id_of_a_proxy_is_kept_when_it_looks_like_one():
    given = "a1b2c3d4-e5f6"

    assert StrictClient().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "x" * 65, "hai dòng ở đây", "<script>alert(1)</script>"])
def test_anything_else_gets_an_id_of_our_own(given):
    answer = StrictClient().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert re.fullmatch(r"[0-9a-f]{32}", answer)


@pytest.mark.django_db
def test_two_requests_have_two_ids():
    browser = StrictClient()

    assert browser.get("/healthz").headers["X-Request-ID"] != browser.get("/healthz").headers["X-Request-ID"]


@pytest.mark.django_db
def test_health_is_told_to_everybody_and_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")
    assert client.post("/healthz").status_code == 405


def test_the_log_is_the_outermost_layer(settings):
    name = f"{RequestLogMiddleware.__module__}.{RequestLogMiddleware.__qualname__}"

    assert settings.MIDDLEWARE[0] == name


# Compression


@pytest.fixture
def lan(db):
    """A browser that says what it can read; the strict client reads plain pages only."""
    browser = Client()
    browser.force_login(factories.lan())
    return browser


def test_a_page_travels_compressed_where_the_browser_can_read_it_and_a_file_as_it_is(lan):
    paper = factories.document(factories.agreement())
    page, file = (
        lan.get(address, headers={"Accept-Encoding": "gzip"})
        for address in ("/nhiem-vu/", reverse("document-file", args=[paper.pk]))
    )

    list(file.streaming_content)
    assert [answer.headers.get("Content-Encoding") for answer in (page, file)] == ["gzip", None]
    assert "Nhiệm vụ" in gzip.decompress(page.content).decode()
    assert "Content-Encoding" not in lan.get("/nhiem-vu/").headers


def test_the_length_of_a_compressed_page_tells_nothing_certain(lan):
    """Django's random bytes, and a CSRF token that is another every time (docs/decisions/0005)."""
    pages = [lan.get("/nhiem-vu/", headers={"Accept-Encoding": "gzip"}) for _ in range(4)]

    assert len({page.content for page in pages}) == 4
    assert len({len(page.content) for page in pages}) > 1
