"""A cell of the table of lead units and fields: a page has two hundred of them, and a template would take ten
times as long.
"""

from __future__ import annotations

from html import escape  # Django's asks of each whether it is lazy: a third of the time of a cell

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from coop.shared.templatetags.ui import number
from tasks.dashboard.figures import Cell
from tasks.dashboard.numbers import Number

register = template.Library()


@register.simple_tag
def heat_cell(cell: Cell | None) -> SafeString:
    """Completed / due and how much is late, each number a link; a dash where nothing is due."""
    if cell is None:
        nothing = escape(_("nothing due"))
        return mark_safe(f'<td class="heat__cell"><span class="soft" aria-label="{nothing}">–</span></td>')
    tone, sign, words = cell.looks
    late = cell.counted.overdue
    return mark_safe(
        f'<td class="heat__cell heat__cell--{tone} tone-{tone}"><span class="heat__word">'
        f'<span aria-hidden="true">{sign}</span> {escape(str(words))}</span> '
        f"{_named(cell.counted.all_done)} / {_named(cell.counted.all_due)}{_late(late) if late.count else ''}"
        "</td>"
    )


def _named(one: Number) -> str:
    told = number(one.count)
    return f'<a href="{escape(one.url)}" aria-label="{escape(str(one.label))}: {told}">{told}</a>'


def _late(one: Number) -> str:
    return f' <a class="heat__late" href="{escape(one.url)}">{escape(_("overdue"))}: {number(one.count)}</a>'
