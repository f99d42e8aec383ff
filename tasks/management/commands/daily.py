from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.reminders import remind_of_endings
from agreements.succession import refresh_heirs
from tasks.exports import forget_old_exports


class Command(BaseCommand):
    """What the calendar moves. A list of calls; running it twice on a day changes nothing."""

    help = "Run once a day, shortly after midnight."

    def handle(self, *args: Any, **options: Any) -> None:
        refresh_heirs(timezone.localdate())
        remind_of_endings(timezone.localdate())
        forget_old_exports(timezone.localdate())
        call_command("clearsessions")
