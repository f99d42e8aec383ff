"""A sample paper of an agreement: a small PDF that our own writer makes, marked as invented on its face."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from agreements.actions.documents import add_document
from agreements.models import Agreement
from coop.shared.documents.content import OfficialDocument, Paragraph, Signature, place_and_date
from coop.shared.documents.pdf import write_pdf
from coop.shared.uploads import check
from tasks.demo.files import papers
from tasks.demo.people import Person


def write_documents(agreements: dict[str, Agreement], lan: Person) -> None:
    """Lan added them, today."""
    for paper in papers():
        for row in paper.get("documents", []):
            issued_on = dt.date.fromisoformat(row["issued_on"])
            add_document(
                by=lan.user,
                agreement=agreements[paper["id"]],
                title=row["title"],
                number=row["number"],
                issued_on=issued_on,
                file=check(ContentFile(_pdf(row, issued_on), name=row["file_name"])),
            )


def _pdf(row: dict[str, Any], issued_on: dt.date) -> bytes:
    return write_pdf(
        OfficialDocument(
            issuing_body=("DỮ LIỆU MẪU",),
            number_symbol=f"Số: {row['number']}",
            place_and_date=place_and_date("Lâm Đồng", issued_on, issued_on.year),
            kind=row["kind"],
            subject=row["subject"],
            body=tuple(Paragraph(text) for text in row["text"]),
            signature=Signature(("DỮ LIỆU MẪU",)),
        )
    )
