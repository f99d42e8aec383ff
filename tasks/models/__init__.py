from tasks.models.batch import ImportBatch, ImportRow
from tasks.models.occurrence import Occurrence
from tasks.models.progress import Directive, Evidence, Extension, ProgressUpdate, Verification
from tasks.models.report import AnnualReport
from tasks.models.task import Assignment, Task

__all__ = [
    "AnnualReport",
    "Assignment",
    "Directive",
    "Evidence",
    "Extension",
    "ImportBatch",
    "ImportRow",
    "Occurrence",
    "ProgressUpdate",
    "Task",
    "Verification",
]
