"""Staged rows → tasks, through django-import-export, in bulk and with history.

Plain import-export writes row by row; its `use_bulk` is quick but drops history (stack.md, trap 3), so its
two bulk steps are replaced.
"""

from __future__ import annotations

from typing import Any

from import_export import resources
from import_export.instance_loaders import CachedInstanceLoader
from simple_history.utils import bulk_update_with_history
from tablib import Dataset

from coop.shared.bulk_history import record_created
from coop.shared.bulk_insert import insert_rows
from tasks.models import ImportRow, Task

PRINTED = (
    "section",
    "heading",
    "ordinal",
    "group",
    "content",
    "lead_text",
    "partner_text",
    "timeframe",
    "product",
    "note",
)
READ = ("deadline_kind", "deadline_certain", "deadline_reading")
NEW = ("plan", "position", "field", *PRINTED, *READ, "content_key", "search_text")
HELD = tuple({"plan": "plan_id", "field": "field_id"}.get(name, name) for name in NEW)
HEADERS = ("id", "plan_id", "position", "field_id", *PRINTED, *READ)


class StagedTaskResource(resources.ModelResource):
    """One transaction; raises what goes wrong instead of collecting it, so that nothing is half written."""

    def __init__(self, by: Any) -> None:
        super().__init__()
        self.by = by
        self.created: list[Task] = []

    class Meta:
        model = Task
        fields = ("id",)
        import_id_fields = ("id",)
        use_bulk = True
        batch_size = None
        skip_diff = True
        instance_loader_class = CachedInstanceLoader
        use_transactions = True

    def get_instance(self, instance_loader: Any, row: Any) -> Task | None:
        """A row without an id is new: no need to look for it."""
        return super().get_instance(instance_loader, row) if row["id"] else None

    def import_instance(self, instance: Task, row: Any, **kwargs: Any) -> None:
        """Staged values have their types: the widgets of fields, which read the text of a sheet, have nothing
        to do.
        """
        for name in HEADERS:
            setattr(instance, name, row[name])

    def before_save_instance(self, instance: Task, row: Any, **kwargs: Any) -> None:
        instance.fill_derived()

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        if self.create_instances:
            self.created = list(self.create_instances)
            insert_rows(Task, NEW, [tuple(getattr(task, name) for name in HELD) for task in self.created])
            _number(self.created)
            record_created(Task.objects.filter(pk__in=[task.pk for task in self.created]), by=self.by)
            self.create_instances.clear()

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        if self.update_instances:
            columns = ["position", "field_id", *PRINTED, *READ, "content_key", "search_text"]
            bulk_update_with_history(
                self.update_instances, Task, columns, batch_size=500, default_user=self.by
            )
            self.update_instances.clear()


def _number(tasks: list[Task]) -> None:
    """Each gets the number that the database gave it; in a plan a position stands once."""
    there = Task.objects.filter(plan=tasks[0].plan_id, position__in=[task.position for task in tasks])
    numbers = dict(there.values_list("position", "pk"))
    for task in tasks:
        task.pk = numbers[task.position]


def write_tasks(by: Any, rows: list[ImportRow]) -> list[Task]:
    """Create and update as the rows say. The tasks created, in the order of their rows."""
    if not rows:
        return []
    resource = StagedTaskResource(by)
    resource.import_data(_dataset(rows), raise_errors=True)
    return resource.created


def _dataset(rows: list[ImportRow]) -> Dataset:
    dataset = Dataset(headers=HEADERS)
    for row in rows:
        printed = [row.printed[name] for name in PRINTED]
        settled = [row.task_id, row.batch.plan_id, row.position, _field(row)]
        dataset.append([*settled, *printed, *_deadline(row)])
    return dataset


def _field(row: ImportRow) -> int | None:
    """Of a task that is there already the field stays, unless the heading changed or the task has none."""
    keeps = row.task is not None and row.task.field_id and "heading" not in row.changes
    return row.task.field_id if keeps and row.task else row.reading["field"]


def _deadline(row: ImportRow) -> tuple[str, bool, str]:
    """Of a task that is there already the reading stays, unless the printed time changed or is said anew."""
    if row.task is not None and "timeframe" not in row.changes and not row.reading["meant"]["timeframe"]:
        task = row.task
        return task.deadline_kind, task.deadline_certain, task.deadline_reading
    read = row.reading["deadline"]
    return read["kind"], read["certain"], read["reading"]
