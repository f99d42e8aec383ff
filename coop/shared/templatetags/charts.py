"""The pieces of a chart of which a page has hundreds; a template would take ten times as long for them."""

from __future__ import annotations

from html import escape  # Django's asks of each whether it is lazy

from django import template
from django.utils.safestring import SafeString, mark_safe

from coop.shared.chart_parts import Part, Series, TableRow, Text, percent
from coop.shared.templatetags.ui import number

register = template.Library()


@register.simple_tag
def chart_part(chart_name: str, part: Part, row_label: str = "", value_inside: bool = False) -> SafeString:
    """A rectangle with its value, its words on hovering, and a link to what it counts.

    Presentation attributes are for paper; app.css has the last word on screen.
    """
    series = part.series
    about = f"{row_label} – " if row_label else ""
    words = escape(f"{about}{series.label}: {number(part.amount.value)}")
    fill = series.ink if series.is_solid else series.soft
    if series.is_hatched:
        fill = f"url(#{escape(chart_name)}-{escape(series.key)})"
    drawn = (
        f'<title>{words}</title><rect class="part part--{series.pattern}" x="{percent(part.x)}" y="{part.y}" '
        f'width="{percent(part.width)}" height="{part.height}" fill="{fill}" stroke="{series.ink}"/>'
    )
    if part.text:
        drawn += _value(series, part.text, value_inside)
    if part.amount.url:
        drawn = f'<a href="{escape(part.amount.url)}">{drawn}</a>'
    return mark_safe(f'<g class="tone-{series.tone}">{drawn}</g>')


def _value(series: Series, text: Text, inside: bool) -> str:
    """On a full colour in white; on a hatching with a plain edge around it."""
    ink = "#ffffff" if inside and series.is_solid else series.ink
    ground = {"solid": " chart-value--on-solid", "hatched": " chart-value--on-hatching"}
    css = "chart-value" + (ground.get(series.pattern, "") if inside else "") + " roomy" * text.roomy
    return (
        f'<text class="{css}" x="{text.across}" y="{text.y}" text-anchor="middle" font-size="14" '
        f'fill="{ink}">{escape(text.text)}</text>'
    )


@register.simple_tag
def chart_cells(row: TableRow, with_total: bool = False) -> SafeString:
    """The numbers of a row of the table beside a chart; what counts something leads to its list."""
    counted = [(amount.value, amount.url) for amount in row.amounts] + [(row.total, row.url)] * with_total
    cells = [
        f'<a href="{escape(url)}">{number(value)}</a>' if url and value else number(value)
        for value, url in counted
    ]
    return mark_safe("".join(f'<td class="num">{cell}</td>' for cell in cells))
