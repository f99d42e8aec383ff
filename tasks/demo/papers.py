"""Agreements, their parties, headings, plans and result figures of the demo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from agreements.models import (
    Agreement,
    AgreementHeading,
    Field,
    Party,
    Plan,
    Province,
    ResultFigure,
    Unit,
)
from tasks.demo.calendar import OPENING, Calendar
from tasks.demo.files import papers


@dataclass(frozen=True)
class Issued:
    """A plan with the headings of its appendix by section."""

    plan: Plan
    headings: dict[str, str]


@dataclass(frozen=True)
class Desk:
    """The reference data at hand, by key."""

    units: dict[str, Unit]
    provinces: dict[str, Province]
    fields: dict[str, Field]

    @classmethod
    def open(cls) -> Desk:
        return cls(
            Unit.objects.select_related("province").in_bulk(field_name="key"),
            Province.objects.in_bulk(field_name="key"),
            Field.objects.in_bulk(field_name="code"),
        )


def write_papers(desk: Desk, calendar: Calendar) -> tuple[dict[str, Agreement], dict[str, Issued]]:
    """All agreements with what belongs to them, and their plans; both by their id in the data."""
    agreements: dict[str, Agreement] = {}
    plans: dict[str, Issued] = {}
    for paper in papers():
        agreement = agreements[paper["id"]] = _agreement(paper, agreements, desk, calendar)
        for sort, party in enumerate(paper["parties"], start=1):
            _party(agreement, party, sort, desk)
        for plan in paper.get("plans", []):
            plans[plan["id"]] = Issued(_plan(agreement, plan, desk, calendar), plan["sections"])
        for position, (text, codes) in enumerate(paper.get("headings", []), start=1):
            heading = AgreementHeading.objects.create(agreement=agreement, position=position, text=text)
            heading.fields.set(desk.fields[code] for code in codes)
        for sort, figure in enumerate(paper.get("figures", []), start=1):
            _figure(agreement, figure, sort, desk, calendar)
    return agreements, plans


def _agreement(
    paper: dict[str, Any], known: dict[str, Agreement], desk: Desk, calendar: Calendar
) -> Agreement:
    agreement = Agreement(
        title=paper["title"],
        kind=paper["kind"],
        stage=paper["stage"],
        signed_on=paper.get("signed_on"),
        signed_at=paper.get("signed_at", ""),
        starts_on=paper.get("starts_on"),
        ends_on=paper.get("ends_on"),
        summary=paper["summary"],
        parent=known.get(paper.get("parent", "")),
        renews=known.get(paper.get("renews", "")),
    )
    _save_on(calendar.day(paper["signed_on"]) if "signed_on" in paper else None, agreement)
    agreement.fields.set(desk.fields[code] for code in paper["fields"])
    return agreement


def _party(agreement: Agreement, party: dict[str, Any], sort: int, desk: Desk) -> None:
    written = Party.objects.create(
        agreement=agreement,
        province=desk.provinces[party["province"]],
        body=desk.units[party["body"]] if party["body"] else None,
        focal_unit=desk.units[party["focal_unit"]] if party["focal_unit"] else None,
        directing_leader=party["directing_leader"],
        sort=sort,
    )
    written.counterparts.set(desk.units[key] for key in party.get("counterparts", []))


def _plan(agreement: Agreement, plan: dict[str, Any], desk: Desk, calendar: Calendar) -> Plan:
    written = Plan(
        agreement=agreement,
        province=desk.provinces[plan["province"]],
        kind=plan["kind"],
        number=plan["number"],
        title=plan["title"],
        issued_on=calendar.day(plan["issued_on"]),
        issuer=desk.units[plan["issuer"]],
        focal_unit=desk.units[plan["focal_unit"]],
        starts_on=calendar.day(plan["starts_on"]),
        ends_on=calendar.day(calendar.words(plan["ends_on"])),
    )
    _save_on(written.issued_on, written)
    return written


def _save_on(day: dt.date | None, paper: Any) -> None:
    """With a history that begins on the day of the paper; of what is not signed yet, today."""
    if day:
        paper._history_date = timezone.make_aware(dt.datetime.combine(day, OPENING))
    paper.save()


def _figure(agreement: Agreement, figure: dict[str, Any], sort: int, desk: Desk, calendar: Calendar) -> None:
    """Counted in the January after its year, or today."""
    year = int(calendar.words(str(figure["year"])))
    common = {
        "agreement": agreement,
        "province": desk.provinces[figure["province"]] if figure["province"] else None,
        "unit": desk.units[figure["unit"]] if figure.get("unit") else None,
        "field": desk.fields[figure["field"]] if figure["field"] else None,
        "year": year,
        **{name: figure[name] for name in ("measure", "scope", "source")},
    }
    day = min(dt.date(year + 1, 1, 15), calendar.today)
    whole = ResultFigure(label=figure["label"], value=figure["value"], sort=sort, **common)
    _save_on(day, whole)
    for place, (label, value) in enumerate(figure["parts"], start=1):
        _save_on(day, ResultFigure(whole=whole, label=label, value=value, sort=place, **common))
