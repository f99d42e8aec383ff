"""The pages on which the file of an import is read otherwise: another table, or columns as a person says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tasks.actions.refusal import RefusedError
from tasks.appendix.columns import ColumnsNotFound, Mapping
from tasks.appendix.raw import UnreadableFile
from tasks.imports.carrying import LosesSaidError
from tasks.imports.forms import MappingForm
from tasks.imports.mapping import mapping_shown
from tasks.imports.page_frame import REVIEW, Frame, batch_or_404
from tasks.imports.review import review_row
from tasks.imports.staging import restage
from tasks.models import ImportBatch


def mapping_page(request: HttpRequest, pk: int, frame: Frame) -> HttpResponse:
    batch = batch_or_404(request, pk)
    table = _wanted_table(batch, request.POST.get("table") or request.GET.get("table"))
    form = MappingForm(request.POST or None, width=table["width"], initial=mapping_shown(batch, table))
    if request.method == "POST" and form.is_valid():
        try:
            _read_again(request, batch, table["name"], form.mapping)
        except LosesSaidError as loss:
            return _ask_to_lose(request, batch, loss, frame)
        except (UnreadableFile, ColumnsNotFound, RefusedError) as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(REVIEW, pk)
    return frame(
        request, "admin/imports/mapping.html", str(batch), {"batch": batch, "table": table, "form": form}
    )


def choose_table(request: HttpRequest, pk: int, frame: Frame) -> HttpResponse:
    """Read another sheet or table of the file; where its columns cannot be told, ask."""
    batch = batch_or_404(request, pk)
    table = request.POST.get("table", "")
    try:
        _read_again(request, batch, table)
    except LosesSaidError as loss:
        return _ask_to_lose(request, batch, loss, frame)
    except ColumnsNotFound:
        return redirect(reverse("admin:tasks_importbatch_mapping", args=[pk], query={"table": table}))
    except (UnreadableFile, RefusedError) as problem:
        messages.error(request, str(problem))
    return redirect(REVIEW, pk)


def _read_again(request: HttpRequest, batch: ImportBatch, table: str, mapping: Mapping | None = None) -> None:
    given_up = [int(pk) for pk in request.POST.get("giving_up", "").split(",") if pk.isdecimal()]
    restage(by=request.user, batch=batch, table=table, mapping=mapping, giving_up=given_up)


def _ask_to_lose(
    request: HttpRequest, batch: ImportBatch, loss: LosesSaidError, frame: Frame
) -> HttpResponse:
    """The rows by name, and what was sent, to be sent again with the consent."""
    aside = ("csrfmiddlewaretoken", "giving_up")
    sent = [(name, value) for name, value in request.POST.items() if name not in aside]
    context = {
        "batch": batch,
        "lines": [review_row(row) for row in loss.rows],
        "sent": [*sent, ("giving_up", ",".join(str(row.pk) for row in loss.rows))],
    }
    return frame(request, "admin/imports/losing.html", str(batch), context)


def _wanted_table(batch: ImportBatch, name: str | None) -> dict[str, Any]:
    """The table of that name, else the one that was read, else the largest."""
    if not batch.tables:
        raise Http404
    first = batch.rows.order_by("position").first()
    names = (name, batch.table, first.table if first else "")
    found = (table for wanted in names for table in batch.tables if wanted and table["name"] == wanted)
    return next(found, None) or max(batch.tables, key=lambda table: table["rows"] * table["width"])
