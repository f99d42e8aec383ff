from tasks.models.batch import ColumnMapping, ImportBatch, ImportRow
from tasks.models.export import TaskExport
from tasks.models.occurrence import Occurrence
from tasks.models.progress import Directive, Evidence, Extension, ProgressUpdate, SetDay, Verification
from tasks.models.report import AnnualReport, ReportPart
from tasks.models.saved_filter import FilterVisit, SavedFilter
from tasks.models.task import Assignment, PlanGroup, Task

__all__ = [
    "AnnualReport",
    "Assignment",
    "ColumnMapping",
    "Directive",
    "Evidence",
    "Extension",
    "FilterVisit",
    "ImportBatch",
    "ImportRow",
    "Occurrence",
    "PlanGroup",
    "ProgressUpdate",
    "ReportPart",
    "SavedFilter",
    "SetDay",
    "Task",
    "TaskExport",
    "Verification",
]
