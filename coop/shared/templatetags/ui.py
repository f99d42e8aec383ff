"""The tags and filters that every page may use; a template builtin, so no `{% load %}` is needed.

The components themselves are templates in `templates/ui/`, shown together on the page `ui/gallery.html`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coop.shared import dates
from coop.shared.drawn_fields import drawn_field
from coop.shared.filter_chips import Chip, UnreadFilter, chips_of, standing_of, unread_filters
from coop.shared.highlight import pieces
from coop.shared.sorting import Order

register = template.Library()


class SortLink(NamedTuple):
    """`order`: that in force, where the list is sorted by this column."""

    column: str
    label: str
    url: str
    order: Order | None


TONES = frozenset({"good", "late", "ongoing", "soon", "bad", "steady", "unknown", "stopped", "neutral"})
ICON_NAME = re.compile(r"[a-z0-9-]+")
DRAWINGS_KEPT = 250  # of up to a hundred kilobytes with their facts: the overviews of fifty readers


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing of a Bootstrap icon, hidden from screen readers: the words stand beside it.

    Raises LookupError for a name that the package does not have.
    """
    return _read_icon(name)


@cache
def _read_icon(name: str) -> SafeString:
    path = settings.ICONS_DIR / f"{name}.svg"
    if not ICON_NAME.fullmatch(name) or not path.is_file():
        raise LookupError(f"there is no icon named {name!r}")
    svg = " ".join(path.read_text(encoding="utf-8").split())
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


@register.simple_tag
def badge(label: Any, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Words, colour and icon together. Raises LookupError for a tone that app.css does not have."""
    if tone not in TONES:
        raise LookupError(f"there is no tone named {tone!r}")
    return _drawn_badge(str(label), tone, icon_name)


@lru_cache(maxsize=500)
def _drawn_badge(label: str, tone: str, icon_name: str) -> SafeString:
    """Drawn once, and not in every row of a list."""
    return render_to_string("ui/badge.html", {"label": label, "tone": tone, "icon_name": icon_name})


@register.simple_tag
def drawn_once(template_name: str, drawn: Hashable) -> SafeString:
    """The template of these facts and nothing else; drawn again when they, or the language, are others."""
    return _drawn_once(template_name, drawn, get_language())


@lru_cache(maxsize=DRAWINGS_KEPT)
def _drawn_once(template_name: str, drawn: Hashable, language: str) -> SafeString:
    return render_to_string(template_name, {"drawn": drawn})


@register.simple_tag
def filter_field(filterset: Any, field: BoundField) -> SafeString:
    """A field of the form of a django-filter set."""
    return drawn_field(type(filterset), field)


@register.inclusion_tag("ui/due_date.html")
def due_date(day: dt.date | None, days_late: int | None = None) -> dict[str, Any]:
    """A deadline, with what it means today.

    `days_late`: days since the deadline; 0 is due today, below 0 is days that remain, None says nothing.
    """
    return {"day": day, "days_late": days_late, "days_left": -days_late if days_late is not None else None}


@register.filter
def days_since(day: dt.date, on: dt.date) -> int:
    """For `due_date`: days from the deadline until `on`, below 0 for one that is still to come."""
    return (on - day).days


@register.filter
def number(value: float | Decimal | str | None) -> str:
    """1.234.567,5 in Vietnamese, 1,234,567.5 in English; "" for None. Never for years.

    A Decimal is written without zeros at its end: 139, not 139,00; 1.250,5, not 1.250,50.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, int) and 0 <= value < 1_000:
        return str(value)  # the same in every language, and a page has a thousand of them
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else value.normalize()
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def vn_date(value: dt.date | None) -> str:
    """05/12/2026 in both languages; a moment is read in the zone of the office; "" for None."""
    if not value:
        return ""
    return dates.short_date(_local(value))


@register.filter
def vn_datetime(value: dt.datetime | None) -> str:
    """05/12/2026 14:30, in the zone of the office; "" for None."""
    return f"{_local(value):%d/%m/%Y %H:%M}" if value else ""


def _local(value: Any) -> Any:
    is_moment = isinstance(value, dt.datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if is_moment else value


@register.filter
def cut(text: str, length: int) -> str:
    """No longer than this with its ellipsis, cut between words. Django's `truncatechars` asks of every
    letter whether it is a mark of the one before; our texts are stored composed, and a list has a hundred of
    them.
    """
    if len(text) <= length:
        return text
    words, _space, _cut_word = text[:length].rpartition(" ")
    return f"{words or text[: length - 1]}…"


@register.filter
def unbroken(text: str) -> SafeString:
    """Every number of a paper on one line: a browser breaks '02-KH/TU' at its hyphen."""
    return format_html_join(" ", "{}", ((_unbroken_word(word),) for word in text.split(" ")))


def _unbroken_word(word: str) -> str:
    return format_html('<span class="text-nowrap">{}</span>', word) if "/" in word else word


@register.simple_tag
def address_head(url_name: str) -> str:
    """What stands before the number in the addresses of this page: fifty `{% url %}` cost more than the rows
    that they stand in. Raises ValueError for an address that does not end with the number.
    """
    address = reverse(url_name, args=[0])
    if not address.endswith("/0/"):
        raise ValueError(f"the number is not the end of {address}")
    return address.removesuffix("0/")


register.filter("attributes", flatatt)


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a form field in Bootstrap's dress; what the widget asks for itself is kept."""
    css = " ".join(filter(None, [field.field.widget.attrs.get("class"), _css_class(field.field.widget)]))
    if field.errors:
        css += " is-invalid"
    return field.as_widget(attrs={"class": css})


@register.filter
def option_control(option: BoundWidget) -> SafeString:
    """One box or button of a list, in Bootstrap's dress."""
    option.data["attrs"]["class"] = "form-check-input"
    return option.tag()


@register.filter
def control_kind(field: BoundField) -> str:
    """'check' for a single box, 'options' for a list of boxes or buttons, else 'line'."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    is_list = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return "options" if is_list else "line"


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


@register.filter
def hits_marked(text: str, words: str) -> SafeString:
    """The text with what was looked for in `<mark>`, also where its diacritics differ."""
    parts = (
        (format_html("<mark>{}</mark>", part) if is_hit else part,) for part, is_hit in pieces(text, words)
    )
    return format_html_join("", "{}", parts)


@register.filter
def chips(filterset: Any) -> list[Chip]:
    """What a django-filter set is filtered by, each with the address that takes it away."""
    return chips_of(filterset.form, _asked(filterset))


@register.filter
def unread(filterset: Any) -> list[UnreadFilter]:
    """The filters of a django-filter set that cannot be read; while there is one, its list has no rows."""
    return unread_filters(filterset.form, _asked(filterset))


def _asked(filterset: Any) -> QueryDict:
    return filterset.data if isinstance(filterset.data, QueryDict) else QueryDict()


@register.simple_tag(takes_context=True)
def standing_line(context: Context) -> str:
    """For paper: the day of the list on this page (`today`, else the day it is) and its `filter` in words."""
    return standing_of(context["filter"], context.get("today") or timezone.localdate())


@register.inclusion_tag("ui/sort_head.html", takes_context=True)
def sort_head(
    context: Context,
    column: str,
    label: str,
    css: str = "",
    *,
    largest_first: bool = False,
    also: str = "",
    also_label: str = "",
) -> dict[str, Any]:
    """The head of a column as a link that sorts by it, and turns the order when it is sorted so already;
    `also` is a second number of the column. `largest_first`: for numbers, where the least are of no interest.

    The page gives its order in force as `order`.
    """
    order: Order = context["order"]
    query = context["request"].GET.copy()
    query.pop("page", None)
    links = []
    for name, words in filter(all, ((column, label), (also, also_label))):
        in_force = order.column == name
        query["sort"] = (order.turned if in_force else Order(name, largest_first)).param
        links.append(SortLink(name, words, f"?{query.urlencode()}", order if in_force else None))
    return {"links": links, "css": css, "order": next((link.order for link in links if link.order), None)}
