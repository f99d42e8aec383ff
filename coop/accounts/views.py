"""The page of one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from coop.accounts.actions import choose_language
from coop.accounts.forms import LanguageForm


def profile(request: HttpRequest) -> HttpResponse:
    """Who the person is here, and the language that they choose for good."""
    form = LanguageForm(request.POST or None, initial={"language": translation.get_language()})
    if form.is_valid():
        choose_language(by=request.user, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("The language of your account is saved."))
        answer = redirect("profile")
        answer.delete_cookie(
            settings.LANGUAGE_COOKIE_NAME
        )  # an earlier turn of the switch would go before it
        return answer
    return render(request, "account/profile.html", {"form": form})
