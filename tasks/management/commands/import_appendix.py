import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from agreements.models import Plan
from tasks.actions.refitting import what_would_become
from tasks.actions.refusal import RefusedError
from tasks.appendix.columns import ColumnsNotFound
from tasks.appendix.raw import UnreadableFile
from tasks.appendix.readers import read
from tasks.imports.citing import other_paper_in
from tasks.imports.confirming import confirm
from tasks.imports.mapping import tables_as_json
from tasks.imports.matching import Match, match_rows
from tasks.imports.periods import PeriodLine, in_words, kept_against
from tasks.imports.reading import PlanReader
from tasks.imports.staging import appendix_in, stage
from tasks.models import ImportRow
from tasks.schedule import due_periods

ACTIONS = (ImportRow.Action.CREATE, ImportRow.Action.UPDATE, ImportRow.Action.UNCHANGED)


class Command(BaseCommand):
    help = "Make the rows of an appendix file tasks of a plan. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="id or number, such as 1606/KH-UBND")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = _find_plan(options["plan"])
        try:
            name, content = options["file"].name, options["file"].read_bytes()
            tables = read(name, content)
            rows = PlanReader(plan).read_all(appendix_in(tables))
            matches = match_rows(plan, rows)
            periods = _period_words(matches)
            if not options["dry_run"] and any(
                match.action != ImportRow.Action.UNCHANGED for match in matches
            ):
                batch = stage(by=None, plan=plan, name=name, content=content)
                confirm(by=None, batch=batch, acknowledge_all=True)
        except OSError as error:
            raise CommandError(f"Không mở được tệp {options['file']}: {error.strerror}.") from error
        except (UnreadableFile, ColumnsNotFound, RefusedError) as error:
            raise CommandError(str(error)) from error
        counts = {action: sum(match.action == action for match in matches) for action in ACTIONS}
        if options["json"]:
            told = {place: [line.words for line in lines] for place, lines in periods.items()}
            document = counts | {"rows": [row.as_json() for row in rows], "periods": told}
            self.stdout.write(json.dumps(document, ensure_ascii=False, cls=DjangoJSONEncoder))
        else:
            if warning := other_paper_in(tables_as_json(tables), plan, rows[0].draft.place):
                self.stdout.write(warning)
            self._tell(rows, counts, periods)

    def _tell(self, rows: list[Any], counts: Any, periods: dict[str, list[PeriodLine]]) -> None:
        for row in rows:
            for problem in row.problems:
                self.stdout.write(f"{row.draft.place}: {problem}")
        for place, lines in periods.items():
            for line in lines:
                self.stdout.write(f"{place}: {line.words} {line.advice}".strip())
        self.stdout.write(
            f"{counts['create']} nhiệm vụ mới, {counts['update']} thay đổi, {counts['unchanged']} giữ nguyên."
        )


def _period_words(matches: list[Match]) -> dict[str, list[PeriodLine]]:
    """By place in the file: what becomes of the due periods of tasks whose time is another, and which keep
    their day still.
    """
    of_tasks = {match.task.pk: match for match in matches if match.task}
    retimed = {task: match.row for task, match in of_tasks.items() if "timeframe" in match.changes}
    told = what_would_become({task: due_periods(row.deadline) for task, row in retimed.items()})
    others = {task: match.row.deadline for task, match in of_tasks.items() if task not in retimed}
    return {
        of_tasks[task].row.draft.place: in_words(changes)
        for task, changes in (*told.items(), *kept_against(others).items())
    }


def _find_plan(given: str) -> Plan:
    """By id, or by number and symbol in any spelling. Raises CommandError when there is none or more than
    one.
    """
    is_id = given.isdecimal() and len(given) < 19  # "²" is a digit and no number
    found = list(Plan.objects.filter(pk=int(given)) if is_id else Plan.objects.numbered(given))
    if not found:
        raise CommandError(f"Không có kế hoạch nào là “{given}”.")
    if len(found) > 1:
        choices = ", ".join(f"{plan.pk} ({plan})" for plan in found)
        raise CommandError(
            f"Có nhiều kế hoạch mang số “{given}”: {choices}. Hãy ghi mã số thay cho số ký hiệu."
        )
    return found[0]
