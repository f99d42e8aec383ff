"""The menu is data: an entry shows when its predicate holds for the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.permissions.person import BUSINESS_ROLES, person_of
from coop.admin import may_enter_admin
from tasks.urgent import todo_count


@dataclass(frozen=True)
class Entry:
    """`counted`: what its number counts. `holds`: how the addresses begin of pages that belong to it, besides
    those below its own.
    """

    label: Any
    url_name: str
    shows: Callable[[Any], bool]
    count: Callable[[Any], int] | None = None
    counted: Any = ""
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class NavItem:
    """One entry as the template draws it; `count` is asked for once, where it is shown, unless the page has
    counted it already (`request.counted`).
    """

    label: Any
    url: str
    active: bool
    count: Callable[[], int | None]
    counted: Any


def in_business(user: Any) -> bool:
    return person_of(user).holds(*BUSINESS_ROLES)


PARTS_OF_TODO = ("/ky/", "/gia-han/", "/chi-dao/")
PARTS_OF_AGREEMENTS = ("/van-ban/", "/so-lieu/", "/buoc/", "/viec-nho/", "/ben-tham-gia/", "/linh-vuc/")
MENU = (
    Entry(_("Overview"), "dashboard", in_business),
    Entry(_("My work"), "todo", in_business, todo_count, _("to do now"), PARTS_OF_TODO),
    Entry(_("Tasks"), "task-list", in_business),
    Entry(_("Agreements"), "agreement-list", in_business, holds=PARTS_OF_AGREEMENTS),
    Entry(_("Plans"), "plan-list", in_business),
    Entry(_("Reports"), "report-list", in_business),
    Entry(_("Units"), "unit-list", in_business, holds=("/sap-xep/",)),
    Entry(_("Provinces"), "province-list", in_business),
    Entry(_("Administration"), "admin:index", may_enter_admin),
)


def navigation(request: HttpRequest) -> dict[str, list[NavItem]]:
    """Context processor; nobody signed in has no menu."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    return {"navigation": [_item(entry, request, user) for entry in MENU if entry.shows(user)]}


def _item(entry: Entry, request: HttpRequest, user: Any) -> NavItem:
    url = reverse(entry.url_name)
    below = entry.holds if url == "/" else (url, *entry.holds)
    place = getattr(request, "belongs_to", request.path)  # what only the page knows: of which list it is
    active = place == url or place.startswith(below)
    return NavItem(entry.label, url, active, cache(lambda: _count(entry, request, user)), entry.counted)


def _count(entry: Entry, request: HttpRequest, user: Any) -> int | None:
    counted = getattr(request, "counted", {})
    if entry.url_name in counted:
        return counted[entry.url_name]
    return entry.count(user) if entry.count else None
