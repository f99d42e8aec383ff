"""A test client that holds every page to two rules: reading changes nothing, pages carry no inline code."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

READS = re.compile(r"\s*\(*(SELECT|WITH|EXPLAIN|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN)\b", re.IGNORECASE)
SESSION_TABLES = re.compile(r'"(django_session|usersessions_usersession)"')
INLINE_CODE = {
    "a script without src": re.compile(r"<script(?![^>]*\s(?:src=|type=.application/json))", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address that is code": re.compile(r"""=\s*["']?javascript:""", re.IGNORECASE),
    "template code": re.compile(r"\{\{|\{%"),
}


class StrictClient(Client):
    """Django's client, whose GET fails the test on a database write or on inline code in the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files: list[HttpResponse] = []

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with connection.execute_wrapper(refuse_writes):
            response = super().get(*args, **kwargs)
        if response.streaming:
            self.files.append(response)
        else:
            assert_no_inline_code(response)
        return response

    def close_files(self) -> None:
        """A browser reads a file to its end, which closes it; a test may stop at the headers."""
        for response in self.files:
            list(response.streaming_content)


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Database wrapper: only reads, and what the sign-in keeps of its own, may pass."""
    if not READS.match(sql) and not SESSION_TABLES.search(sql):
        raise AssertionError(f"A GET wrote to the database: {sql[:300]}")
    return execute(sql, params, many, context)


def assert_no_inline_code(response: HttpResponse) -> None:
    """What the content security policy would stop in a browser, and what a template left unrendered."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    page = response.content.decode(response.charset)
    for name, pattern in INLINE_CODE.items():
        found = pattern.search(page)
        assert found is None, f"{response.request['PATH_INFO']} holds {name}: {page[found.start() :][:120]!r}"
