"""Tasks in the admin: lists, the import of appendices, and the annual report as an action on agreements."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_tasks_db.admin import DBTaskResult

from agreements.access_admin import BusinessAdmin, BusinessInline, own_provinces
from agreements.admin import AgreementAdmin, PlanAdmin
from agreements.exchange.admin import ExchangeAdmin
from agreements.models import Agreement, Plan
from agreements.stale_form import StaleCheckedForm
from coop.shared.dates import year_period
from coop.shared.documents.pdf import write_pdf
from tasks.actions.scheduling import follow_period
from tasks.imports import pages, table_pages
from tasks.models import Assignment, ImportBatch, Occurrence, Task
from tasks.permissions.seeing import keepable_batches
from tasks.reports.annual import annual_report
from tasks.reports.scope import Scope, plans_of
from tasks.resources import TaskResource


class ReadInline(BusinessInline):
    """Moved by acts with their reasons, not by hand."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission


class AssignmentInline(ReadInline):
    model = Assignment
    fields = readonly_fields = ("role", "unit", "words", "is_group")


class OccurrenceInline(ReadInline):
    model = Occurrence
    fields = readonly_fields = ("starts_on", "due_on", "status", "percent", "completed_on")


admin.site.unregister(DBTaskResult)  # the jobs of the worker: the page of an import tells how far it is


# What the paper says, and how it was read: a correction is another import.
PRINTED = ("section", "heading", "ordinal", "group", "content", "lead_text", "partner_text", "timeframe")
READ = ("deadline_kind", "deadline_reading", "deadline_certain")


@admin.register(Task)
class TaskAdmin(ExchangeAdmin, BusinessAdmin):
    """What `TaskResource` lets a spreadsheet change, changes here; other units get a task by `reassign`."""

    form = StaleCheckedForm
    list_display = (
        "content_short",
        "plan_short",
        "ordinal",
        "field",
        "deadline_kind",
        "deadline_certain",
        "is_key",
    )
    list_filter = ("deadline_kind", "deadline_certain", "is_key", "field")
    list_select_related = ("plan", "field")
    search_fields = ("search_text",)
    readonly_fields = ("plan", "position", *PRINTED, *READ)
    inlines = (AssignmentInline, OccurrenceInline)
    resource_classes = (TaskResource,)

    @admin.display(description=_("plan"), ordering="plan")
    def plan_short(self, task: Task) -> str:
        return task.plan.short_title

    @admin.display(description=_("content"))
    def content_short(self, task: Task) -> str:
        return str(task)

    def owned(self, request: HttpRequest) -> QuerySet[Task]:
        return Task.objects.filter(plan__province__current_heir__in=own_provinces(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tasks come from an appendix."""
        return False


@admin.register(ImportBatch)
class ImportBatchAdmin(BusinessAdmin):
    """The stock add and change pages are replaced by those of the import (`tasks.imports.pages`)."""

    list_display = ("file_name", "plan_short", "status", "uploaded_by", "uploaded_at", "confirmed_at")
    list_filter = ("status",)
    list_select_related = ("plan", "uploaded_by")

    def owned(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        return keepable_batches(request.user)

    @admin.display(description=_("plan"), ordering="plan")
    def plan_short(self, batch: ImportBatch) -> str:
        return batch.plan.short_title

    def get_urls(self) -> list[Any]:
        return [
            self._path("<int:pk>/cot/", partial(table_pages.mapping_page, frame=self._frame), "mapping"),
            self._path(
                "<int:pk>/bang/", partial(require_POST(table_pages.choose_table), frame=self._frame), "table"
            ),
            self._path("hang/<int:pk>/", require_POST(pages.row_action), "row"),
            self._path("<int:pk>/doi-chieu/", require_POST(pages.compare_action), "compare"),
            self._path("<int:pk>/xac-nhan/", require_POST(pages.confirm_action), "confirm"),
            self._path("<int:pk>/tien-do/", pages.progress_bar, "progress"),
            self._path("<int:pk>/hoan-tac/", require_POST(pages.undo_action), "undo"),
            self._path("<int:pk>/bo/", require_POST(pages.discard_action), "discard"),
            self._path("<int:pk>/tep/", pages.original_file, "file"),
            self._path("<int:pk>/hang-chua-nhap/", pages.left_out_file, "left_out"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        return pages.upload_page(request, self._frame)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return pages.review_page(request, self.get_object(request, object_id).pk, self._frame)

    def _path(self, route: str, view: Any, name: str) -> Any:
        return path(route, self.admin_site.admin_view(view), name=f"tasks_importbatch_{name}")

    def _frame(
        self, request: HttpRequest, template: str, title: Any, context: dict[str, Any]
    ) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"title": title, "opts": self.model._meta} | context
        return render(request, template, whole)


@admin.action(description=_("Print the annual report (PDF)"))
def print_annual_report(
    model_admin: AgreementAdmin, request: HttpRequest, agreements: QuerySet[Agreement]
) -> HttpResponse | None:
    """The current year, each agreement a file; other years are on the page of reports."""
    year = timezone.localdate().year
    scopes = {one.pk: scope for one in agreements if (scope := _scope_of_year(request, one))}
    if len(scopes) == 1:
        return redirect("report-pdf", *scopes, year)
    papers = {f"bao-cao-{pk}-{year}.pdf": annual_report(scope) for pk, scope in scopes.items()}
    if papers and sum(paper.row_count for paper in papers.values()) <= settings.ROWS_AT_ONCE:
        return _zipped({name: write_pdf(paper) for name, paper in papers.items()}, f"bao-cao-{year}.zip")
    messages.error(
        request,
        _("These reports are too long to be made at once. Choose fewer agreements.")
        if papers
        else _("Choose agreements under which your side has issued a plan."),
    )
    return redirect(reverse("admin:agreements_agreement_changelist"))


def _scope_of_year(request: HttpRequest, agreement: Agreement) -> Scope | None:
    """None where the own side has no plan under the agreement."""
    province, today = _own_province(request, agreement), timezone.localdate()
    scope = Scope(agreement, province, year_period(today.year), today)
    return scope if province and plans_of(scope).exists() else None


def _zipped(files: dict[str, bytes], name: str) -> HttpResponse:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as folder:
        for file, content in files.items():
            folder.writestr(file, content)
    response = HttpResponse(whole.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own_province(request: HttpRequest, agreement: Agreement) -> Any:
    party = (
        agreement.parties.filter(province__current_heir__in=own_provinces(request))
        .select_related("province__current_heir")
        .first()
    )
    return party.province.current_heir if party else None


admin.site.unregister(Plan)  # the agreements app does not know tasks


@admin.register(Plan)
class PlanWithTasksAdmin(PlanAdmin):
    """When the time of a plan changes, the due periods of its tasks follow."""

    def save_model(self, request: HttpRequest, obj: Plan, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {"issued_on", "starts_on", "ends_on"} & set(form.changed_data):
            more = follow_period(by=request.user, plan=obj)
            messages.info(
                request, _("Due periods of the plan's tasks: %+d. What has reports was kept.") % more
            )


# The agreements app does not know reports; its list of agreements is where people look for them.
AgreementAdmin.actions.append(print_annual_report)
