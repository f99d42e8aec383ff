"""A report is written from data, edited part by part and brought up to date; each is one act."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coop.shared.events import record
from tasks.actions.refusal import StaleError, require
from tasks.models import AnnualReport, ReportPart
from tasks.permissions.seeing import writes_reports
from tasks.reports.annual import first_head, scope_columns, scope_of
from tasks.reports.bound import edited_lines, held_back, names_in
from tasks.reports.draft import draft_of
from tasks.reports.facts import gather
from tasks.reports.figures import figures_of
from tasks.reports.merging import Merged, merged
from tasks.reports.scope import Scope

HEAD = (
    "superior_body",
    "issuing_body",
    "symbol",
    "place",
    "subject",
    "addressees",
    "recipients",
    "authority",
    "signer",
)


@transaction.atomic
def write_report(*, by: Any, scope: Scope, replaces: AnnualReport | None = None) -> AnnualReport:
    """A draft from data. A correction (`replaces`) begins with the head of what it replaces, and with what
    people wrote there. Raises RefusedError.
    """
    require(writes_reports(by, scope.province), _("Only the secretariat of the province writes reports."))
    facts = gather(scope)
    head, figures, parts = first_head(facts), figures_of(facts), draft_of(facts)
    if replaces is not None:
        replaces = AnnualReport.objects.select_for_update(of=("self",)).get(pk=replaces.pk)
        require(not replaces.is_draft, _("Only an issued report is replaced by another one."))
        require(not hasattr(replaces, "replaced_by"), _("This report has been replaced already."))
        head = {name: getattr(replaces, name) for name in HEAD}
        _carry_over(replaces, parts, figures)
    report = AnnualReport.objects.create(
        **scope_columns(scope), **head, figures=figures, replaces=replaces, written_by=by
    )
    for part in parts:
        part.report = report
    ReportPart.objects.bulk_create(parts)
    record(by=by, verb="write_report", target=report, after={"replaces": str(replaces or "")})
    return report


@transaction.atomic
def update_report(*, by: Any, report: AnnualReport) -> AnnualReport:
    """Take the data of now: line by line, drafted sentences are drafted anew and edited ones stay. A number
    that has changed in an edited sentence keeps its old value, and a draft that says otherwise where somebody
    wrote is told, until a person has seen it. Raises RefusedError.
    """
    current = locked_draft(by, report)
    facts = gather(scope_of(current))
    old, new = current.figures, figures_of(facts)
    fresh = {part.key: part for part in draft_of(facts)}
    for part in current.parts.all():
        _refresh(part, fresh[part.key].text, old, new)
    current.figures = new
    _saved(current)
    changed = {name for name in old.keys() & new.keys() if old[name] != new[name]}
    record(
        by=by,
        verb="update_report",
        target=current,
        before={"figures": {name: old[name] for name in sorted(changed)}},
        after={"figures": {name: new[name] for name in sorted(changed)}},
    )
    return current


def _refresh(part: ReportPart, draft: str, old: dict[str, str], new: dict[str, str]) -> None:
    _follow(part, part, draft, old, new)
    part.version += 1
    part.save()


def _carry_over(issued: AnnualReport, parts: list[ReportPart], figures: dict[str, str]) -> None:
    written = {part.key: part for part in issued.parts.all()}
    for part in parts:
        if part.key in written:
            _follow(part, written[part.key], part.draft, issued.figures, figures)


def _follow(
    part: ReportPart, before: ReportPart, draft: str, old: dict[str, str], new: dict[str, str]
) -> None:
    """The part has this draft, with what people wrote `before` in the place of the old one."""
    result = merged(before.text, before.draft, draft)
    part.held = held_back(result.text, draft, old | before.held, new)
    part.disputed = _still_disputed(before.disputed, result, draft)
    part.text, part.draft = result.text, draft


def _still_disputed(told: dict[str, list[str]], result: Merged, draft: str) -> dict[str, list[str]]:
    """With what was told before and nobody has looked at since."""
    drafted, written = draft.splitlines(), result.text.splitlines()
    gone = [line for line in told.get("gone", ()) if line not in drafted]
    come = [line for line in told.get("come", ()) if line in drafted and line not in written]
    both = {"gone": [*gone, *result.gone], "come": [*come, *result.come]}
    return {name: list(dict.fromkeys(lines)) for name, lines in both.items() if lines}


@transaction.atomic
def edit_part(*, by: Any, part: ReportPart, text: str, version: int) -> ReportPart:
    """What a person writes in the place of the draft. Raises RefusedError, StaleError when somebody else was
    faster.
    """
    report = locked_draft(by, part.report)
    current = report.parts.get(pk=part.pk)
    if current.version != version:
        raise StaleError(
            _(
                "This part has been changed since you opened it, by somebody else or in another window. Your "
                "text is still below."
            )
        )
    before, text = current.text, "\n".join(line.rstrip() for line in text.strip().splitlines())
    if before == text:
        return current
    current.text = text
    names = names_in("\n".join(edited_lines(text, current.draft)))
    current.held = {name: value for name, value in current.held.items() if name in names}
    current.disputed = {}
    _saved_part(report, current)
    _record_part(by, report, current, "edit_report_part", before)
    return current


@transaction.atomic
def take_figures(*, by: Any, part: ReportPart) -> ReportPart:
    """The person has seen that numbers in edited sentences moved, and takes the new ones. Raises
    RefusedError.
    """
    report = locked_draft(by, part.report)
    current = report.parts.get(pk=part.pk)
    old = current.held
    new = {name: report.figures.get(name, "") for name in old}
    current.held = {}
    _saved_part(report, current)
    record(
        by=by,
        verb="take_new_figures",
        target=report,
        before={"figures": old},
        after={"figures": new, "part": str(current)},
    )
    return current


@transaction.atomic
def keep_text(*, by: Any, part: ReportPart) -> ReportPart:
    """The person has seen that the draft says otherwise where somebody wrote, and leaves the text as it is.
    Raises RefusedError.
    """
    report = locked_draft(by, part.report)
    current = report.parts.get(pk=part.pk)
    told, current.disputed = current.disputed, {}
    _saved_part(report, current)
    record(
        by=by,
        verb="keep_report_text",
        target=report,
        before={"lines": "\n".join(told.get("gone", ()))},
        after={"lines": "\n".join(told.get("come", ())), "part": str(current)},
    )
    return current


@transaction.atomic
def take_draft(*, by: Any, part: ReportPart) -> ReportPart:
    """Give up what was written and go back to what data says. Raises RefusedError."""
    report = locked_draft(by, part.report)
    current = report.parts.get(pk=part.pk)
    before = current.text
    current.text, current.held, current.disputed = current.draft, {}, {}
    _saved_part(report, current)
    _record_part(by, report, current, "take_draft", before)
    return current


@transaction.atomic
def edit_head(*, by: Any, report: AnnualReport, version: int, **columns: str) -> AnnualReport:
    """Who issues, signs and receives it, and what it is about. Raises RefusedError, StaleError when somebody
    else was faster.
    """
    current = locked_draft(by, report)
    require_seen(current, version)
    columns = {name: text.replace("\r\n", "\n") for name, text in columns.items()}  # as browsers send them
    before = {name: getattr(current, name) for name in columns if getattr(current, name) != columns[name]}
    for name in before:
        setattr(current, name, columns[name])
    if before:
        _saved(current)
        after = {name: columns[name] for name in before}
        record(by=by, verb="edit_report", target=current, before=before, after=after)
    return current


@transaction.atomic
def discard_report(*, by: Any, report: AnnualReport) -> None:
    """A draft that nobody needs goes; its event stays. Raises RefusedError."""
    current = locked_draft(by, report)
    record(by=by, verb="discard_report", target=current)
    current.delete()


def locked_draft(by: Any, report: AnnualReport) -> AnnualReport:
    """The report, locked for this transaction. Raises RefusedError when it is issued or not the person's."""
    current = (
        AnnualReport.objects.select_for_update(of=("self",)).select_related("province").get(pk=report.pk)
    )
    require(writes_reports(by, current.province), _("Only the secretariat of the province writes reports."))
    require(current.is_draft, _("The report has been issued and does not change any more."))
    return current


def require_seen(report: AnnualReport, version: int) -> None:
    """Raises StaleError when the report is not as the person saw it."""
    if report.version != version:
        raise StaleError(_("Somebody else has changed the report meanwhile. Look at it again."))


def _saved(report: AnnualReport) -> None:
    report.version += 1
    report.save()


def _saved_part(report: AnnualReport, part: ReportPart) -> None:
    part.version += 1
    part.save()
    _saved(report)


def _record_part(by: Any, report: AnnualReport, part: ReportPart, verb: str, before: str) -> None:
    """With the lines that went and those that came."""
    gone, come = edited_lines(before, part.text), edited_lines(part.text, before)
    record(
        by=by,
        verb=verb,
        target=report,
        before={"lines": "\n".join(gone)},
        after={"lines": "\n".join(come), "part": str(part)},
    )
