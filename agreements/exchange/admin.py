"""Import and export pages of the stock admin, under the permissions of the list that they belong to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result
from import_export.tmp_storages import TempFolderStorage

from agreements.exchange.files import CsvFile, ExcelFile, UnreadableTableError

FILES = (ExcelFile, CsvFile)
_SECONDS_TO_CONFIRM = 24 * 60 * 60


class SizedImportForm(ImportForm):
    def clean_import_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["import_file"]
        if (file.size or 0) > settings.APPENDIX_MAX_BYTES:
            raise ValidationError(_("The file is too large."))
        return file


class SignedConfirmForm(ConfirmImportForm):
    """Names the uploaded file between preview and confirmation: signed, since the server opens what it names,
    and for the one person who uploaded it.
    """

    format = forms.ChoiceField(
        choices=[(str(place), kind.__name__) for place, kind in enumerate(FILES)], widget=forms.HiddenInput
    )

    def __init__(self, *, person: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person = person

    def clean_import_file_name(self) -> str:
        try:
            return str(
                signing.loads(
                    self.cleaned_data["import_file_name"],
                    salt=_salt(self.person),
                    max_age=_SECONDS_TO_CONFIRM,
                )
            )
        except signing.BadSignature:
            raise ValidationError(_("Please choose the file again.")) from None


def _salt(person: int | None) -> str:
    return f"agreements.exchange of {person}"


class ExchangeAdmin(ImportExportMixin, admin.ModelAdmin):
    """Who sees the rows may export them; who changes one in its form may change it by a file. Stands before
    the class that says who sees and changes what.
    """

    formats = FILES
    to_encoding = "utf-8-sig"  # Excel takes UTF-8 for UTF-8 only with its mark
    import_form_class = SizedImportForm
    confirm_form_class = SignedConfirmForm
    export_form_class = ExportForm  # the form with a box for each column has inline script and style

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {
            "rows": self.get_queryset(request),
            "keeps": lambda row: self.has_change_permission(request, row),
            "adds": self.has_add_permission(request),
        }

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> dict[str, Any]:
        return super().get_confirm_form_kwargs(request, import_form) | {"person": request.user.pk}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if initial:
            name = initial["import_file_name"].rpartition("/")[2]
            initial["import_file_name"] = signing.dumps(name, salt=_salt(request.user.pk))
        return initial

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Upload and preview; a file that cannot be confirmed is not kept."""
        response = super().import_action(request, **kwargs)
        if "confirm_form" not in response.context_data:
            uploaded = getattr(response.context_data["form"], "cleaned_data", {}).get("import_file")
            name = getattr(uploaded, "tmp_storage_name", None)
            if name:
                TempFolderStorage(name=name).remove()
        return response

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:  # confirmed twice
            messages.error(request, _("Please choose the file again."))
            return redirect("admin:{}_{}_import".format(*self.get_model_info()))

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """The rows may have changed since the preview; then nothing was written."""
        if not result.has_errors():
            return super().process_result(result, request)
        problems = [error for _line, errors in result.row_errors() for error in errors] + result.base_errors
        messages.error(request, _("Nothing was imported: %(problem)s") % {"problem": problems[0].error})
        return redirect("admin:{}_{}_import".format(*self.get_model_info()))

    def add_data_read_fail_error_to_form(self, form: forms.Form, problem: Exception) -> None:
        if isinstance(problem, UnreadableTableError):
            form.add_error("import_file", str(problem))
        else:
            super().add_data_read_fail_error_to_form(form, problem)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Of the rows of the list that its address chooses. One that cannot be read chooses none; the list
        itself says so, import-export does not.
        """
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            messages.error(request, _("Nothing was exported: a filter in the address cannot be read."))
            return redirect("admin:{}_{}_changelist".format(*self.get_model_info()))

    def init_request_context_data(self, request: HttpRequest, form: forms.Form) -> dict[str, Any]:
        """The page of export lists the columns that are written, those that are only to read included."""
        context: dict[str, Any] = super().init_request_context_data(request, form)
        context["fields_list"] = [
            (resource.get_display_name(), resource().get_export_headers())
            for resource in self.get_export_resource_classes(request)
        ]
        return context

    def get_export_filename(self, request: HttpRequest, queryset: QuerySet[Any], file_format: Any) -> str:
        day = timezone.localdate().strftime("%Y-%m-%d")
        return f"{self.opts.model_name}-{day}.{file_format.get_extension()}"
