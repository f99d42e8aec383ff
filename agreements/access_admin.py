"""The rules of the pages, kept in the admin: who sees and changes which rows there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from agreements.models import Role, Unit
from agreements.permissions import person_of
from agreements.unit_choice import UnitChoiceField
from coop.shared.events import record
from coop.shared.search import MOST_LETTERS


def unit_choice(db_field: Any) -> dict[str, Any]:
    """For `formfield_for_foreignkey`: how a unit is chosen."""
    return {"form_class": UnitChoiceField} if db_field.related_model is Unit else {}


class FoldedSearchAdmin(admin.ModelAdmin):
    """Search without diacritics in the folded column, where the model has one; forms that point only where
    the person may point.
    """

    def offered(self, request: HttpRequest) -> dict[str, QuerySet[Any]]:
        """Foreign key → the rows that this person may choose; what is not named is free."""
        return {}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Search boxes offer rows one by one, so what comes back with the form is checked here."""
        offered = self.offered(request)
        if db_field.name in offered:
            kwargs["queryset"] = offered[db_field.name]
        return super().formfield_for_foreignkey(db_field, request, **unit_choice(db_field), **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term[:MOST_LETTERS]
        if words and "search_text" in self.search_fields:
            return queryset.search(words), False  # type: ignore[attr-defined]
        return super().get_search_results(request, queryset, words)


class BusinessAdmin(FoldedSearchAdmin):
    """Rows of the own province, for its secretariat. Nothing is deleted: papers stay papers."""

    def owned(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the person's secretariat keeps."""
        raise NotImplementedError

    def parts(self, row: Any) -> dict[str, str]:
        """What people know as facts of the row and its own history does not hold: name → words."""
        return {}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A change of the parts is one Event; what a new row begins with is no change."""
        before = self.parts(form.instance)
        super().save_related(request, form, formsets, change)
        after = self.parts(form.instance)
        changed = [name for name in after if change and before[name] != after[name]]
        if changed:
            record(
                by=request.user,
                verb="edit_parts",
                target=form.instance,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.owned(request)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model:
        """Behind the wall is 404; the stock admin would send the person to its index with a message."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_secretariat(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_secretariat(request) and (obj is None or self.owned(request).filter(pk=obj.pk).exists())

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_secretariat(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PageOwnerAdmin(BusinessAdmin):
    """Rows with a page of their own. What was saved is gone on with there: the plan of an agreement, the
    appendix of a plan.
    """

    def view_on_site(self, obj: Any) -> str:
        """The address of the page."""
        raise NotImplementedError

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect(self.view_on_site(obj))

    response_post_save_change = response_post_save_add


class BusinessInline(admin.TabularInline):
    """Rows that belong to a row of a BusinessAdmin and follow its rule."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_secretariat(request)

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission


class ReferenceAdmin(FoldedSearchAdmin):
    """Reference data: kept by administrators, read by the secretariat."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request) or _is_secretariat(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AccountAdmin(ReferenceAdmin):
    """Accounts and roles: administrators only."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)


class ReferenceInline(admin.TabularInline):
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **unit_choice(db_field), **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request) or _is_secretariat(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    has_add_permission = has_delete_permission = has_change_permission


def is_administrator(request: HttpRequest) -> bool:
    return person_of(request.user).is_admin


def own_provinces(request: HttpRequest) -> list[int]:
    """Provinces (ids of today) whose secretariat the person is."""
    return person_of(request.user).provinces(Role.SECRETARIAT)


def _is_secretariat(request: HttpRequest) -> bool:
    return person_of(request.user).holds(Role.SECRETARIAT)
