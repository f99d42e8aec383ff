"""Papers that a side keeps with an agreement, or with one of its own plans."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement, Document, Plan
from agreements.permissions import own_side, visible_documents
from coop.shared.dates import short_date
from coop.shared.events import record
from coop.shared.refusal import RefusedError, require
from coop.shared.uploads import CheckedFile


@transaction.atomic
def add_document(
    *,
    by: Any,
    agreement: Agreement,
    title: str,
    file: CheckedFile,
    number: str = "",
    issued_on: dt.date | None = None,
    plan: Plan | None = None,
) -> Document:
    """Of the side that issued the plan, else of the secretariat's. Raises RefusedError for a day that lies
    ahead, and where the same file is there already.
    """
    today = timezone.localdate()
    require(issued_on is None or issued_on <= today, _("What is kept here was issued by today."))
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    _require_new(by, agreement, file)
    document = Document.objects.create(
        agreement=agreement,
        plan=plan,
        province=plan.province if plan else own_side(by, agreement),
        title=title,
        number=number,
        issued_on=issued_on,
        file=file.content,
        file_name=file.name,
        size=file.size,
        sha256=file.sha256,
        added_by=by,
    )
    record(by=by, verb="add_document", target=plan or agreement, after=_said(document))
    return document


@transaction.atomic
def take_document_back(*, by: Any, document: Document, reason: str) -> None:
    """The row goes, and its file once that is certain; the Event keeps what it was. Raises RefusedError
    without a reason, and where it was taken back before.
    """
    require(bool(reason.strip()), _("Say why the document is taken back."))
    rows = Document.objects.select_for_update(of=("self",)).select_related("agreement", "plan")
    current = rows.filter(pk=document.pk).first()
    if current is None:
        raise RefusedError(_("Somebody has removed this meanwhile."))
    record(
        by=by,
        verb="take_document_back",
        target=current.plan or current.agreement,
        before=_said(current),
        after={"document": "", "reason": reason},
    )
    file = current.file
    current.delete()
    transaction.on_commit(lambda: file.delete(save=False), robust=True)  # else it is a stray file


def _require_new(by: Any, agreement: Agreement, file: CheckedFile) -> None:
    """Asked of what the person sees: a refusal tells nothing of the plans of the other side."""
    same = visible_documents(by).filter(agreement=agreement, sha256=file.sha256).first()
    if same:
        raise RefusedError(_("This agreement has the same file already: “%(title)s”.") % {"title": same})


def _said(document: Document) -> dict[str, str]:
    """In words for the history, and the sum of the file, by which it is known again."""
    return {"document": in_words(document), "sha256": document.sha256}


def in_words(document: Document) -> str:
    """'12/BB-UBND – Biên bản ký kết, 29/12/2022, tệp biên bản.pdf'."""
    day = short_date(document.issued_on) if document.issued_on else ""
    file = _("file %(name)s") % {"name": document.file_name}
    return ", ".join(filter(None, [str(document), day, file]))
