"""Importing appendices: rows a second and peak memory, beside a plain import-export ModelResource in one run.

`python -m bench.imports` prints a table for each engine and writes them to bench/results.md. Each case is a
process of its own with a fresh database, so that peak memory is that of the case.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import cpu
from bench.results import write_section
from tests.journeys.databases import Databases, databases_beside
from tests.journeys.site import Site
from tests.with_postgres import server

ROOT = Path(__file__).resolve().parents[1]
FILE = os.environ.get("BENCH_FILE", "")
AS_ON_A_SERVER = {
    "DJANGO_SETTINGS_MODULE": "coop.settings",
    "PYTHONPATH": str(ROOT),
    "DEBUG": "false",  # which would keep every statement in memory
    "SECRET_KEY": "only-for-the-bench",
    "ALLOWED_HOSTS": "localhost",
}
SIZES = (29, 500, 9_990)  # 10,000 rows at most, header and headings included
FORMATS = ("docx", "xlsx", "csv", "txt")
HEADER = ("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện")
UNITS = ("Sở Công Thương", "Sở Y tế", "Sở NN&PTNT", "Sở Văn hóa Thể thao và Du lịch", "Sở Xây dựng")
TIMES = ("Năm 2024", "Quý III/2024", "Thường xuyên", "Tháng 5 hàng năm", "trước ngày 30/6/2025")


def rows(count: int) -> list[tuple[str, ...]]:
    """Tasks of the length of real ones, each with a wording of its own."""
    return [
        (
            str(number),
            f"Tổ chức hội nghị kết nối cung cầu, xúc tiến tiêu thụ nông sản và sản phẩm OCOP lần {number} "
            "giữa hai địa phương; khảo sát, ký kết hợp đồng với hệ thống siêu thị, chuỗi phân phối thực phẩm",
            UNITS[number % len(UNITS)],
            f"{UNITS[(number + 1) % len(UNITS)]}, các sở, ban, ngành",
            TIMES[number % len(TIMES)],
        )
        for number in range(1, count + 1)
    ]


def file_of(form: str, count: int) -> bytes:
    table = [HEADER, ("I", "Lĩnh vực Nông nghiệp", "", "", ""), *rows(count)]
    if form in ("csv", "txt"):
        text = io.StringIO()
        csv.writer(text, delimiter=";" if form == "csv" else "\t").writerows(table)
        return text.getvalue().encode()
    return _xlsx(table) if form == "xlsx" else _docx(table)


def _xlsx(table: list[tuple[str, ...]]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:  # with shared strings, as Excel writes them
        sheet = book.add_worksheet("Phụ lục")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def _docx(table: list[tuple[str, ...]]) -> bytes:
    """python-docx adds rows in quadratic time: the XML of the rows is written as text."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    cells = [
        "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row) for row in table
    ]
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells).replace("&", "&amp;")
    document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/>{body}</w:tbl>"))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def case(form: str, count: int) -> dict[str, float]:
    """CPU seconds to preview, stage and confirm, and peak memory in MB. Runs in a process of its own."""
    import django

    django.setup()
    from tests import factories

    plan = factories.plan(number="1606/KH-UBND")
    return _plain(plan, count) if form == "plain" else _ours(plan, form, Path(FILE).read_bytes())


def _ours(plan, form: str, content: bytes) -> dict[str, float]:  # noqa: ANN001
    from tasks.appendix.readers import read
    from tasks.imports.confirming import confirm
    from tasks.imports.matching import match_rows
    from tasks.imports.reading import PlanReader
    from tasks.imports.staging import appendix_in, stage

    def preview(content: bytes) -> None:
        match_rows(plan, PlanReader(plan).read_all(appendix_in(read(f"a.{form}", content))))

    preview(Path(FILE).with_suffix(".small").read_bytes())
    started = cpu.seconds()
    preview(content)
    previewed = cpu.seconds()
    batch = stage(by=None, plan=plan, name=f"a.{form}", content=content)
    staged = cpu.seconds()
    confirm(by=None, batch=batch, acknowledge_all=True)
    return _measured(preview=previewed - started, stage=staged - previewed, confirm=cpu.seconds() - staged)


def _plain(plan, count: int) -> dict[str, float]:  # noqa: ANN001
    """What the documentation of import-export shows: a ModelResource, a row at a time, with history.

    The same rows: the units of both cells, looked up by name, and one period a task.
    """
    from import_export import resources
    from tablib import Dataset

    from agreements.models import Unit
    from tasks.models import Assignment, Occurrence, Task

    class Plain(resources.ModelResource):
        class Meta:
            model = Task
            exclude = ("content_key", "search_text")

        def after_save_instance(self, instance, row, **kwargs):  # noqa: ANN001, ANN003, ANN202
            for role in ("lead", "partner"):
                names = row[f"{role}_text"].split(", ")
                units = Unit.objects.filter(province=plan.province, name__in=names)
                for sort, unit in enumerate(units, 1):
                    Assignment.objects.create(task=instance, role=role, unit=unit, sort=sort)
            Occurrence.objects.create(task=instance, period_key="once")

    dataset = Dataset(
        headers=("plan", "position", "content", "lead_text", "partner_text", "timeframe", "deadline_kind")
    )
    for number, row in enumerate(rows(count), 1):
        dataset.append([plan.pk, number, *row[1:], "span"])
    started = cpu.seconds()
    Plain().import_data(dataset, dry_run=True, raise_errors=True)
    previewed = cpu.seconds()
    Plain().import_data(dataset, raise_errors=True)
    return _measured(preview=previewed - started, confirm=cpu.seconds() - previewed)


def _measured(**seconds: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {name: round(value, 3) for name, value in seconds.items()} | {"peak_mb": round(peak)}


def run(databases: Databases, form: str, count: int) -> dict[str, float]:
    """One case in a process of its own, on a fresh copy of the migrated database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        if form != "plain":
            path.write_bytes(file_of(form, count))
            path.with_suffix(".small").write_bytes(file_of(form, SIZES[0]))
        url = databases.copy("case")
        own = {"DATABASE_URL": url, "MEDIA_ROOT": folder, "BENCH_FILE": str(path)}
        command = [sys.executable, "-m", "bench.imports", form, str(count)]
        done = subprocess.run(command, env=os.environ | own, cwd=ROOT, capture_output=True, text=True)
        databases.drop(url)
        if done.returncode:
            raise SystemExit(done.stderr)
        return json.loads(done.stdout.splitlines()[-1])


def measured(engine: str, databases: Databases) -> list[str]:
    """The lines of the report for one engine."""
    plain = run(databases, "plain", 500)
    a_row = (plain["preview"] + plain["confirm"]) / 500
    lines = [
        f"## {engine}",
        "",
        "Plain import-export, 500 rows with their units, one period and history: "
        f"preview {plain['preview']}, import {plain['confirm']}, peak {plain['peak_mb']} MB; "
        "its time for other sizes is taken as linear.",
        "",
        "| file | rows | preview | stage | confirm | rows/s in all | times plain import-export | peak MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for form in FORMATS:
        for count in SIZES:
            one = run(databases, form, count)
            whole = one["stage"] + one["confirm"]
            lines.append(
                f"| {form} | {count} | {one['preview']} | {one['stage']} | {one['confirm']} "
                f"| {count / whole:.0f} | {a_row * count / whole:.1f} | {one['peak_mb']} |"
            )
            print(engine, lines[-1], flush=True)
    return [*lines, ""]


def on(engine: str, url: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        databases = databases_beside(url, Path(folder))
        site = Site(databases.template, Path(folder))
        site.manage(["migrate", "--verbosity", "0"], ["load_reference"])
        lines = measured(engine, databases)
        databases.drop(databases.template)
        return lines


def main() -> None:
    os.environ |= AS_ON_A_SERVER
    head = [
        "`python -m bench.imports`, one run; seconds of CPU, database server included, in a process that has "
        "read a small file before, as a server has.",
        "",
    ]
    lines = on("SQLite", "")
    with tempfile.TemporaryDirectory(prefix="coop-pg-") as folder, server(Path(folder)) as url:
        lines += on("PostgreSQL", url)
    write_section("Imports", head + lines)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(case(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
