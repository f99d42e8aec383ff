"""A unit cell of an appendix → known units, groups of units, unknown names. No Django.

Rules: domain.md §2 and the practice in reference/units.tsv. Wrong and certain is the worst outcome:
what is not wholly understood comes back as uncertain, with suggestions that are never taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tasks.appendix.unit_index import KnownUnit, UnitIndex
from tasks.appendix.unit_list import Draft, read_list
from tasks.appendix.unit_roles import is_ditto, is_nobody, split_roles, tells_roles, without_asides
from tasks.appendix.unit_words import as_printed

__all__ = ["KnownUnit", "UnitIndex", "UnitReading", "read_cell"]


@dataclass(frozen=True)
class UnitReading:
    """What a cell names. `partner` is set when the cell tells the helping units from the leading ones."""

    units: tuple[KnownUnit, ...] = ()
    groups: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    certain: bool = True
    notes: tuple[str, ...] = ()
    suggestions: dict[str, tuple[KnownUnit, ...]] = field(default_factory=dict)
    partner: UnitReading | None = None


def read_cell(text: str, index: UnitIndex, *, previous: UnitReading | None = None) -> UnitReading:
    """Reads one cell; `previous` is the reading of the cell above, which 'nt' repeats."""
    if text in index.readings:
        return index.readings[text]
    printed = as_printed(text)
    if is_ditto(printed):
        return _repeat(previous, printed)
    reading = index.readings[text] = _read(printed, index)
    return reading


def _repeat(previous: UnitReading | None, text: str) -> UnitReading:
    if previous is None:
        return UnitReading(unknown=(text.strip(),), certain=False)
    return replace(previous, notes=(*previous.notes, text.strip()))


def _read(text: str, index: UnitIndex) -> UnitReading:
    roles = split_roles(text)
    lead, notes = _read_part(roles.lead, index)
    if roles.partner is not None:
        partner, partner_notes = _read_part(roles.partner, index)
        return replace(_reading(lead, notes), partner=_reading(partner, partner_notes))
    if roles.labelled and lead.turn:
        return _split_at_turn(lead, notes)
    return _reading(lead, notes)


def _read_part(text: str, index: UnitIndex) -> tuple[Draft, list[str]]:
    if is_nobody(text):
        return Draft(), []
    blanked, notes = without_asides(text, index.completes_a_name)
    draft = read_list(blanked, index)
    draft.certain &= not any(tells_roles(note) for note in notes)
    return draft, notes


def _reading(draft: Draft, asides: list[str]) -> UnitReading:
    return UnitReading(
        tuple(draft.units),
        tuple(draft.groups),
        tuple(draft.unknown),
        draft.certain,
        (*draft.notes, *asides),
        draft.suggestions,
    )


def _split_at_turn(draft: Draft, asides: list[str]) -> UnitReading:
    """'Chủ trì: A; B hướng dẫn; C bố trí': from the first that is told what to do, the units help."""
    units, groups, unknown = draft.turn or draft.counts
    partner = UnitReading(
        tuple(draft.units[units:]),
        tuple(draft.groups[groups:]),
        tuple(draft.unknown[unknown:]),
        certain=False,
    )
    lead = Draft(draft.units[:units], draft.groups[:groups], draft.unknown[:unknown], draft.notes)
    lead.suggestions, lead.certain = draft.suggestions, False
    return replace(_reading(lead, asides), partner=partner)
