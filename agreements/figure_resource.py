"""Result figures as a file. A row with an id changes that figure, one without enters a new one."""

from __future__ import annotations

from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field as Column
from import_export.results import Result

from agreements.actions.figures import require_side, require_sum
from agreements.exchange.cells import AmountWidget, KeyWidget, RowIdWidget, YearWidget, words
from agreements.exchange.resource import ExchangeResource
from agreements.models import Agreement, Field, Party, Province, ResultFigure
from agreements.resources import choice_column, link_column, row_id_column, shown_column, text_column
from agreements.standing import sums
from coop.shared.events import record_many
from coop.shared.refusal import RefusedError


class AgreementWidget(KeyWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if words(value) and RowIdWidget().clean(value) is None:
            raise ValueError(_("a whole number is written in digits only"))
        return super().clean(value, row, **kwargs)


class SideWidget(KeyWidget):
    """The party that counted, by the name of its province when it signed; empty: all together."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Province | None:
        name = words(value)
        parties = Party.objects.filter(agreement=_agreement_of(row), province__name=name)
        party = parties.select_related("province").first() if name else None
        if name and party is None:
            raise ValueError(_("the agreement has no party of this name"))
        return party.province if party else None


class WholeWidget(KeyWidget):
    """The figure of which the row is a part: by its label, in the same agreement and year, counted by the
    same side.
    """

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> ResultFigure | None:
        label = words(value)
        if not label:
            return None
        same = {"agreement": _agreement_of(row), "label": label, "whole": None}
        if "counted_by" in row:
            same["province__name"] = words(row["counted_by"]) or None
        whole = ResultFigure.objects.filter(year=words(row.get("year")) or 0, **same).order_by("pk").last()
        if whole is None:
            raise ValueError(_("there is no figure of this label in the year; it stands above its parts"))
        return whole


def _agreement_of(row: Any) -> int | None:
    return RowIdWidget().clean(row.get("agreement_id"))


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
    counted_by = Column("province", column_name="counted_by", widget=SideWidget(Province, "name"))

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

    def skip_row(
        self, instance: Any, original: Any, row: dict[str, Any], import_validation_errors: Any = None
    ) -> bool:
        """A figure with its parts stays where it was entered."""
        self.before = original if original.pk else ResultFigure(agreement=instance.agreement)
        if original.pk and instance.agreement_id != original.agreement_id:
            raise ValidationError({"agreement": _("a figure stays with its agreement")})
        return super().skip_row(instance, original, row, import_validation_errors)

    def after_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """A file says no more of who counted than the person may who brings it."""
        super().after_save_instance(instance, row, **kwargs)
        if kwargs.get("user"):
            try:
                require_side(kwargs["user"], self.before, instance.province)
            except RefusedError as refusal:
                raise ValidationError({"province": str(refusal)}) from None

    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None:
        """The sums are held against the wholes; what was written is one Event an agreement."""
        super().after_import(dataset, result, **kwargs)
        rows = [row.instance for row in result.rows if row.instance and (row.is_new() or row.is_update())]
        targets = {row.agreement for row in rows}
        for one in sums(ResultFigure.objects.filter(agreement__in=targets)):
            try:
                require_sum(one.whole.value, one.parts)
            except RefusedError as refusal:
                raise ValueError(f"{one.whole}: {refusal}") from None
        told = {"file": kwargs.get("file_name") or ""}
        record_many(
            by=kwargs.get("user"), verb="import_figures", targets=[(one, {}, told) for one in targets]
        )
