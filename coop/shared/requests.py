"""Around every request: one log line with an id that the answer carries too; pages travel compressed."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
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


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages alone: a file that a person takes home is compressed already, or is not worth it. What it means
    for secrets in a page is in docs/decisions/0005.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response
