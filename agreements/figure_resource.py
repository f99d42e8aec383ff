"""Result figures as a file. A row with an id changes that figure, one without enters a new one."""

from __future__ import annotations

from typing import Any

import tablib
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field as Column
from import_export.results import Result

from agreements.actions.figures import parts_of, require_sum
from agreements.exchange.cells import AmountWidget, KeyWidget, RowIdWidget, YearWidget, words
from agreements.exchange.resource import ExchangeResource
from agreements.models import Agreement, Field, ResultFigure
from agreements.resources import choice_column, link_column, row_id_column, shown_column, text_column
from coop.shared.events import record_many
from coop.shared.refusal import RefusedError


class AgreementWidget(KeyWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if words(value) and RowIdWidget().clean(value) is None:
            raise ValueError(_("a whole number is written in digits only"))
        return super().clean(value, row, **kwargs)


class WholeWidget(KeyWidget):
    """The figure of which the row is a part: by its label, in the same agreement and year."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> ResultFigure | None:
        label = words(value)
        if not label:
            return None
        same = {"agreement": RowIdWidget().clean(row.get("agreement_id")), "label": label, "whole": None}
        whole = ResultFigure.objects.filter(year=words(row.get("year")) or 0, **same).order_by("pk").last()
        if whole is None:
            raise ValueError(_("there is no figure of this label in the year; it stands above its parts"))
        return whole


class FigureResource(ExchangeResource):
    """Parts stand below their whole, and add up to it when the file is read to its end."""

    shown_in_preview = ("agreement_title",)

    id = row_id_column()
    agreement = Column("agreement", column_name="agreement_id", widget=AgreementWidget(Agreement, "pk"))
    agreement_title = shown_column("agreement__title")
    label = text_column("label")
    measure = text_column("measure")
    year = Column("year", widget=YearWidget())
    scope = choice_column("scope", ResultFigure.Scope.values)
    value = Column("value", widget=AmountWidget())
    part_of = Column("whole", column_name="part_of", widget=WholeWidget(ResultFigure, "label"))
    field = link_column("field", Field, "code")
    source = text_column("source")
    counted_by = shown_column("province__name")

    class Meta:
        model = ResultFigure
        name = ResultFigure._meta.verbose_name_plural
        import_id_fields = ("id",)
        fields = (
            "id",
            "agreement",
            "agreement_title",
            "label",
            "measure",
            "year",
            "scope",
            "value",
            "part_of",
            "field",
            "source",
            "counted_by",
        )

    def get_queryset(self) -> QuerySet[ResultFigure]:
        return super().get_queryset().select_related("agreement", "whole", "field", "province")

    def filter_export(self, queryset: QuerySet[ResultFigure], **kwargs: Any) -> QuerySet[ResultFigure]:
        return queryset.select_related("agreement", "whole", "field", "province")

    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None:
        """The sums are held against the wholes; what was written is one Event an agreement."""
        super().after_import(dataset, result, **kwargs)
        rows = [row.instance for row in result.rows if row.instance and (row.is_new() or row.is_update())]
        for whole in ResultFigure.objects.filter(pk__in={row.whole_id or row.pk for row in rows}):
            try:
                require_sum(whole.value, parts_of(whole))
            except RefusedError as refusal:
                raise ValueError(f"{whole}: {refusal}") from None
        told = {"file": kwargs.get("file_name") or ""}
        targets = {row.agreement for row in rows}
        record_many(
            by=kwargs.get("user"), verb="import_figures", targets=[(one, {}, told) for one in targets]
        )
