"""The pieces of a chart of which a page has hundreds; a template would take ten times as long for them."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from coop.shared.chart_parts import Part, TableRow, Text
from coop.shared.templatetags.ui import number

register = template.Library()


@register.simple_tag
def chart_part(chart_name: str, part: Part, row_label: str = "", value_inside: bool = False) -> SafeString:
    """A rectangle with its value, its words on hovering, and a link to what it counts.

    Presentation attributes are for paper; app.css has the last word on screen.
    """
    series = part.series
    words = escape(f"{row_label} – " if row_label else "") + escape(
        f"{series.label}: {number(part.amount.value)}"
    )
    place = f'x="{part.x}" y="{part.y}" width="{part.width}" height="{part.height}"'
    css, fill = ("part part--solid", series.ink) if series.is_solid else ("part", series.soft)
    drawn = f'<rect class="{css}" {place} fill="{fill}" stroke="{series.ink}"><title>{words}</title></rect>'
    if series.is_hatched:
        drawn += f'<rect class="part-hatch" {place} fill="url(#{escape(chart_name)}-{escape(series.key)})"/>'
    if part.text:
        drawn += _value(part, part.text, value_inside)
    if part.amount.url:
        drawn = f'<a href="{escape(part.amount.url)}" aria-label="{words}">{drawn}</a>'
    return mark_safe(f'<g class="tone-{series.tone}">{drawn}</g>')


def _value(part: Part, text: Text, inside: bool) -> str:
    """On a hatching it stands on a plain plate, on a full colour in white."""
    series, css, ink, plate = part.series, "chart-value", part.series.ink, ""
    if inside and series.is_solid:
        css, ink = "chart-value chart-value--on-solid", "#ffffff"
    if inside and series.is_hatched:
        plate = (
            f'<rect class="part-plate" x="{text.plate_x}" y="{part.y + 3}" width="{text.plate_width}" '
            f'height="18" rx="3" fill="{series.soft}"/>'
        )
    return (
        f'{plate}<text class="{css}" x="{text.x}" y="{text.y}" text-anchor="middle" font-size="14" '
        f'fill="{ink}">{escape(text.text)}</text>'
    )


@register.simple_tag
def chart_cells(row: TableRow, with_total: bool = False) -> SafeString:
    """The numbers of a row of the table beside a chart; what counts something leads to its list."""
    cells = [
        f'<a href="{escape(amount.url)}">{number(amount.value)}</a>'
        if amount.url and amount.value
        else number(amount.value)
        for amount in row.amounts
    ] + [number(row.total)] * with_total
    return mark_safe("".join(f'<td class="num">{cell}</td>' for cell in cells))
