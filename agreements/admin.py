from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.access_admin import (
    AccountAdmin,
    BusinessAdmin,
    PageOwnerAdmin,
    ReferenceAdmin,
    ReferenceInline,
    is_administrator,
    own_provinces,
)
from agreements.body_form import BodyForm
from agreements.exchange.admin import ExchangeAdmin
from agreements.figure_resource import FigureResource
from agreements.models import (
    Agreement,
    CommonAlias,
    Field,
    FieldHeading,
    Membership,
    Plan,
    Province,
    ProvinceAlias,
    ProvinceSuccession,
    ResultFigure,
    Unit,
    UnitAlias,
    UnitSuccession,
)
from agreements.origin_form import AgreementForm
from agreements.origins import RELATIONS
from agreements.party_admin import PartyInline
from agreements.resources import AgreementResource, ProvinceResource, UnitAliasResource, UnitResource
from agreements.second_step_admin import switch_off_second_steps
from agreements.stale_form import StaleCheckedForm
from agreements.succession import refresh_heirs
from agreements.succession_admin import SuccessionAdmin
from coop.accounts.models import User
from coop.shared.search import MOST_LETTERS
from coop.shared.text import search_key

admin.site.unregister(Group)


@admin.register(Agreement)
class AgreementAdmin(ExchangeAdmin, PageOwnerAdmin):
    """`tasks.admin` adds the action that prints the annual report."""

    form = AgreementForm
    list_display = ("title", "kind", "stage", "signed_on", "ends_on")
    list_filter = ("stage", "kind", "fields")
    search_fields = ("search_text",)
    autocomplete_fields = ("parent", "renews", "amends", "fields")
    inlines = (PartyInline,)
    resource_classes = (AgreementResource,)
    actions: list[Any] = []

    def offered(self, request: HttpRequest) -> dict[str, QuerySet[Any]]:
        return dict.fromkeys(RELATIONS, self.owned(request))

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"rows": self.get_queryset(request)}

    def owned(self, request: HttpRequest) -> QuerySet[Agreement]:
        return Agreement.objects.between(own_provinces(request))

    def view_on_site(self, obj: Agreement) -> str:
        return reverse("agreement-detail", args=[obj.pk])

    def parts(self, row: Agreement) -> dict[str, str]:
        parties = row.parties.select_related("province", "body", "focal_unit").all()
        return {
            "parties": "; ".join(party.in_full for party in parties),
            "fields": "; ".join(row.fields.values_list("name", flat=True)),
        }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        return self.owned(request).order_by("-signed_on", "-pk")


@admin.register(Plan)
class PlanAdmin(PageOwnerAdmin):
    form = StaleCheckedForm
    list_display = ("number", "title", "issued_on", "starts_on", "ends_on", "focal_unit")
    list_filter = ("kind",)
    search_fields = ("search_text",)
    autocomplete_fields = ("agreement", "province", "issuer", "focal_unit")

    def offered(self, request: HttpRequest) -> dict[str, QuerySet[Any]]:
        """A plan is issued by the own side, under an agreement of its own; a unit of its own confirms."""
        own = own_provinces(request)
        units = Unit.objects.filter(province__current_heir__in=own)
        return {
            "agreement": Agreement.objects.between(own),
            "province": Province.objects.filter(current_heir__in=own),
            "issuer": units,
            "focal_unit": units,
        }

    def view_on_site(self, obj: Plan) -> str:
        return reverse("plan-detail", args=[obj.pk])

    def owned(self, request: HttpRequest) -> QuerySet[Plan]:
        return Plan.objects.filter(province__current_heir__in=own_provinces(request))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return self.owned(request).select_related("focal_unit")


@admin.register(ResultFigure)
class FigureAdmin(ExchangeAdmin, BusinessAdmin):
    """Entered on the page of the agreement, with the parts that add up; here to read, and for files."""

    list_display = ("label", "agreement", "year", "scope", "value", "measure", "province")
    list_filter = ("scope", "year")
    list_select_related = ("agreement", "province")
    search_fields = ("label", "agreement__title")
    resource_classes = (FigureResource,)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        owned = self.owned(request)
        return {"rows": owned, "keeps": lambda row: owned.filter(pk=row.pk).exists(), "adds": True}

    def view_on_site(self, obj: ResultFigure) -> str:
        return reverse("figure-list", args=[obj.agreement_id])

    def owned(self, request: HttpRequest) -> QuerySet[ResultFigure]:
        """What the own side counted, and what all parties count together."""
        own = own_provinces(request)
        counted = Q(province__current_heir__in=own) | Q(province__isnull=True)
        return ResultFigure.objects.filter(counted, agreement__in=Agreement.objects.between(own))


class ProvinceAliasInline(ReferenceInline):
    model = ProvinceAlias


@admin.register(Province)
class ProvinceAdmin(ExchangeAdmin, ReferenceAdmin):
    form = BodyForm
    list_display = ("name", "code", "kind", "region", "valid_from", "valid_until", "current_heir")
    list_filter = ("kind", "region")
    list_select_related = ("current_heir",)
    search_fields = ("search_text",)
    inlines = (ProvinceAliasInline,)
    resource_classes = (ProvinceResource,)


admin.site.register((ProvinceSuccession, UnitSuccession), SuccessionAdmin)


class UnitAliasInline(ReferenceInline):
    model = UnitAlias
    readonly_fields = ("added_by",)


@admin.register(Unit)
class UnitAdmin(ExchangeAdmin, ReferenceAdmin):
    """Kept by administrators, and by the secretariat for the units of its own province."""

    form = BodyForm
    list_display = ("name", "province", "kind", "valid_from", "valid_until")
    list_filter = ("kind",)
    list_select_related = ("province",)
    search_fields = ("search_text",)
    autocomplete_fields = ("province", "parent")
    inlines = (UnitAliasInline,)
    resource_classes = (UnitResource, UnitAliasResource)

    def offered(self, request: HttpRequest) -> dict[str, QuerySet[Any]]:
        if is_administrator(request):
            return {}
        return {"province": Province.objects.filter(current_heir__in=own_provinces(request))}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = own_provinces(request)
        if obj is None:
            return bool(own) or is_administrator(request)
        return is_administrator(request) or (obj.province and obj.province.current_heir_id in own)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(own_provinces(request)) or is_administrator(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word is one of the unit's or its province's name; a seat is given in a living unit."""
        for word in search_key(search_term[:MOST_LETTERS]).split():
            queryset = queryset.filter(
                Q(search_text__contains=word) | Q(province__search_text__contains=word)
            )
        if request.GET.get("model_name") == "membership":
            queryset = queryset & Unit.objects.valid_on(timezone.localdate())
        return queryset.select_related("province"), False

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        """A new unit answers for itself; who answers today is kept by one writer."""
        super().save_model(request, obj, form, change)
        refresh_heirs(timezone.localdate())


@admin.register(CommonAlias)
class CommonAliasAdmin(ReferenceAdmin):
    list_display = ("name", "text")
    search_fields = ("name", "text")


class FieldHeadingInline(ReferenceInline):
    model = FieldHeading


@admin.register(Field)
class FieldAdmin(ReferenceAdmin):
    list_display = ("name", "code", "sort")
    search_fields = ("name",)
    inlines = (FieldHeadingInline,)


class MembershipInline(ReferenceInline):
    model = Membership
    autocomplete_fields = ("unit",)


class PasswordForm(AdminPasswordChangeForm):
    """Django puts its warning together from words that no catalogue can translate."""

    usable_password_help_text: Any = _(
        "Without a password the person cannot sign in; the present password is lost."
    )


@admin.register(User)
class PersonAdmin(AccountAdmin, UserAdmin):
    """Accounts; what a person may do is the memberships below, not flags."""

    change_password_form = PasswordForm
    list_display = ("username", "full_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "email", "language")}),
        (_("Access"), {"fields": ("is_active",)}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("last_login",)
    actions = (switch_off_second_steps,)
