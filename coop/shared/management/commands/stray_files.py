import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from coop.shared.stray_files import stray_files

_YOUNGEST = dt.timedelta(days=1)


class Command(BaseCommand):
    help = "List uploaded files, older than a day, that no row of the database names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove what is listed")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(stray_files(before=timezone.now() - _YOUNGEST))
        for storage, name in found:
            self.stdout.write(f"{storage.size(name):>12} {name}")
            if options["remove"]:
                storage.delete(name)
        self.stdout.write(f"{len(found)} tệp {'đã xóa' if options['remove'] else 'không thuộc bản ghi nào'}.")
