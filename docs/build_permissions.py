"""Writes docs/permissions.md from the rules and from the table that the tests hold every address against:
`python -m docs.build_permissions`.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

PAGE = Path(__file__).parent / "permissions.md"

_HEAD = """# Who sees what, and who may do what

Generated from `agreements/permissions/`, `tasks/permissions/` and the table in `tests/test_access.py` by
`python -m docs.build_permissions`; do not edit. Lists, pages, files, exports and the admin go through these
same rules. What a person may not see answers 404. When an act is possible is in [states.md](states.md). A
role that is withdrawn is gone at the next request.
"""

_COLUMNS = {
    "anon": "nobody signed in",
    "lead": "staff of the lead unit",
    "othr": "staff of another unit of the province",
    "ledr": "leadership",
    "secr": "secretariat",
    "audt": "auditor",
    "admn": "administrator of accounts",
    "supr": "superuser",
    "khang": "secretariat of a province that is no party",
    "part": "staff of the partner province, named in a task",
    "form": "somebody whose role has ended",
}
_ANSWERS = {"200": "✓", "302": "→", "308": "→", "404": "–", "405": "✓ (by form)"}


def page() -> str:
    """The page as Markdown. Needs Django set up, and no database."""
    from tests.test_access import TABLE

    return "\n".join(
        [_HEAD, *_rules("What a person sees", _sees()), *_rules("Who acts", _acts()), *_addresses(TABLE)]
    )


def _sees() -> dict[str, Callable[..., Any]]:
    from agreements import permissions as papers
    from tasks.permissions import seeing

    return {
        "agreements": papers.visible_agreements,
        "plans and their appendices": papers.visible_plans,
        "papers": papers.visible_documents,
        "tasks": seeing.visible_tasks,
        "due periods and reports": seeing.visible_occurrences,
        "evidence files": seeing.visible_evidence,
        "saved filters": seeing.visible_filters,
        "files of long lists": seeing.own_exports,
        "imports": seeing.keepable_batches,
        "annual reports": seeing.visible_reports,
    }


def _acts() -> dict[str, Callable[..., Any]]:
    from agreements import permissions as papers
    from coop.admin import may_enter_admin
    from tasks.permissions import acting, seeing
    from tasks.states import Move

    moves = {str(move.label): acting.WHO[move] for move in Move}
    return moves | {
        "add a note and evidence": acting.joins,
        "answer a directive": acting.leads,
        "reassign, set the field, mark key tasks": acting.keeps,
        "set the due day of what has none": acting.may_set_due_day,
        "reorganise units": papers.reorganisable_units,
        "rename, share and delete a saved filter": seeing.own_filters,
        "give a directive or ask for an explanation": acting.directs,
        "change an agreement, its headings and the papers it hangs together with": papers.own_agreements,
        "name focal unit, leader and counterparts of a party": papers.own_parties,
        "enter a figure": papers.counting_units,
        "say which side counted a figure": papers.sides_of_count,
        "change and delete a figure": papers.keepable_figures,
        "add a document to an agreement": papers.own_agreements,
        "take a document back": papers.keepable_documents,
        "plan and finish the steps of signing": papers.keepable_steps,
        "finish a small task of a step": papers.finishable_step_tasks,
        "change a plan, import and undo an appendix": papers.may_keep,
        "print the sheet of a unit": papers.get_sheet_unit_or_404,
        "write, edit and issue an annual report": seeing.writes_reports,
        "enter the administration": may_enter_admin,
    }


def _rules(title: str, rules: dict[str, Callable[..., Any]]) -> Iterable[str]:
    yield from (f"## {title}", "", "| what | who |", "|---|---|")
    yield from (f"| {what} | {_said(rule)} |" for what, rule in rules.items())
    yield ""


def _said(rule: Callable[..., Any]) -> str:
    """Raises ValueError for a rule without words."""
    said = inspect.getdoc(rule)
    if not said:
        raise ValueError(f"{rule.__name__} says nothing")
    return " ".join(said.split())


def _addresses(table: str) -> Iterable[str]:
    head, *lines = table.strip().splitlines()
    yield from ("## Every address", "", "✓ opens, → leads elsewhere (a sign-in, a list), – is not found.", "")
    yield from (
        f"- **{short}**: {who}" for short, who in zip(head.split()[1:], _COLUMNS.values(), strict=True)
    )
    yield from ("", f"| address | {' | '.join(head.split()[1:])} |", "|---" * len(head.split()) + "|")
    for line in lines:
        route, *answers = line.rsplit(maxsplit=len(_COLUMNS))
        yield f"| `{route}` | {' | '.join(_ANSWERS[answer] for answer in answers)} |"
    yield ""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")
    django.setup()
    from django.utils import translation

    with translation.override("en"):
        PAGE.write_text(page(), encoding="utf-8")
