"""What a tour of a role is made of: steps that name menus and buttons by the words they bear on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext


@dataclass(frozen=True)
class Step:
    """`text` has a place {0}, {1} … for each of `names`: the words on a menu or button."""

    title: Any
    text: Any
    names: tuple[str, ...] = ()
    url_name: str = ""

    def said(self, dress: Callable[[str], str]) -> str:
        """The text with its names, each dressed as a name on screen or on paper."""
        return str(self.text).format(*(dress(gettext(name)) for name in self.names))

    @property
    def as_html(self) -> SafeString:
        """Our own words around names in bold; a step without names has nothing to fill in."""
        dressed = (format_html("<b>{}</b>", gettext(name)) for name in self.names)
        return format_html(str(self.text), *dressed) if self.names else escape(self.text)


@dataclass(frozen=True)
class Guide:
    """`slug` is its address and the name of its page in docs/."""

    slug: str
    role: str
    title: Any
    aim: Any
    steps: tuple[Step, ...]
