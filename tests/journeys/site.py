"""The program as a process of its own, with its own database and files: what a journey visits."""

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "hai-tinh-cung-lam-2026"
SECONDS_TO_START = 30


@dataclass
class Site:
    """One installation: a database, a folder of uploads, and a server while it is started."""

    database: str
    media: Path
    port: int = 0
    server: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.media.with_suffix(".log")

    def sign_in(self, page: Page, username: str, password: str = PASSWORD) -> None:
        """By the form, as a person does; fails when the page still asks for a password."""
        page.goto(f"{self.url}/tai-khoan/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda address: "/tai-khoan/login/" not in address)

    def manage(self, *commands: list[str]) -> None:
        """Runs commands of `manage.py` on this installation, one after the other in one process."""
        program = [
            "import django, sys, json",
            "from django.core.management import call_command",
            "django.setup()",
            "for words in json.loads(sys.argv[1]): call_command(*words)",
        ]
        command = [sys.executable, "-c", "\n".join(program), json.dumps(commands)]
        done = subprocess.run(command, cwd=ROOT, env=self._environment(), capture_output=True, text=True)
        assert done.returncode == 0, f"{commands}:\n{done.stdout}{done.stderr}"

    def sessions(self) -> dict[str, str]:
        """A session for every account, made without its password; username → key of the cookie."""
        command = [sys.executable, "-m", "tests.journeys.sessions"]
        done = subprocess.run(command, cwd=ROOT, env=self._environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self) -> None:
        """Returns once the server answers; threads, since a browser keeps idle connections open."""
        self.port = _free_port()
        bind = ["--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--log-level", "warning"]
        with self.log.open("w") as log:
            command = [sys.executable, "-m", "gunicorn", *bind, "coop.wsgi"]
            self.server = subprocess.Popen(command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log)
        deadline = monotonic() + SECONDS_TO_START
        while not self._answers():
            if self.server.poll() is not None or monotonic() > deadline:
                raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")
            sleep(0.05)

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=SECONDS_TO_START)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=SECONDS_TO_START) as answer:
                return answer.status == 200
        except (URLError, ConnectionError):
            return False

    def _environment(self) -> dict[str, str]:
        """As on a server, but over plain HTTP and without a copy of the static files."""
        own = {
            "DJANGO_SETTINGS_MODULE": "coop.settings",
            "DATABASE_URL": self.database,
            "MEDIA_ROOT": str(self.media),
            "PROGRESS_ROOT": str(self.media.with_suffix(".progress")),
            "CACHE_ROOT": str(self.media.with_suffix(".cache")),
            "DEMO_PASSWORD": PASSWORD,
        }
        as_on_a_server = {"DEBUG": "false", "HTTPS": "false", "STATIC_MANIFEST": "false"}
        return {**os.environ, **own, **as_on_a_server, "EMAIL_URL": "consolemail://"}


def _free_port() -> int:
    with closing(socket()) as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
