"""The tables of this app as files: provinces, units, their spellings, agreements."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import ModelInstanceLoader
from import_export.results import Result

from agreements.exchange.cells import (
    ChoiceWidget,
    DayWidget,
    KeyWidget,
    RowIdWidget,
    TextWidget,
    WholeNumberWidget,
    words,
)
from agreements.exchange.resource import ExchangeResource
from agreements.models import Agreement, Party, Province, Unit, UnitAlias
from agreements.succession import check_successions, refresh_heirs
from coop.shared.text import name_key


def text_column(attribute: str) -> Field:
    return Field(attribute, widget=TextWidget())


def day_column(attribute: str) -> Field:
    return Field(attribute, widget=DayWidget())


def choice_column(attribute: str, values: list[str]) -> Field:
    return Field(attribute, widget=ChoiceWidget(values))


def link_column(attribute: str, model: type[Model], key: str = "key") -> Field:
    """A foreign key as the key of the other row, in the column '<attribute>_<key>'."""
    return Field(attribute, column_name=f"{attribute}_{key}", widget=KeyWidget(model, key))


def row_id_column() -> Field:
    return Field("id", widget=RowIdWidget())


def shown_column(attribute: str | None = None) -> Field:
    """A column to read: it is written out, and passed over on the way in."""
    return Field(attribute, readonly=True, widget=TextWidget())


class BodyResource(ExchangeResource):
    """Provinces and units: who answers today is derived once, after the last row."""

    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None:
        super().after_import(dataset, result, **kwargs)
        if not (result.totals["new"] or result.totals["update"]):
            return
        refresh_heirs(timezone.localdate())  # a dry run is rolled back
        check_successions()


class ProvinceResource(BodyResource):
    key = text_column("key")
    code = text_column("code")
    name = text_column("name")
    kind = choice_column("kind", Province.Kind.values)
    region = text_column("region")
    valid_from = day_column("valid_from")
    valid_until = day_column("valid_until")

    class Meta:
        model = Province
        name = Province._meta.verbose_name_plural
        import_id_fields = ("key",)
        fields = ("key", "code", "name", "kind", "region", "valid_from", "valid_until")


class UnitResource(BodyResource):
    key = text_column("key")
    province = link_column("province", Province)
    name = text_column("name")
    short_name = text_column("short_name")
    kind = choice_column("kind", Unit.Kind.values)
    parent = link_column("parent", Unit)
    valid_from = day_column("valid_from")
    valid_until = day_column("valid_until")
    sort = Field("sort", widget=WholeNumberWidget())

    class Meta:
        model = Unit
        name = Unit._meta.verbose_name_plural
        import_id_fields = ("key",)
        fields = (
            "key",
            "province",
            "name",
            "short_name",
            "kind",
            "parent",
            "valid_from",
            "valid_until",
            "sort",
        )

    def get_queryset(self) -> QuerySet[Unit]:
        return super().get_queryset().select_related("province", "parent")

    def filter_export(self, queryset: QuerySet[Unit], **kwargs: Any) -> QuerySet[Unit]:
        return queryset.select_related("province", "parent")


class UnitAliasResource(ExchangeResource):
    """Spellings follow their unit: `rows` are units, and who may change the unit may add a spelling to it."""

    unit = link_column("unit", Unit)
    text = text_column("text")

    class Meta:
        model = UnitAlias
        name = UnitAlias._meta.verbose_name_plural
        import_id_fields = ("unit", "text")
        fields = ("unit", "text")
        instance_loader_class = ModelInstanceLoader

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        keeps_unit = self.keeps
        self.keeps = lambda alias: keeps_unit(alias.unit)

    def get_queryset(self) -> QuerySet[UnitAlias]:
        aliases = UnitAlias.objects.select_related("unit__province").order_by("unit__key", "text")
        return aliases if self.rows is None else aliases.filter(unit__in=self.rows)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[UnitAlias]:
        """The admin hands over the list of units that the person sees."""
        return self.get_queryset().filter(unit__in=queryset) if queryset.model is Unit else queryset

    def before_save_instance(self, instance: UnitAlias, row: dict[str, Any], **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        instance.added_by = kwargs.get("user")


class AgreementResource(ExchangeResource):
    """A row with an id changes that agreement, one without makes a new one between the parties that it names.

    Parties, fields and the framework of an agreement that is there already are changed in its form.
    """

    id = row_id_column()
    number = text_column("number")
    title = text_column("title")
    kind = choice_column("kind", Agreement.Kind.values)
    stage = choice_column("stage", Agreement.Stage.values)
    signed_on = day_column("signed_on")
    signed_at = text_column("signed_at")
    starts_on = day_column("starts_on")
    ends_on = day_column("ends_on")
    summary = text_column("summary")
    parties = shown_column()
    fields_of_cooperation = shown_column()
    framework = shown_column()
    renews = shown_column()

    class Meta:
        model = Agreement
        name = Agreement._meta.verbose_name_plural
        import_id_fields = ("id",)
        fields = (
            "id",
            "number",
            "title",
            "kind",
            "stage",
            "signed_on",
            "signed_at",
            "starts_on",
            "ends_on",
            "summary",
            "parties",
            "fields_of_cooperation",
            "framework",
            "renews",
        )

    def get_user_visible_fields(self) -> list[Field]:
        return [*super().get_user_visible_fields(), self.fields["parties"]]

    def filter_export(self, queryset: QuerySet[Agreement], **kwargs: Any) -> QuerySet[Agreement]:
        return queryset.select_related("parent", "renews").prefetch_related("parties__province", "fields")

    def dehydrate_parties(self, agreement: Agreement) -> str:
        return "; ".join(party.province.full_name for party in agreement.parties.all())

    def dehydrate_fields_of_cooperation(self, agreement: Agreement) -> str:
        return "; ".join(field.code for field in agreement.fields.all())

    def dehydrate_framework(self, agreement: Agreement) -> str:
        return self._title(agreement.parent)

    def dehydrate_renews(self, agreement: Agreement) -> str:
        return self._title(agreement.renews)

    def _title(self, paper: Agreement | None) -> str:
        """A paper behind the wall is not named."""
        if paper is None:
            return ""
        return paper.title if self.rows is None or paper.pk in self._seen else _("(not shown)")

    @cached_property
    def _seen(self) -> set[int]:
        return set(self.get_queryset().values_list("pk", flat=True))

    def after_save_instance(self, instance: Agreement, row: dict[str, Any], **kwargs: Any) -> None:
        if not words(row.get("id")):
            for sort, province in enumerate(_provinces_named(instance, words(row.get("parties"))), start=1):
                Party.objects.create(agreement=instance, province=province, sort=sort)
        super().after_save_instance(instance, row, **kwargs)


def _provinces_named(agreement: Agreement, names: str) -> list[Province]:
    """'Thành phố Hồ Chí Minh; tỉnh Lâm Đồng' as they were on the day of signing; at least two.

    Raises ValidationError for the column of parties.
    """
    living = Province.objects.valid_on(agreement.signed_on or timezone.localdate())
    known = {name_key(province.full_name): province for province in living}
    found = [known.get(name_key(name)) for name in names.split(";")]
    provinces = [province for province in found if province is not None]
    if len(provinces) < max(len(found), 2) or len(set(provinces)) < len(provinces):
        raise ValidationError(
            {"parties": _("name two or more provinces of that day in full, with semicolons between them")}
        )
    return provinces
