"""Search as you type, in place of a `<select>` of a thousand names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from coop.shared.search import MOST_LETTERS

MOST_SUGGESTED = 20


class SuggestingInput(forms.TextInput):
    """A text field that offers what an address finds for the letters so far (htmx fills its datalist, see
    ui/field.html). Without script it is a text field.
    """

    def __init__(self, url_name: str) -> None:
        offered = f"suggested-{url_name}"
        address: Any = reverse_lazy(url_name)
        super().__init__(
            {
                "list": offered,
                "autocomplete": "off",
                "hx-get": address,
                "hx-trigger": "input changed delay:200ms",
                "hx-target": f"#{offered}",
                "hx-swap": "innerHTML",
                "hx-push-url": "false",
                "hx-sync": "this:queue last",
            }
        )


def suggestions(request: HttpRequest, names: Any) -> HttpResponse:
    """`names`: a sliceable of texts, the best first."""
    return render(request, "ui/suggestions.html", {"names": names[:MOST_SUGGESTED]})


def typed(request: HttpRequest) -> str:
    """What was typed so far, under whatever name the field has on its page."""
    return str(next(iter(request.GET.values()), "")).strip()[:MOST_LETTERS]
