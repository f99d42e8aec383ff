"""How the states of tasks look: the words of `tasks.states`, a tone and an icon."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from coop.shared.templatetags.ui import badge
from tasks.states import Assessment, Status

register = template.Library()

ASSESSMENT_LOOKS: dict[str, tuple[str, str]] = {
    Assessment.DONE_ON_TIME: ("good", "check-circle-fill"),
    Assessment.DONE_LATE: ("late", "check-circle"),
    Assessment.ONGOING: ("ongoing", "play-circle"),
    Assessment.OVERDUE: ("bad", "exclamation-triangle-fill"),
    Assessment.CONTINUOUS: ("steady", "arrow-repeat"),
    Assessment.UNDATED: ("unknown", "question-circle"),
    Assessment.STOPPED: ("stopped", "pause-circle"),
}
STATUS_LOOKS: dict[str, tuple[str, str]] = {
    Status.NOT_STARTED: ("neutral", "circle"),
    Status.IN_PROGRESS: ("ongoing", "play-circle"),
    Status.REPORTED: ("soon", "hourglass-split"),
    Status.COMPLETED: ("good", "check-circle-fill"),
    Status.PAUSED: ("stopped", "pause-circle"),
    Status.CANCELLED: ("stopped", "slash-circle"),
}


@register.simple_tag
def assessment_badge(value: str) -> SafeString:
    """Raises ValueError for what is no assessment."""
    return badge(Assessment(value).label, *ASSESSMENT_LOOKS[value])


@register.simple_tag
def status_badge(value: str) -> SafeString:
    """Raises ValueError for what is no status."""
    return badge(Status(value).label, *STATUS_LOOKS[value])


@register.filter
def assessment_label(value: str) -> str:
    """The words alone, for tiles and charts."""
    return str(Assessment(value).label)


@register.filter
def assessment_tone(value: str) -> str:
    """The tone alone, for tiles and charts."""
    return ASSESSMENT_LOOKS[value][0]


@register.filter
def assessment_icon(value: str) -> str:
    """The name of the icon alone, for tiles."""
    return ASSESSMENT_LOOKS[value][1]
