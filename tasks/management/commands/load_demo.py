from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tasks.demo import Account, DemoRefusedError, load
from tasks.demo.people import fixed_password


class Command(BaseCommand):
    help = "Load the demonstration into an installation without agreements. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load it although DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError(
                _("DEBUG is off: this looks like a real installation. Use --force to load the demo.")
            )
        try:
            accounts = load()
        except DemoRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        if accounts is None:
            self.stdout.write(_("The demo is there already; nothing was changed."))
            return
        table = _account_table(accounts)
        self.stdout.write(table)
        if not fixed_password():
            self.stdout.write(_("This table is kept in %(path)s") % {"path": _keep(table)})


def _account_table(accounts: list[Account]) -> str:
    """One line per account: username, password, who it is, what to try."""
    return "\n".join(
        f"{one.username:<10} {one.password:<16} {one.full_name} – {one.who}. {one.hint}." for one in accounts
    )


def _keep(table: str) -> Path:
    """Readable by the owner alone from the first byte on."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    path = settings.VAR_DIR / "demo-accounts.txt"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"{table}\n", encoding="utf-8")
    return path
