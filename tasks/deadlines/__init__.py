"""The Vietnamese deadline parser. No Django. `parse(text, issued_on=…, period=…)` → Deadline."""

from .deadline import Deadline, DeadlineKind, DueSpan, Recurrence
from .resolve import parse

__all__ = ["Deadline", "DeadlineKind", "DueSpan", "Recurrence", "parse"]
