"""What a person looks at before a report is issued: what stops it, and what is only said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coop.shared.documents.letters_on_paper import unprintable
from tasks.models import AnnualReport, ReportPart
from tasks.reports.bound import names_in
from tasks.reports.drafting import HEAD
from tasks.reports.entries import Entry
from tasks.reports.exhibits import CHART, TABLE
from tasks.reports.facts import Facts
from tasks.reports.figures import figures_of, sums_that_fail
from tasks.reports.lineage import LINE, PAPERS, lines_in, lines_of
from tasks.reports.typed_numbers import numbers_that_differ
from tasks.states import DATED, Assessment

_EXPECTS_A_REPORT = DATED | {Assessment.CONTINUOUS}
_NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Finding:
    """`stops`: the report cannot be issued like this; else a person says that it was seen."""

    text: str
    stops: bool = False
    details: tuple[str, ...] = ()


def checklist(report: AnnualReport, parts: list[ReportPart], facts: Facts) -> list[Finding]:
    """What stops first."""
    found = [*_of_text(report, parts, facts), *_of_data(facts)]
    return sorted(found, key=lambda finding: not finding.stops)


def _of_text(report: AnnualReport, parts: list[ReportPart], facts: Facts) -> Iterator[Finding]:
    if figures_of(facts) != report.figures:
        yield Finding(
            _("Data has changed since the draft was last brought up to date: update the figures."), stops=True
        )
    if found := unprintable("\n".join(getattr(report, name) for name in HEAD)):
        said = _("Head and signature: a paper cannot show these characters; take them away.")
        yield Finding(said, stops=True, details=tuple(found))
    lines = {name for part in parts for name in lines_in(part.draft)}
    for part in parts:
        yield from _told_to(report, part)
        yield from _of_words(report, part, lines)
    if not report.signer:
        yield Finding(_("The name of the signatory is missing."))


def _told_to(report: AnnualReport, part: ReportPart) -> Iterator[Finding]:
    """What data has said since somebody wrote, and nobody has looked at."""
    if part.held:
        said = _("%(part)s: numbers in edited sentences have changed; look at them and decide.")
        yield Finding(said % {"part": part}, stops=True, details=tuple(changed_numbers(report, part)))
    if part.disputed:
        said = _("%(part)s: the draft has changed where somebody wrote; look at the lines and decide.")
        yield Finding(said % {"part": part}, stops=True, details=tuple(disputed_lines(part)))


def _of_words(report: AnnualReport, part: ReportPart, lines: set[str]) -> Iterator[Finding]:
    if not part.text.strip() and part.title:
        yield Finding(_("%(part)s: nothing is written.") % {"part": part})
    if unknown := unknown_names(report, part, lines):
        said = _("%(part)s: no figure has these names; correct them or write the words out.")
        yield Finding(said % {"part": part}, stops=True, details=tuple(f"[{name}]" for name in unknown))
    if found := unprintable(part.text):
        said = _("%(part)s: a paper cannot show these characters; take them away or write words instead.")
        yield Finding(said % {"part": part}, stops=True, details=tuple(found))
    if typed := tuple(typed_numbers(report, part)):
        said = _("%(part)s: numbers typed into the prose differ from those of the data now.")
        yield Finding(said % {"part": part}, details=typed)


def _of_data(facts: Facts) -> Iterator[Finding]:
    unreported = [
        entry for entry in facts.entries if not entry.reported and entry.assessment in _EXPECTS_A_REPORT
    ]
    waiting = [entry for entry in facts.entries if entry.waits_for_confirmation]
    asked = [entry for entry in facts.entries if entry.waits_for_extension]
    if unreported:
        said = ngettext(
            "%(count)s due period has no report.", "%(count)s due periods have no report.", len(unreported)
        )
        yield _counted(said, unreported)
    if waiting:
        said = ngettext(
            "%(count)s completion report waits for confirmation.",
            "%(count)s completion reports wait for confirmation.",
            len(waiting),
        )
        yield _counted(said, waiting)
    if asked:
        said = ngettext(
            "%(count)s wish for more time waits for a decision.",
            "%(count)s wishes for more time wait for a decision.",
            len(asked),
        )
        yield _counted(said, asked)
    if boxes := [f"{entry.task}: {char}" for entry in facts.told for char in unprintable(_quoted(entry))]:
        said = _("The appendix quotes characters that a paper cannot show; each is a mark � there.")
        yield Finding(said, details=tuple(dict.fromkeys(boxes)))
    for figure in sums_that_fail(facts):
        said = _("The parts of “%(figure)s” do not add up to it.")
        yield Finding(said % {"figure": figure.whole})


def _quoted(entry: Entry) -> str:
    """What the appendix says of it in words of others, which nobody changes here."""
    task = entry.task
    printed = (task.heading, task.content, task.lead_text, task.partner_text, task.timeframe)
    return "\n".join((*printed, entry.result, entry.obstacles))


def _counted(said: str, entries: list[Entry]) -> Finding:
    named = [f"{entry.task} – {entry.leads}" for entry in entries[:_NAMED_AT_MOST]]
    more = ["…"] if len(entries) > _NAMED_AT_MOST else []
    return Finding(said % {"count": len(entries)}, details=(*named, *more))


def changed_numbers(report: AnnualReport, part: ReportPart) -> Iterable[str]:
    """'đến hạn: 17 → 18', for every number that an edited sentence holds back."""
    gone = _("no longer in the data")
    return (f"{name}: {old} → {report.figures.get(name, gone)}" for name, old in part.held.items())


def typed_numbers(report: AnnualReport, part: ReportPart) -> Iterator[str]:
    """'“… có 17 nhiệm vụ …”: lời văn ghi 17, số liệu hiện nay là 18 (đến hạn)'."""
    for found in numbers_that_differ(part.text, part.draft, report.figures):
        said = _("“%(words)s”: the prose says %(typed)s, the data now %(now)s")
        named = f" ({found.name})" if found.name else ""
        yield said % {"words": found.words, "typed": found.typed, "now": found.now} + named


def disputed_lines(part: ReportPart) -> Iterator[str]:
    """What data no longer says and what it says now, in the place of edited sentences, as people read it."""
    signs = (("gone", _("no longer in the data")), ("come", _("new")))
    return (f"{sign}: {line}" for name, sign in signs for line in part.disputed.get(name, ()))


def unknown_names(report: AnnualReport, part: ReportPart, lines: set[str]) -> list[str]:
    """`lines`: those of the draft, which costs no query; whether they are still there is asked at issue."""
    of_one = {LINE, PAPERS} if report.agreement_id else set()
    known = report.figures.keys() | part.held.keys() | {TABLE, CHART} | lines | of_one
    return [name for name in names_in(part.text) if name not in known]


def lost_lines(parts: Iterable[ReportPart], facts: Facts) -> set[str]:
    """Lines in time for which the text asks, of papers that do not hang together any more."""
    shown = {name for line in lines_of(facts) for name in (line.drawing, line.table)}
    return {name for part in parts for name in lines_in(part.text)} - shown
