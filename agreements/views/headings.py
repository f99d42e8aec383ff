from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agreements.actions.headings import headings_of, set_headings
from agreements.heading_forms import HeadingFormSet, PastedHeadings, as_initial, headings_said
from agreements.permissions import get_own_agreement_or_404


def agreement_headings(request: HttpRequest, pk: int) -> HttpResponse:
    """Pasted lines are read into the table first ("read"); the table as sent is what counts."""
    agreement = get_own_agreement_or_404(request.user, pk)
    reads = "read" in request.POST
    pasted = PastedHeadings(request.POST if reads else None)
    if reads and pasted.is_valid():
        formset = HeadingFormSet(initial=pasted.as_typed())
    elif request.method == "POST" and not reads:
        formset = HeadingFormSet(request.POST)
        if formset.is_valid():
            set_headings(by=request.user, agreement=agreement, headings=headings_said(formset))
            messages.success(request, _("Saved: %(title)s.") % {"title": _("Headings and fields")})
            return redirect("agreement-detail", agreement.pk)
    else:
        formset = HeadingFormSet(initial=as_initial(headings_of(agreement)))
    context = {"agreement": agreement, "formset": formset, "pasted": pasted}
    return render(request, "agreements/headings.html", context)
