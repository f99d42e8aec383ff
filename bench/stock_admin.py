"""The program's addresses and, beside them, the admin list of Django's documentation, for comparison."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from coop.urls import urlpatterns as own
from tasks.models import Occurrence

site = admin.AdminSite(name="stock")


@admin.register(Occurrence, site=site)
class OccurrenceAdmin(admin.ModelAdmin):
    list_display = ("content", "plan", "field", "lead", "partners", "due_on", "status")
    list_filter = ("task__plan__agreement", "task__field", "status", "due_on")
    search_fields = ("task__content", "task__lead_text")
    list_per_page = 50

    def content(self, row: Occurrence) -> str:
        return row.task.content

    def plan(self, row: Occurrence) -> str:
        return row.task.plan.number

    def field(self, row: Occurrence) -> str:
        return str(row.task.field)

    def lead(self, row: Occurrence) -> str:
        return ", ".join(unit.name for unit in row.task.lead_units)

    def partners(self, row: Occurrence) -> str:
        return ", ".join(unit.name for unit in row.task.partner_units)


urlpatterns = [path("stock/", site.urls), *own]
