"""Reports of 29, 300 and 3,000 tasks as PDF, beside headless Chromium that prints the same paper as HTML in
the same run: `python -m bench.reports [rows …]`. CPU time of all processes that take part, and by the wall;
then once more for the memory that they hold together, what several share counted once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import django

from bench.results import write_section

HEAD = (
    "A report as PDF from its content (2 cores, a warm worker), beside headless Chromium that prints the",
    "same paper as HTML in the same run: body and appendix with the same style sheet, fonts and texts.",
    "Seconds of CPU time of all processes (by the wall in brackets). MiB: the most that all processes hold",
    "together, what several share counted once (PSS), in a second run; 'needs' is what the worker holds more",
    "than before. The last columns are ours / Chromium; memory is all that the worker holds, with Django.",
)
CHROMIUM = "/usr/bin/chromium"
SIZES = (29, 300, 3_000)
LANDSCAPE = "@page annex { size: A4 landscape; margin: 20mm 15mm 20mm 20mm } .annex { page: annex }"
CONTENT = (
    "Phối hợp tổ chức kết nối tiêu thụ nông sản, sản phẩm OCOP giữa hai địa phương; xây dựng chuỗi cung "
    "ứng thực phẩm an toàn, truy xuất nguồn gốc; hỗ trợ doanh nghiệp tham gia hội chợ, triển lãm thương mại "
    "hằng năm"
)


def sample(rows: int):  # noqa: ANN201 (needs Django set up)
    """A report whose appendix has so many tasks in fields of 25, with the texts of a real one in length."""
    from coop.shared.documents.content import (
        Annex,
        GroupRow,
        Heading,
        OfficialDocument,
        Paragraph,
        Signature,
        Table,
    )
    from tasks.reports.exhibits import ANNEX_COLUMNS

    table: list[GroupRow | tuple[str, ...]] = []
    for number in range(rows):
        if number % 25 == 0:
            table.append(GroupRow(f"Lĩnh vực {number // 25 + 1}"))
        units = ("Sở Nông nghiệp và Môi trường", "Sở Công Thương; Sở Tài chính; UBND các xã, phường")
        told = ("Quý III/2026", "Đã tổ chức 02 hội nghị, ký 05 biên bản ghi nhớ", "Hoàn thành đúng hạn", "")
        table.append((str(number + 1), CONTENT, *units, *told))
    sentence = "Các đơn vị đã phối hợp chặt chẽ triển khai các nội dung đã ký kết, bảo đảm đúng tiến độ. "
    body = [block for part in range(5) for block in (Heading(1, f"{part}. Phần"), Paragraph(sentence * 8))]
    return OfficialDocument(
        issuing_body=("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"),
        number_symbol="Số:      /BC-UBND",
        place_and_date="Lâm Đồng, ngày      tháng      năm 2026",
        kind="BÁO CÁO",
        subject="Kết quả thực hiện các thỏa thuận hợp tác năm 2026",
        body=tuple(body),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN",)),
        annexes=(Annex("Kết quả thực hiện", "Kèm theo Báo cáo", (Table(ANNEX_COLUMNS, tuple(table)),)),),
    )


class Cost(NamedTuple):
    """Seconds of CPU time and by the wall, and MiB at the highest."""

    cpu: float
    wall: float
    memory: float

    def __str__(self) -> str:
        return f"{self.cpu:.2f} ({self.wall:.2f})"


def measured(work: Callable[[], Any], *, by_children: bool) -> Cost:
    """Twice: looking at the memory slows the work down. The work is done here, or by child processes."""
    pids = partial(_children if by_children else _family, os.getpid())
    spent: dict[int, float] = {}
    before = sum(map(_cpu_seconds, pids()))
    wall = _watched(work, lambda: spent.update({pid: _cpu_seconds(pid) for pid in pids()}))
    memory = [0.0]
    _watched(work, lambda: memory.append(_resident()))
    return Cost(sum(spent.values()) - before, wall, max(memory))


def _watched(work: Callable[[], Any], look: Callable[[], Any]) -> float:
    """Seconds by the wall; meanwhile somebody looks ten times a second, and once at the end."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    work()
    wall = time.perf_counter() - start
    done.set()
    watcher.join()
    look()
    return wall


def _cpu_seconds(pid: int) -> float:
    """What the process has spent so far; 0 when it is gone."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _resident() -> float:
    """MiB of this process and its descendants; pages that several share are counted once each (PSS)."""
    return sum(map(_pss, _family(os.getpid()))) / 1024


def _family(pid: int) -> list[int]:
    return [pid, *_children(pid)]


def _children(pid: int) -> list[int]:
    """And theirs."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [one for child in children for one in _family(int(child))]


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def print_with_chromium(html: str, folder: str) -> None:
    page = Path(folder) / "page.html"
    page.write_text(html)
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    subprocess.run(
        [CHROMIUM, *arguments, f"--print-to-pdf={folder}/page.pdf", page.as_uri()],
        check=True,
        capture_output=True,
    )


def as_page(document) -> str:  # noqa: ANN001 (needs Django set up)
    """The whole paper as Chromium has to see it: body, appendix, the style sheet and the faces."""
    from django.conf import settings
    from django.template.loader import render_to_string

    from coop.shared.documents.content import LANDSCAPE_TEXT_MM
    from coop.shared.documents.fonts import font_faces
    from coop.shared.documents.pdf import as_html, table_view

    (annex,) = document.annexes
    table = render_to_string(
        "documents/table.html", {"table": table_view(annex.tables[0], LANDSCAPE_TEXT_MM)}
    )
    name = f"<h1>Phụ lục<br>{annex.title}</h1><p>{annex.attached_to}</p>"
    css = font_faces(settings.TINOS_DIR) + Path("static/css/nd30.css").read_text() + LANDSCAPE
    return (
        as_html(document)
        .replace("</head>", f"<style>{css}</style></head>")
        .replace("</body>", f'<section class="annex">{name}{table}</section></body>')
    )


def main(sizes: list[int]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")
    django.setup()
    from coop.shared.documents.pdf import write_pdf

    write_pdf(sample(1))  # a worker has loaded everything
    head = "| tasks | pages | ours s | holds MiB | needs MiB | Chromium pages | s | MiB | time | memory |"
    load = f"Load of the machine when it began: {os.getloadavg()[0]:.1f}."
    lines = [*HEAD, load, "", head, "|---" * 10 + "|"]
    lines += [_line(size) for size in sizes]
    write_section("Reports", lines)
    print("\n".join(lines))


def _line(size: int) -> str:
    from coop.shared.documents.pdf import write_pdf

    document = sample(size)
    before = _resident()
    ours = measured(partial(write_pdf, document), by_children=False)
    pages, page, held = _page_count(write_pdf(document)), as_page(document), _resident()
    with tempfile.TemporaryDirectory() as folder:
        theirs = measured(partial(print_with_chromium, page, folder), by_children=True)
        printed = _page_count(Path(folder, "page.pdf").read_bytes())
    room = theirs.memory - held
    return (
        f"| {size:,} | {pages} | {ours} | {ours.memory:.0f} | {ours.memory - before:.0f} "
        f"| {printed} | {theirs} | {room:.0f} "
        f"| {ours.cpu / theirs.cpu:.2f} ({ours.wall / theirs.wall:.2f}) | {ours.memory / room:.2f} |"
    )


def _page_count(file: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(file))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
