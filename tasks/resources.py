"""Tasks as a file: the appendix columns to read, and the few that a secretariat may set in a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from import_export.fields import Field as Column

from agreements.exchange.cells import YesNoWidget
from agreements.exchange.resource import ExchangeResource
from agreements.models import Field
from agreements.resources import link_column, row_id_column, shown_column, text_column
from tasks.models import Assignment, Task


class TaskResource(ExchangeResource):
    """Import changes the field, the key mark, the product and the note of tasks that are there.

    What was printed stays as printed; tasks come from an appendix (`tasks.imports`).
    """

    creates = False
    shown_in_preview = ("ordinal", "content")

    id = row_id_column()
    plan_number = shown_column("plan__number")
    section = shown_column("section")
    heading = shown_column("heading")
    ordinal = shown_column("ordinal")
    content = shown_column("content")
    lead_units = shown_column()
    partner_units = shown_column()
    timeframe = shown_column("timeframe")
    reading = shown_column("deadline_reading")
    field = link_column("field", Field, "code")
    is_key = Column("is_key", widget=YesNoWidget())
    product = text_column("product")
    note = text_column("note")

    class Meta:
        model = Task
        name = Task._meta.verbose_name_plural
        import_id_fields = ("id",)
        fields = (
            "id",
            "plan_number",
            "section",
            "heading",
            "ordinal",
            "content",
            "lead_units",
            "partner_units",
            "timeframe",
            "reading",
            "field",
            "is_key",
            "product",
            "note",
        )

    def get_queryset(self) -> QuerySet[Task]:
        return super().get_queryset().select_related("plan", "field")

    def filter_export(self, queryset: QuerySet[Task], **kwargs: Any) -> QuerySet[Task]:
        units = Prefetch("assignments", Assignment.objects.select_related("unit"))
        return queryset.select_related("plan", "field").prefetch_related(units).order_by("plan", "position")

    def dehydrate_lead_units(self, task: Task) -> str:
        return _names(task, Assignment.Role.LEAD)

    def dehydrate_partner_units(self, task: Task) -> str:
        return _names(task, Assignment.Role.PARTNER)


def _names(task: Task, role: str) -> str:
    return "; ".join(str(link) for link in task.assignments.all() if link.role == role)
