"""The pages of the import, inside the admin: upload → columns → review → confirm → undo.

Each takes the admin's `frame` (its context and template), so that they look like the rest of the admin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_htmx.http import HttpResponseClientRedirect

from agreements.models import Plan, Unit
from agreements.permissions import keepable_plans
from tasks.actions.refusal import RefusedError
from tasks.appendix.raw import UnreadableFile
from tasks.imports.background import compare_later, confirm_later, is_long, progress_of, undo_later
from tasks.imports.citing import other_paper
from tasks.imports.comparing import compare_anew, overtaken_by
from tasks.imports.confirming import confirm
from tasks.imports.correcting import acknowledge, choose_field, correct, leave_out, take_suggestion
from tasks.imports.forms import FieldForm, MeantForm, UploadForm
from tasks.imports.leftovers import left_out, left_out_xlsx
from tasks.imports.page_frame import REVIEW, Frame, batch_or_404
from tasks.imports.review import review_of, review_row
from tasks.imports.staging import discard, stage
from tasks.imports.table_pages import mapping_page
from tasks.imports.undoing import undo, what_stands_in_the_way
from tasks.models import ImportBatch, ImportRow, Occurrence
from tasks.permissions.seeing import keepable_batches
from tasks.states import Assessment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload_page(request: HttpRequest, frame: Frame) -> HttpResponse:
    plans = keepable_plans(request.user)
    initial = {"plan": request.GET.get("plan")}
    form = UploadForm(request.POST or None, request.FILES or None, plans=plans, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            batch = stage(by=request.user, **form.cleaned_data)
        except UnreadableFile as problem:
            form.add_error("file", str(problem))
        else:
            return redirect(REVIEW, batch.pk)
    return frame(
        request,
        "admin/imports/upload.html",
        _("Import an appendix"),
        {"form": form, "has_plans": plans.exists()},
    )


def review_page(request: HttpRequest, pk: int, frame: Frame) -> HttpResponse:
    """What was read; or, when nobody can tell the columns, the first rows and the question what they mean."""
    batch = batch_or_404(request, pk)
    if batch.status == ImportBatch.Status.UNMAPPED:
        return mapping_page(request, pk, frame)
    progress = progress_of(batch)
    if progress and not progress.problem:
        return frame(
            request, "admin/imports/progress.html", str(batch), {"batch": batch, "progress": progress}
        )
    context = {
        "batch": batch,
        "problem": progress.problem if progress else "",
        "review": review_of(batch, page=request.GET.get("trang"), unsure_page=request.GET.get("xem")),
        "overtaken_by": overtaken_by(batch),
        "other_paper": other_paper(batch),
        "other_tables": _other_tables(batch),
        "unit_names": _unit_names(batch),
        "field_form": FieldForm(),
        "obstacles": what_stands_in_the_way(batch) if batch.status == ImportBatch.Status.CONFIRMED else [],
        "left_out": len(left_out(batch)),
    }
    return frame(request, "admin/imports/review.html", str(batch), context)


def progress_bar(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page of a long confirmation asks for every second; at the end it goes to the review."""
    batch = batch_or_404(request, pk)
    progress = progress_of(batch)
    if progress and not progress.problem:
        return render(request, "admin/imports/progress_bar.html", {"batch": batch, "progress": progress})
    return HttpResponseClientRedirect(reverse(REVIEW, args=[pk]))


def row_action(request: HttpRequest, pk: int) -> HttpResponse:
    """One button of a row. With htmx the row comes back alone, else the review at that row; so does the
    whole review where the file was read again at that moment, or where other rows were changed as well.
    """
    row = ImportRow.objects.filter(pk=pk, batch__in=keepable_batches(request.user)).first()
    if row is None:  # perhaps read again since: htmx then shows the page as it is now
        return HttpResponse(status=404, headers={"HX-Refresh": "true"})
    try:
        _act_on_row(request, row)
        problem = ""
    except RefusedError as refusal:
        problem = str(refusal)
    is_htmx = request.headers.get("HX-Request")
    if is_htmx and {"take", "everywhere"} <= request.POST.keys() and not problem:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if is_htmx and ImportRow.objects.filter(pk=pk).exists():
        context = _row_context(pk, problem, request.POST.get("xem"))
        return render(request, "admin/imports/row_and_state.html", context)
    if problem:
        messages.error(request, problem)
    review = reverse(REVIEW, args=[row.batch_id], query={"xem": request.POST.get("xem", "1")})
    back = f"{review}#hang-{row.position}"
    return HttpResponseClientRedirect(back) if is_htmx else redirect(back)


def compare_action(request: HttpRequest, pk: int) -> HttpResponse:
    """The review comes back with what would happen now."""
    batch = batch_or_404(request, pk)
    if is_long(batch):
        compare_later(by=request.user, batch=batch)
        return redirect(REVIEW, pk)
    try:
        compare_anew(by=request.user, batch=batch)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file was compared with the plan as it is now."))
    return redirect(REVIEW, pk)


def confirm_action(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(request, pk)
    acknowledge_all = bool(request.POST.get("looked"))
    if is_long(batch):
        confirm_later(by=request.user, batch=batch, acknowledge_all=acknowledge_all)
        return redirect(REVIEW, pk)
    try:
        done = confirm(by=request.user, batch=batch, acknowledge_all=acknowledge_all)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(REVIEW, pk)
    said = gettext_lazy("%(created)s tasks created, %(updated)s updated, %(unchanged)s unchanged.")
    messages.success(request, _with_way_back(said % vars(done), pk, _("See the import, or undo it")))
    if done.kept:
        messages.warning(request, _kept(done.kept, pk))
    if undated := _undated(batch.plan):
        messages.info(request, undated)
    return redirect("plan-detail", batch.plan_id)


def _undated(plan: Plan) -> SafeString | str:
    """What is left to do after the import: nobody is reminded of a period without a due day, and it is never
    overdue (domain.md §3).
    """
    periods = Occurrence.objects.filter(plan=plan).assessed_as(Assessment.UNDATED, timezone.localdate())
    count = periods.count()
    said = ngettext(
        "%(count)s due period of this plan has no due day yet and is not reminded of.",
        "%(count)s due periods of this plan have no due day yet and are not reminded of.",
        count,
    )
    address = f"{reverse('task-list')}?plan={plan.pk}&assessment={Assessment.UNDATED}"
    link = format_html('{} <a href="{}">{}</a>', said % {"count": count}, address, _("See them"))
    return link if count else ""


def _with_way_back(said: str, pk: int, words: str, place: str = "") -> SafeString:
    return format_html('{} <a href="{}{}">{}</a>', said, reverse(REVIEW, args=[pk]), place, words)


def _kept(count: int, pk: int) -> SafeString:
    """With the way to the page that says which, why and what to do."""
    said = ngettext(
        "%(kept)s due period keeps its old day although the file has another, because somebody has acted "
        "on it.",
        "%(kept)s due periods keep their old day although the file has another, because somebody has acted "
        "on them.",
        count,
    )
    return _with_way_back(said % {"kept": count}, pk, _("Which, and what to do"), "#import-periods")


def undo_action(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(request, pk)
    if is_long(batch):
        undo_later(by=request.user, batch=batch)
        return redirect(REVIEW, pk)
    said = _("The import was undone; the plan is as it was.")
    return _done_or_told(request, pk, undo, said)


def discard_action(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("The import was discarded; the plan is as it was.")
    return _done_or_told(request, pk, discard, said)


def original_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was uploaded."""
    batch = batch_or_404(request, pk)
    return FileResponse(batch.file.open(), as_attachment=True, filename=batch.file_name)


def left_out_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were left out, as a file of the same shape."""
    batch = batch_or_404(request, pk)
    response = HttpResponse(left_out_xlsx(batch), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="hang-chua-nhap-{pk}.xlsx"'
    return response


def _act_on_row(request: HttpRequest, row: ImportRow) -> None:
    """Which button: its name is in the form."""
    by, sent = request.user, request.POST
    if "acknowledge" in sent:
        acknowledge(by=by, row=row)
    elif "leave_out" in sent or "take_in" in sent:
        leave_out(by=by, row=row, out="leave_out" in sent)
    elif "take" in sent:
        role, name, unit = (*sent["take"].split("\t", 2), "", "")[:3]
        everywhere = "everywhere" in sent
        take_suggestion(by=by, row=row, role=role, name=name, unit=unit, everywhere=everywhere)
    elif "field" in sent:
        choose_field(by=by, row=row, field=_checked(FieldForm(sent)).cleaned_data["field"])
    else:
        correct(by=by, row=row, meant=_checked(MeantForm(sent, prefix=f"hang-{row.pk}")).meant)


def _checked(form: Any) -> Any:
    """The form when it can be taken. Raises RefusedError with the label of each box that cannot and why."""
    if not form.is_valid():
        said = [f"{form[name].label}: {' '.join(errors)}" for name, errors in form.errors.items()]
        raise RefusedError(" ".join(said))
    return form


def _row_context(pk: int, problem: str, unsure_page: Any) -> dict[str, Any]:
    row = ImportRow.objects.select_related("batch", "acknowledged_by").get(pk=pk)
    review = review_of(row.batch, unsure_page=unsure_page)
    return {
        "line": review_row(row),
        "batch": row.batch,
        "review": review,
        "overtaken_by": overtaken_by(row.batch),
        "problem": problem,
        "swapped": True,
    }


def _done_or_told(request: HttpRequest, pk: int, act: Callable[..., None], said: str) -> HttpResponse:
    batch = batch_or_404(request, pk)
    try:
        act(by=request.user, batch=batch)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(REVIEW, pk)
    messages.success(request, said)
    return redirect("plan-detail", batch.plan_id)


def _other_tables(batch: ImportBatch) -> list[dict[str, Any]]:
    """Of a file with several tables or sheets: those that are not what was read."""
    if len(batch.tables) < 2:
        return []
    rows = batch.rows.order_by("position")
    ends = {row.table for row in (rows.first(), rows.last()) if row}  # an appendix may run over several
    read = ends if len(ends) == 1 else {batch.table}
    return [table for table in batch.tables if table["name"] not in read]


def _unit_names(batch: ImportBatch) -> list[str]:
    """Offered while a person types how a cell is meant: the units of the sides on the plan's day."""
    sides = batch.plan.agreement.parties.values("province")
    units = Unit.objects.valid_on(batch.plan.issued_on).filter(province__in=sides)
    return list(units.order_by("name").values_list("name", flat=True).distinct())
