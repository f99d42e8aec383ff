"""Tasks in the admin: lists, the import of appendices, and the annual report as an action on agreements."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.access_admin import BusinessAdmin, BusinessInline, own_provinces
from agreements.admin import AgreementAdmin
from agreements.models import Agreement
from agreements.permissions import keepable_plans
from coop.shared.dates import year_period
from coop.shared.documents.pdf import write_pdf
from tasks.actions.refusal import RefusedError
from tasks.appendix.columns import ColumnsNotFound
from tasks.appendix.raw import UnreadableFile
from tasks.imports.confirming import confirm
from tasks.imports.forms import UploadForm
from tasks.imports.review import review_of
from tasks.imports.staging import discard, stage
from tasks.models import Assignment, ImportBatch, Occurrence, Task
from tasks.permissions import keepable_batches
from tasks.reports.annual import annual_report
from tasks.reports.facts import Scope, plans_of


class AssignmentInline(BusinessInline):
    model = Assignment
    autocomplete_fields = ("unit",)


class OccurrenceInline(BusinessInline):
    """Dates and status are moved by reports and decisions, not by hand."""

    model = Occurrence
    fields = readonly_fields = ("starts_on", "due_on", "status", "percent", "completed_on")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Task)
class TaskAdmin(BusinessAdmin):
    list_display = (
        "content_short",
        "plan",
        "ordinal",
        "field",
        "deadline_kind",
        "deadline_certain",
        "is_key",
    )
    list_filter = ("deadline_kind", "deadline_certain", "is_key", "field")
    list_select_related = ("plan", "field")
    search_fields = ("search_text",)
    readonly_fields = ("plan", "position", "deadline_kind", "deadline_reading", "deadline_certain")
    inlines = (AssignmentInline, OccurrenceInline)

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
    """Upload → review → confirm. The stock add and change pages are replaced by those of the import."""

    list_display = ("file_name", "plan", "status", "uploaded_by", "uploaded_at", "confirmed_at")
    list_filter = ("status",)
    list_select_related = ("plan", "uploaded_by")

    def owned(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        return keepable_batches(request.user)

    def get_urls(self) -> list[Any]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("<int:pk>/xac-nhan/", page(self.confirm_view), name="tasks_importbatch_confirm"),
            path("<int:pk>/bo/", page(self.discard_view), name="tasks_importbatch_discard"),
            path("<int:pk>/tep/", page(self.file_view), name="tasks_importbatch_file"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        plans = keepable_plans(request.user)
        form = UploadForm(
            request.POST or None,
            request.FILES or None,
            plans=plans,
            initial={"plan": request.GET.get("plan")},
        )
        if request.method == "POST" and form.is_valid():
            try:
                batch = stage(by=request.user, **form.cleaned_data)
            except (UnreadableFile, ColumnsNotFound) as problem:
                form.add_error("file", str(problem))
            else:
                return redirect("admin:tasks_importbatch_change", batch.pk)
        return self._page(
            request, "upload", _("Import an appendix"), {"form": form, "has_plans": plans.exists()}
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = self._batch_or_404(request, int(object_id) if object_id.isdigit() else 0)
        return self._page(request, "review", str(batch), {"batch": batch, "review": review_of(batch)})

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._batch_or_404(request, pk)
        if request.method == "POST":
            try:
                done = confirm(by=request.user, batch=batch)
            except RefusedError as refusal:
                messages.error(request, str(refusal))
                return redirect("admin:tasks_importbatch_change", pk)
            messages.success(
                request,
                _("%(created)s tasks created, %(updated)s updated, %(unchanged)s unchanged.") % vars(done),
            )
        return redirect("plan-detail", batch.plan_id)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._batch_or_404(request, pk)
        if request.method == "POST":
            try:
                discard(by=request.user, batch=batch)
                messages.success(request, _("The import was discarded; the plan is as it was."))
            except RefusedError as refusal:
                messages.error(request, str(refusal))
        return redirect("admin:tasks_importbatch_changelist")

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The original file, as it was uploaded."""
        batch = self._batch_or_404(request, pk)
        return FileResponse(batch.file.open(), as_attachment=True, filename=batch.file_name)

    def _batch_or_404(self, request: HttpRequest, pk: int) -> ImportBatch:
        batch = self.owned(request).select_related("plan__agreement").filter(pk=pk).first()
        if batch is None:
            raise Http404
        return batch

    def _page(self, request: HttpRequest, name: str, title: Any, context: dict[str, Any]) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"title": title, "opts": self.model._meta} | context
        return render(request, f"admin/imports/{name}.html", whole)


@admin.action(description=_("Print the annual report (PDF)"))
def print_annual_report(
    model_admin: AgreementAdmin, request: HttpRequest, agreements: QuerySet[Agreement]
) -> HttpResponse | None:
    """One agreement, the current year; other years are on the page of reports."""
    agreement, *others = agreements
    province = _own_province(request, agreement)
    if others or province is None or not plans_of(agreement, province):
        messages.error(request, _("Choose one agreement under which your side has issued a plan."))
        return redirect(reverse("admin:agreements_agreement_changelist"))
    today = timezone.localdate()
    pdf = write_pdf(annual_report(Scope(agreement, province, year_period(today.year), today)))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bao-cao-{agreement.pk}-{today.year}.pdf"'
    return response


def _own_province(request: HttpRequest, agreement: Agreement) -> Any:
    party = (
        agreement.parties.filter(province__current_heir__in=own_provinces(request))
        .select_related("province__current_heir")
        .first()
    )
    return party.province.current_heir if party else None


# The agreements app does not know reports; its list of agreements is where people look for them.
AgreementAdmin.actions.append(print_annual_report)
