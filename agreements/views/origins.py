from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agreements.actions.origins import set_origins
from agreements.origin_form import OriginForm
from agreements.permissions import get_own_agreement_or_404, own_agreements
from coop.shared.refusal import RefusedError


def agreement_origins(request: HttpRequest, pk: int) -> HttpResponse:
    """Framework, earlier agreement, amended agreement: among those that the person's secretariat keeps."""
    agreement = get_own_agreement_or_404(request.user, pk)
    form = OriginForm(request.POST or None, instance=agreement, offered=own_agreements(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            set_origins(by=request.user, agreement=agreement, **form.said)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: %(title)s.") % {"title": _("Related documents")})
            return redirect("agreement-detail", agreement.pk)
    return render(request, "agreements/origins.html", {"agreement": agreement, "form": form})
