import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agreements import reference


class Command(BaseCommand):
    help = "Load provinces, units, successions and fields from fixtures/. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = reference.load()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(table) for table in loaded]))
            return
        for table in loaded:
            self.stdout.write(
                f"{table.file}: {table.created} created, {table.updated} updated, {table.unchanged} unchanged"
            )
