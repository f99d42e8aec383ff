"""What every resource keeps to: all or nothing, only real changes are written, problems are told by column.

A cell that says what the export says changes nothing, so the file that came out can go back in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import tablib
from diff_match_patch import diff_match_patch
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import Diff, ModelResource
from import_export.results import Error, Result, RowResult

from agreements.exchange.cells import escaped, plain, words
from coop.shared.events import record

HEADER_LINES = 1


class LinedResult(Result):
    def row_errors(self) -> list[tuple[int, list[Error]]]:
        """By the line of the file, in which the header is line 1."""
        return [(line + HEADER_LINES, errors) for line, errors in super().row_errors()]

    def valid_rows(self) -> list[RowResult]:
        """What will be written stands above what stays as it is."""
        return sorted(super().valid_rows(), key=RowResult.is_skip)


class PlainError(Error):
    """What happened, for a person; how the program came to it is no business of a page."""

    traceback = ""


class MarkedDiff(Diff):
    """The stock one carries style attributes, which the content security policy stops."""

    def as_html(self) -> list[SafeString]:
        return [
            _marked("" if self.new and old != new else words(old), words(new))
            for old, new in zip(self.left, self.right, strict=True)
        ]


def _marked(old: str, new: str) -> SafeString:
    if old == new:
        return conditional_escape(new)
    compare = diff_match_patch()
    parts = compare.diff_main(old, new)
    compare.diff_cleanupSemantic(parts)
    marks = {-1: "<del>{}</del>", 0: "{}", 1: "<ins>{}</ins>"}
    return format_html_join("", "{}", ((format_html(marks[kind], text),) for kind, text in parts))


class ExchangeResource(ModelResource):
    """A table of one model. `rows`: those that the person may see; `keeps`: may the person change this one;
    `adds`: may the person add rows. Without them everything is allowed, for the program itself.
    """

    creates = True
    shown_in_preview: tuple[str, ...] = ()  # columns that are only read, by which a person knows the row

    class Meta:
        skip_unchanged = True
        report_skipped = True
        store_instance = True
        use_transactions = True
        clean_model_instances = True
        instance_loader_class = CachedInstanceLoader

    def __init__(
        self,
        *,
        rows: QuerySet[Any] | None = None,
        keeps: Callable[[Any], bool] = lambda row: True,
        adds: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.rows = rows
        self.keeps = keeps
        self.adds = adds and self.creates

    @classmethod
    def get_result_class(cls) -> type[Result]:
        return LinedResult

    @classmethod
    def get_error_result_class(cls) -> type[Error]:
        return PlainError

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return MarkedDiff

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset() if self.rows is None else self.rows

    def get_import_fields(self) -> list[Field]:
        shown = [self.fields[name] for name in self.shown_in_preview]
        return [field for field in super().get_import_fields() if not field.readonly or field in shown]

    def get_user_visible_fields(self) -> list[Field]:
        """The columns that the page of import names."""
        return [field for field in self.get_import_fields() if not field.readonly]

    def export_field(self, field: Field, instance: Model, **kwargs: Any) -> str:
        """Always a text, in a workbook too: a spreadsheet must not read it in its own way."""
        text = super().export_field(field, instance)
        return escaped("" if text is None else str(text).replace("\r\n", "\n"))

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Refuses a table that cannot be meant: nothing of it is read then."""
        problem = self._problem_of(dataset)
        if problem:
            dataset.wipe()
            raise ValueError(problem)

    def _problem_of(self, table: tablib.Dataset) -> str:
        headers = table.headers or []
        known = self.get_export_headers()
        identity = [self.fields[name].column_name for name in self.get_import_id_fields()]
        told = {"accepted": ", ".join(known)}
        for name, times in Counter(headers).items():
            if name not in known:
                return _("There is no column “%(name)s”; accepted: %(accepted)s") % {"name": name, **told}
            if times > 1:
                return _("The column “%(name)s” is there twice.") % {"name": name}
        for name in identity:
            if name not in headers:
                return _("The column “%(name)s” is missing; it finds the row.") % {"name": name}
        return self._repeated(table, identity)

    def _repeated(self, table: tablib.Dataset, identity: list[str]) -> str:
        first: dict[tuple[str, ...], int] = {}
        for line, row in enumerate(table.dict, start=1 + HEADER_LINES):
            key = tuple(words(row[name]) for name in identity)
            earlier = first.setdefault(key, line)
            if earlier != line and any(key):
                told = {"lines": f"{earlier}, {line}", "name": " + ".join(identity), "value": " + ".join(key)}
                return _("Lines %(lines)s are the same row: %(name)s “%(value)s”.") % told
        return ""

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        row.update({column: plain(cell) for column, cell in row.items()})

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Model | None:
        try:
            found: Model | None = super().get_instance(instance_loader, row)
        except ValueError:
            return None  # an unreadable key; it is told with its column when the row is read
        return found

    def import_field(
        self, field: Field, instance: Model, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any
    ) -> None:
        if words(row.get(field.column_name)) != words(field.export(instance)):
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def skip_row(
        self, instance: Any, original: Any, row: dict[str, Any], import_validation_errors: Any = None
    ) -> bool:
        """Blank and unchanged rows are left alone; a row that the person may not write is refused."""
        if not any(words(cell) for cell in row.values()):
            return True
        if original.pk is None:
            if not self.adds or words(row.get("id")):
                raise self._refusal()
            return False
        if super().skip_row(instance, original, row, import_validation_errors):
            return True
        if not self.keeps(original):
            raise self._refusal()
        return False

    def _refusal(self) -> ValidationError:
        identity = self.get_import_id_fields()[0]
        return ValidationError({identity: _("not among the rows that you may change")})

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        if hasattr(instance, "fill_derived"):
            instance.fill_derived()
        super().validate_instance(instance, import_validation_errors, validate_unique)

    def before_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """History names the person and the file."""
        if kwargs.get("user"):
            instance._history_user = kwargs["user"]
        instance._change_reason = kwargs.get("file_name") or ""

    def after_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """What was written must still belong to the person: a row cannot be handed to another province."""
        if not self.keeps(instance):
            raise self._refusal()

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        """A problem of a cell counts as an error, so that nothing of the file is written."""
        result = super().import_row(row, instance_loader, **kwargs)
        if result.validation_error is not None:
            line = kwargs["row_number"] + HEADER_LINES
            told = self._told(result.validation_error, row)
            result.errors = [PlainError(ValueError(text), row=row, number=line) for text in told]
            result.validation_error = None
            result.import_type = RowResult.IMPORT_TYPE_ERROR
        return result

    def _told(self, error: ValidationError, row: dict[str, Any]) -> list[str]:
        column_of = {field.attribute: field.column_name for field in self.fields.values()}
        texts = []
        for name, problems in error.message_dict.items():
            column = column_of.get(name, name)
            place = _("column %(column)s, “%(value)s”: ") % {
                "column": column,
                "value": words(row.get(column)),
            }
            texts += [problem if name == NON_FIELD_ERRORS else place + problem for problem in problems]
        return texts

    def after_import_row(self, row: dict[str, Any], row_result: RowResult, **kwargs: Any) -> None:
        """A model without history keeps its change as an event."""
        written = row_result.is_new() or row_result.is_update()
        if written and not hasattr(self._meta.model, "history"):
            record(
                by=kwargs.get("user"),
                verb="import_row",
                target=row_result.instance,
                before=self._said(row_result.original),
                after=self._said(row_result.instance),
            )

    def _said(self, instance: Any) -> dict[str, str]:
        if instance is None:
            return {}
        return {field.column_name: words(field.export(instance)) for field in self.get_import_fields()}
