import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.models import Agreement
from coop.shared.dates import YEARS, year_period
from coop.shared.documents.pdf import write_pdf
from tasks.reports.annual import annual_report
from tasks.reports.scope import Scope


class Command(BaseCommand):
    help = "Print the annual report of an agreement as a PDF in the layout of Nghị định 30/2020/NĐ-CP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agreement", type=int, required=True, help="id of the agreement")
        parser.add_argument("--year", type=int, required=True, choices=YEARS, metavar="YEAR")
        parser.add_argument("--pdf", type=Path, required=True, help="file to write")
        parser.add_argument(
            "--cut-off", type=dt.date.fromisoformat, help="state of affairs on this day; today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        agreement = Agreement.objects.filter(pk=options["agreement"]).first()
        if agreement is None:
            raise CommandError(f"Không có thỏa thuận nào mang mã số {options['agreement']}.")
        plan = agreement.plans.select_related("province__current_heir").order_by("-issued_on").first()
        if plan is None or plan.province.current_heir is None:
            raise CommandError("Thỏa thuận chưa có kế hoạch nào, nên chưa có gì để báo cáo.")
        cut_off = options["cut_off"] or timezone.localdate()
        scope = Scope(agreement, plan.province.current_heir, year_period(options["year"]), cut_off)
        try:
            options["pdf"].write_bytes(write_pdf(annual_report(scope)))
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['pdf']}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {options['pdf']}.")
