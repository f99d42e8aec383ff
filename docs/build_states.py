"""Writes docs/states.md from the tables of moves: `python -m docs.build_states`."""

from __future__ import annotations

import os
from pathlib import Path

import django

PAGE = Path(__file__).parent / "states.md"

_HEAD = """# The states of an occurrence

Generated from `tasks/states.py` and `tasks/permissions/` by `python -m docs.build_states`; do not edit.
Overdue is no state: it is computed from the due date and a day (`tasks.states.assess`).

"""


def page() -> str:
    """The page as Markdown: the diagram, then who may do what, and when."""
    return _HEAD + _diagram() + "\n" + _table() + "\n" + _assessments()


def _diagram() -> str:
    from tasks.states import TRANSITIONS, Status

    lines = [
        f"    {source.value} --> {transition.target.value}: {move.value}"
        for move, transition in TRANSITIONS.items()
        if transition.target is not None
        for source in Status
        if source in transition.sources
    ]
    return "```mermaid\nstateDiagram-v2\n    [*] --> not_started\n" + "\n".join(lines) + "\n```\n"


def _table() -> str:
    from tasks.permissions.acting import WHO
    from tasks.states import TRANSITIONS, Status

    rows = ["| move | from | to | who |", "|---|---|---|---|"]
    for move, transition in TRANSITIONS.items():
        sources = ", ".join(status.value for status in Status if status in transition.sources)
        target = transition.target.value if transition.target else "stays"
        rows.append(f"| {move.value} | {sources} | {target} | {_first_line(WHO[move])} |")
    return "\n".join(rows) + "\n"


def _assessments() -> str:
    from tasks.states import Assessment

    rows = ["## Assessments", "", "Every occurrence of a period falls into exactly one.", ""]
    rows += [f"- `{assessment.value}`: {assessment.label}" for assessment in Assessment]
    return "\n".join(rows) + "\n"


def _first_line(rule: object) -> str:
    return (rule.__doc__ or "").strip().splitlines()[0].rstrip(".")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")
    django.setup()
    from django.utils import translation

    with translation.override("en"):
        PAGE.write_text(page(), encoding="utf-8")
