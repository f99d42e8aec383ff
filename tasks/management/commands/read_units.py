import datetime as dt
import json
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.models import Province
from tasks.appendix.unit_index import UnitIndex
from tasks.appendix.units import UnitReading, read_cell
from tasks.imports.unit_data import index_on


class Command(BaseCommand):
    help = "Say which units a cell names. Without CELL: one JSON object a line on standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cell", nargs="?")
        parser.add_argument("--province", help="code of the province whose paper it is, such as 68")
        parser.add_argument("--on", type=dt.date.fromisoformat, help="day of the paper, such as 2023-08-30")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self._indexes: dict[tuple[str, dt.date], UnitIndex] = {}
        if options["cell"] is None:
            self._read_lines(sys.stdin)
            return
        if not options["province"] or not options["on"]:
            raise CommandError("Hãy cho biết --province (mã tỉnh) và --on (ngày của văn bản).")
        reading = self._read(options["cell"], options["province"], options["on"])
        if options["json"]:
            self._print(options["cell"], reading)
        else:
            self._tell(reading)

    def _read_lines(self, lines: Iterable[str]) -> None:
        """A line that cannot be read is answered with its error, and the command fails at the end."""
        failed = 0
        for line in filter(str.strip, lines):
            try:
                asked = json.loads(line)
                text, day = asked["text"], dt.date.fromisoformat(asked["on"])
                self._print(text, self._read(text, asked["province"], day))
            except (ValueError, KeyError, TypeError, CommandError) as error:
                failed += 1
                self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            self.stdout.flush()
        if failed:
            raise CommandError(f"{failed} dòng không đọc được.")

    def _read(self, text: str, province: str, on: dt.date) -> UnitReading:
        if (province, on) not in self._indexes:
            try:
                self._indexes[province, on] = index_on(province, on)
            except Province.DoesNotExist as error:
                raise CommandError(f"Ngày {on:%d/%m/%Y} không có tỉnh nào mang mã {province}.") from error
        return read_cell(text, self._indexes[province, on])

    def _print(self, text: str, reading: UnitReading) -> None:
        """Units of a partner part in the same cell count among the units."""
        parts = [reading, *([reading.partner] if reading.partner else [])]
        document = {
            "text": text,
            "units": [unit.name for part in parts for unit in part.units],
            "groups": [group for part in parts for group in part.groups],
            "unknown": [name for part in parts for name in part.unknown],
            "certain": all(part.certain for part in parts),
        }
        self.stdout.write(json.dumps(document, ensure_ascii=False))

    def _tell(self, reading: UnitReading) -> None:
        for title, part in (("Chủ trì", reading), ("Phối hợp", reading.partner)):
            if part is None:
                continue
            self.stdout.write(f"{title}:")
            for name in [unit.name for unit in part.units] + list(part.groups):
                self.stdout.write(f"  {name}")
            for name in part.unknown:
                self.stdout.write(f"  {name} (chưa có trong danh mục)")
            for note in part.notes:
                self.stdout.write(f"  Lưu ý: {note}")
