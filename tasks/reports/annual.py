"""The annual report as a paper: its head, its parts and its appendix → OfficialDocument. Outline:
reporting-practice.md A1; layout: Nghị định 30/2020/NĐ-CP. A paper is in Vietnamese, whatever the reader's
language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import override

from agreements.models import Party, Province
from coop.shared.documents.content import (
    Block,
    Heading,
    OfficialDocument,
    Signature,
    attached_to,
    number_symbol,
    place_and_date,
)
from tasks.models import AnnualReport, ReportPart
from tasks.reports import wording
from tasks.reports.bound import bound_lines
from tasks.reports.draft import draft_of
from tasks.reports.exhibits import annex, exhibits
from tasks.reports.facts import Facts, gather
from tasks.reports.figures import figures_of
from tasks.reports.prose import Exhibits, blocks_of
from tasks.reports.scope import Scope

SYMBOL = "BC-UBND"


@override("vi")
def annual_report(scope: Scope) -> OfficialDocument:
    """The report as data gives it, kept nowhere: number and day are left open."""
    facts = gather(scope)
    report = AnnualReport(**scope_columns(scope), **first_head(facts), figures=figures_of(facts))
    return document_of(report, draft_of(facts), facts)


@override("vi")
def document_of(report: AnnualReport, parts: Iterable[ReportPart], facts: Facts) -> OfficialDocument:
    """The paper as it stands: what people wrote, with the figures of the last draft."""
    return OfficialDocument(
        issuing_body=tuple(report.issuing_body.splitlines()),
        superior_body=report.superior_body or None,
        number_symbol=number_symbol(report.number, report.symbol),
        place_and_date=place_and_date(report.place, report.issued_on, report.cut_off_on.year),
        kind="BÁO CÁO",
        subject=report.subject,
        addressees=lines_of(report.addressees),
        body=tuple(_body(report, parts, exhibits(facts))),
        signature=Signature(lines_of(report.authority), report.signer),
        recipients=lines_of(report.recipients),
        annexes=(annex(facts, _attached_to(report)),) if facts.told else (),
        title=f"Báo cáo: {report.subject}",
    )


def _attached_to(report: AnnualReport) -> str:
    year = report.cut_off_on.year
    return attached_to("Báo cáo", report.number, report.symbol, report.issued_on, year, _issuer(report))


def _issuer(report: AnnualReport) -> str:
    """As in a sentence where it is the usual one, else in the capitals of the head."""
    usual, head = f"Ủy ban nhân dân {report.province.full_name}", " ".join(lines_of(report.issuing_body))
    return usual if head == usual.upper() else head


def _body(report: AnnualReport, parts: Iterable[ReportPart], shown: Exhibits) -> Iterator[Block]:
    for part in parts:
        if part.title and part.text.strip():
            yield Heading(1, part.title)
        yield from blocks_of(bound_lines(part.text, part.draft, report.figures, part.held), shown)


def scope_of(report: AnnualReport) -> Scope:
    """What a stored report is about; `scope_columns` is the way back."""
    return Scope(
        report.agreement,
        report.province,
        report.period,
        report.cut_off_on,
        partner=report.partner,
        field=report.field,
        unit=report.unit,
    )


def scope_columns(scope: Scope) -> dict[str, Any]:
    """Column of `AnnualReport` → its value; both ends of the period belong to it."""
    return {
        "agreement": scope.agreement,
        "province": scope.province,
        "partner": scope.partner,
        "field": scope.field,
        "unit": scope.unit,
        "starts_on": scope.period.start,
        "ends_on": scope.period.end,
        "cut_off_on": scope.cut_off_on,
    }


@override("vi")
def first_head(facts: Facts) -> dict[str, Any]:
    """What stands around the text as long as nobody has written anything else."""
    province = facts.scope.province
    return {
        "issuing_body": f"ỦY BAN NHÂN DÂN\n{province.full_name.upper()}",
        "symbol": SYMBOL,
        "place": place_of(province),
        "subject": wording.subject(facts),
        "recipients": "\n".join(_recipients(facts)),
        "authority": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    }


def place_of(province: Province) -> str:
    """Where its papers are signed: "Lâm Đồng, ngày …", but "Thành phố Hồ Chí Minh, ngày …"."""
    return "Thành phố Hồ Chí Minh" if province.name == "Hồ Chí Minh" else province.name


def lines_of(text: str) -> tuple[str, ...]:
    """Without empty lines and the spaces around each."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _recipients(facts: Facts) -> tuple[str, ...]:
    parties = (
        Party.objects.filter(agreement__in=facts.agreements)
        .exclude(province__current_heir=facts.scope.province.current_heir_id)
        .select_related("province__current_heir")
        .order_by("agreement", "sort")
    )
    heirs = [party.province.current_heir for party in parties if party.province.current_heir]
    partners = dict.fromkeys(f"UBND {heir.full_name} (để phối hợp)" for heir in heirs)
    party = "Thành ủy" if facts.scope.province.kind == Province.Kind.CITY else "Tỉnh ủy"
    return (f"Thường trực {party}, HĐND (để báo cáo)", *partners, "Các sở, ban, ngành", "Lưu: VT, TH")
