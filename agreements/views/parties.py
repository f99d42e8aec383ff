from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agreements.actions.parties import set_people_of
from agreements.party_form import PartyForm
from agreements.permissions import get_party_or_404, units_of_side


def party_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands for the own party; the other side says it of itself."""
    party = get_party_or_404(request.user, pk)
    units = units_of_side(request.user, party.province)
    form = PartyForm(request.POST or None, instance=party, units=units)
    if request.method == "POST" and form.is_valid():
        set_people_of(by=request.user, party=get_party_or_404(request.user, pk), **form.cleaned_data)
        messages.success(request, _("Saved: %(title)s.") % {"title": party.province.full_name})
        return redirect("agreement-sides", party.agreement_id)
    return render(request, "agreements/party_form.html", {"party": party, "form": form})
