"""The stock admin, entered by the secretariat (its plans and tasks) and administrators (accounts,
reference data).
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from agreements.access_admin import FoldedSearchAdmin
from agreements.models import Role
from agreements.permissions import person_of


def may_enter_admin(user: Any) -> bool:
    """The secretariat and administrators of accounts; asked at every request, so that a withdrawn role closes
    the door at once.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    person = person_of(user)
    return person.is_admin or person.holds(Role.SECRETARIAT)


class FullLabels(AutocompleteJsonView):
    """What is offered while typing is what the form takes, with its full label where the model has one."""

    def get_queryset(self) -> QuerySet[Any]:
        found, asking = super().get_queryset(), admin.site._registry.get(self.source_field.model)
        offered = asking.offered(self.request) if isinstance(asking, FoldedSearchAdmin) else {}
        rows = offered.get(self.source_field.name)
        return found if rows is None else found.filter(pk__in=rows.values("pk"))

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": getattr(obj, "full_label", str(obj))}


class CoopAdminSite(AdminSite):
    site_title = _("Administration")
    index_title = _("Administration")
    site_url = "/"
    enable_nav_sidebar = False  # its script moves the whole page after it was painted

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter_admin(request.user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Who is signed in and has no business here finds nothing, as everywhere else."""
        stock = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            try:
                return stock(request, *args, **kwargs)
            except PermissionDenied as closed:  # which would tell that there is something
                raise Http404 from closed

        return update_wrapper(guarded, stock)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return FullLabels.as_view(admin_site=self)(request)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one door, with its lock and second factor: the stock form here would go around both."""
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))
