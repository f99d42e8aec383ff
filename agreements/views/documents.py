"""Papers of an agreement: added and taken back by the secretariat, opened by who may see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agreements.actions.documents import add_document, take_document_back
from agreements.document_forms import DocumentForm, TakeBackForm
from agreements.permissions import (
    get_document_or_404,
    get_kept_document_or_404,
    get_own_agreement_or_404,
    keepable_plans,
)
from coop.shared.refusal import RefusedError


def document_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretariat of a side, whose plans alone are offered; the file is checked before it is kept."""
    agreement = get_own_agreement_or_404(request.user, pk)
    plans = keepable_plans(request.user).filter(agreement=agreement)
    form = DocumentForm(request.POST or None, request.FILES or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        try:
            document = add_document(by=request.user, agreement=agreement, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: %(title)s.") % {"title": document})
            return redirect("agreement-detail", pk)
    return render(request, "agreements/document_form.html", {"agreement": agreement, "form": form})


def document_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does it."""
    document = get_kept_document_or_404(request.user, pk)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_document_back(by=request.user, document=document, **form.cleaned_data)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Removed: %(title)s.") % {"title": document})
        return redirect("agreement-detail", document.agreement_id)
    return render(request, "agreements/document_take_back.html", {"document": document, "form": form})


def document_file(request: HttpRequest, pk: int) -> FileResponse:
    """Always an attachment: nothing that somebody uploaded is shown inside our pages."""
    document = get_document_or_404(request.user, pk)
    if not document.file:
        raise Http404
    return FileResponse(document.file.open(), as_attachment=True, filename=document.file_name)
