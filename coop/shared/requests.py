"""Around every request: one log line with an id that the answer carries too; what people type arrives
composed; pages travel compressed.
"""

import logging
import re
import time
import unicodedata
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

logger = logging.getLogger("coop.requests")

_SAFE_ID = re.compile(r"[\w-]{8,64}")


class RequestLogMiddleware:
    """Logs method, path, status, milliseconds and user id; never query strings or bodies, which may name
    people.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = _request_id(request)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        logger.info(
            "%s %s %s %.0fms user=%s id=%s",
            request.method,
            quote(request.path),  # a path may hold an encoded line break
            response.status_code,
            (time.perf_counter() - started) * 1000,
            _user_id(request),
            request_id,
        )
        return response


def _request_id(request: HttpRequest) -> str:
    """The proxy's id when it looks like one, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex


def _user_id(request: HttpRequest) -> str:
    """Only a session that was opened anyway is asked: logging must not cost a query or a Vary header."""
    session = getattr(request, "session", None)
    return session.get("_auth_user_id", "-") if session is not None and session.accessed else "-"


class ComposedTextMiddleware:
    """Every form, those of the admin and of signing in too, gets NFC (domain.md §7): some keyboards and
    papers write "ề" as three signs, and a name would not be the same name. Stands behind the check of the
    CSRF token, which has read the form already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if request.method == "POST":
            request.POST = composed(request.POST)  # type: ignore[assignment]


def composed(sent: QueryDict) -> QueryDict:
    """The same names and values in NFC."""
    found = sent.copy()
    for name, values in sent.lists():
        found.setlist(name, [unicodedata.normalize("NFC", value) for value in values])
    return found


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages alone: a file that a person takes home is compressed already, or is not worth it. What it means
    for secrets in a page is in docs/decisions/0005.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response
