"""Who is not signed in meets the door, and who sent a form after the session had ended reads it there."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


class EndedSessionMiddleware(LoginRequiredMiddleware):
    """The form's own page comes after the sign-in: the address that it was sent to may have none."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request,
            _(
                "Your session had ended, so what you sent was not saved. Sign in to return to the form: what "
                "you typed in a long form is still in this browser, files have to be chosen again."
            ),
        )
        return redirect_to_login(_page_of_the_form(request))


def _page_of_the_form(request: HttpRequest) -> str:
    """Where it stood by what the browser says, if that is one of our pages."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, request.get_host(), require_https=request.is_secure()):
        return request.get_full_path()
    page = urlsplit(said)
    return f"{page.path}?{page.query}" if page.query else page.path
