"""Pages with 5,000 tasks on SQLite and 200,000 on PostgreSQL, beside the stock admin list of the same rows.

Milliseconds of CPU, the program's and the database server's, through the whole middleware of a signed-in
person: the least of some rounds in which every page has its turn, since neighbours on the machine only ever
add to it. Run it as `python -m bench.pages`.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import cpu
from bench.results import write_section
from tests.journeys.databases import databases_beside
from tests.journeys.site import Site
from tests.with_postgres import server

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, ENOUGH = 15, 2_000  # what takes more than so many ms has one round
AS_ON_A_SERVER = {
    "DJANGO_SETTINGS_MODULE": "coop.settings",
    "PYTHONPATH": str(ROOT),
    "DEBUG": "false",
    "SECRET_KEY": "only-for-the-bench",
    "ALLOWED_HOSTS": "testserver",
    "HTTPS": "false",
    "STATIC_MANIFEST": "false",
    "PGOPTIONS": "-c max_parallel_workers_per_gather=0",  # only what one process does is measured
}
LIST, STOCK = "/nhiem-vu/", "/stock/tasks/occurrence/"
# name, who looks, address, the stock admin's address for the same rows
PAGES = (
    ("overview, one province", "mot-tinh", "/", ""),
    ("overview, whole country", "ca-nuoc", "/", ""),
    ("to-do list", "mot-tinh", "/viec-cua-toi/", ""),
    ("list, one province", "mot-tinh", LIST, ""),
    ("list, whole country", "ca-nuoc", LIST, STOCK),
    ("list, one agreement", "ca-nuoc", f"{LIST}?agreement=7", f"{STOCK}?task__plan__agreement__id__exact=7"),
    ("list, one field", "ca-nuoc", f"{LIST}?field={{field}}", f"{STOCK}?task__field__id__exact={{field_id}}"),
    ("list, overdue", "ca-nuoc", f"{LIST}?assessment=overdue", f"{STOCK}?status__exact=in_progress"),
    ("list, one year", "ca-nuoc", f"{LIST}?year=2022", f"{STOCK}?due_on__year=2022"),
    ("list, one lead unit", "ca-nuoc", f"{LIST}?lead={{lead}}", ""),
    ("list, a unit by its name", "mot-tinh", f"{LIST}?unit=cong+thuong", ""),
    ("list, common words", "ca-nuoc", f"{LIST}?q=nong+san", f"{STOCK}?q=nông+sản"),
    ("list, rare words", "ca-nuoc", f"{LIST}?q=rang+cua", f"{STOCK}?q=răng+cưa"),
    ("list, common words, one province", "mot-tinh", f"{LIST}?q=nong+san", ""),
    ("list, last page", "ca-nuoc", f"{LIST}?page=-1", f"{STOCK}?p={{last}}"),
    ("search, common words", "ca-nuoc", "/tim/?q=nong+san", ""),
    ("search, rare words", "ca-nuoc", "/tim/?q=rang+cua", ""),
    ("search, words apart", "ca-nuoc", "/tim/?q=san+nong", ""),
    ("search, a unit that is everywhere", "ca-nuoc", "/tim/?q=sở+công+thương", ""),
    ("search, the same by one province", "mot-tinh", "/tim/?q=sở+công+thương", ""),
    ("agreements", "ca-nuoc", "/thoa-thuan/", ""),
    ("units", "ca-nuoc", "/don-vi/", ""),
)
# What htmx asks for when a filter of the list changes, and when a chip is taken away.
SWAPS = (
    ("swap of the results", "mot-tinh", f"{LIST}?assessment=overdue", "results"),
    ("swap of the list", "mot-tinh", f"{LIST}?year=2022", "list"),
)


def case() -> list[dict[str, object]]:
    """One row a page: ms, statements, kB, and the stock admin's ms. Runs on a filled database."""
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.stock_admin"
    logging.disable()
    places, clients = _places(), _clients()
    visits = [(name, partial(clients[who].get, url.format_map(places))) for name, who, url, _stock in PAGES]
    visits += [
        (name, partial(clients[who].get, url, headers={"HX-Request": "true", "HX-Target": target}))
        for name, who, url, target in SWAPS
    ]
    stock = [
        (name, partial(clients["quan-tri"].get, url.format_map(places)))
        for name, _who, _url, url in PAGES
        if url
    ]
    stock = [(f"stock, {name}", look) for name, look in stock]
    found = _measured(visits + stock)
    ours = {name: row for name, row in found.items() if not name.startswith("stock, ")}
    floor = _bare_scan()
    return [{"name": "bare scan of the periods", "ms": floor, "statements": 1, "kb": 0, "html": 0}] + [
        {**row, "stock_ms": found.get(f"stock, {name}", {}).get("ms")} for name, row in ours.items()
    ]


def _places() -> dict[str, object]:
    from agreements.models import Field
    from tasks.models import Assignment, Occurrence

    field = Field.objects.order_by("pk")[3]
    lead = Assignment.objects.filter(role="lead").order_by("pk")[7].unit
    last = (Occurrence.objects.count() - 1) // 50 + 1
    return {"field": field.code, "field_id": field.pk, "lead": lead.current_heir_id, "last": last}


def _clients() -> dict[str, object]:
    from django.test import Client

    from coop.accounts.models import User

    clients = {}
    for user in User.objects.all():
        clients[user.username] = Client(headers={"Accept-Encoding": "gzip"})
        clients[user.username].force_login(user)
    return clients


def _measured(visits: list[tuple[str, Callable[[], object]]]) -> dict[str, dict[str, object]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rows: dict[str, dict[str, object]] = {}
    times: dict[str, list[float]] = {name: [] for name, _look in visits}
    for turn in range(ROUNDS + 1):
        for name, look in visits:
            if turn == 0:  # the first look fills caches and is counted, not timed
                with CaptureQueriesContext(connection) as statements:
                    answer = look()
                if answer.status_code == 200:
                    sizes = {"kb": _kilobytes(answer.content), "html": _kilobytes(_unpacked(answer))}
                    rows[name] = {"name": name, "statements": len(statements), **sizes}
            elif name in rows and max(times[name], default=0) < ENOUGH:
                times[name].append(_milliseconds(look))
    return {name: {**row, "ms": round(min(times[name]), 1)} for name, row in rows.items()}


def _unpacked(answer: object) -> bytes:
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(answer.content) if is_packed else answer.content


def _kilobytes(content: bytes) -> int:
    return round(len(content) / 1000)


def _bare_scan() -> float:
    """What the database alone takes to look at every period once."""
    from django.db import connection

    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), count(*) FILTER (WHERE status = 'completed'), "
                "count(*) FILTER (WHERE due_on < '2026-01-01'), count(*) FILTER (WHERE percent > 50) "
                "FROM tasks_occurrence"
            )
            cursor.fetchall()

    return round(min(_milliseconds(scan) for _turn in range(ROUNDS)), 1)


def _milliseconds(act: Callable[[], object]) -> float:
    before = cpu.seconds()
    act()
    return 1000 * (cpu.seconds() - before)


def on(url: str, tasks: int) -> list[dict[str, object]]:
    """The measurements on a fresh database of this size."""
    with tempfile.TemporaryDirectory() as folder:
        databases = databases_beside(url, Path(folder))
        Site(databases.template, Path(folder)).manage(["migrate", "--verbosity", "0"], ["load_reference"])
        own = os.environ | {"DATABASE_URL": databases.template, "MEDIA_ROOT": folder}
        subprocess.run([sys.executable, "-m", "bench.seed", str(tasks)], env=own, cwd=ROOT, check=True)
        measure = [sys.executable, "-m", "bench.pages", "case"]
        done = subprocess.run(measure, env=own, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        databases.drop(databases.template)
        return json.loads(done.stdout.splitlines()[-1])


def table(title: str, rows: list[dict[str, object]]) -> list[str]:
    lines = [
        f"## {title}",
        "",
        "| page | ms | statements | kB that travel | kB of HTML | stock admin ms | times |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        stock = row.get("stock_ms")
        times = f"{stock / row['ms']:.1f}" if stock else ""
        lines.append(
            f"| {row['name']} | {row['ms']} | {row['statements']} | {row['kb']} | {row['html']} "
            f"| {stock or ''} | {times} |"
        )
    return [*lines, ""]


def main() -> None:
    os.environ |= AS_ON_A_SERVER
    lines = [
        "`python -m bench.pages`, one run; ms of CPU, database server included, the least of some rounds.",
        "",
    ]
    lines += table("5,000 tasks, SQLite", on("", 5_000))
    with tempfile.TemporaryDirectory(prefix="coop-pg-") as folder, server(Path(folder)) as url:
        lines += table("200,000 tasks, PostgreSQL", on(url, 200_000))
    write_section("Pages", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    if sys.argv[1:] == ["case"]:
        print(json.dumps(case()))
    else:
        main()
