"""Reports of 29, 300 and 3,000 tasks as PDF, beside headless Chromium that prints the same HTML in the same
run: `python -m bench.reports [rows …]`. Time by the wall; memory is the most that all processes which take
part hold together, what several share counted once.
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
from typing import Any

import django

from bench.results import write_section

HEAD = (
    "A report as PDF from its content (2 cores, a warm worker), beside headless Chromium that prints the",
    "same HTML in the same run. Seconds by the wall; MiB is the most that all processes hold together (PSS).",
    "The last columns are ours / Chromium.",
)
CHROMIUM = "/usr/bin/chromium"
SIZES = (29, 300, 3_000)
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


def measured(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds, and MiB at the highest: of this process and all its children."""
    highest, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            highest[0] = max(highest[0], _resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    made = work()
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    return seconds, highest[0], made


def _resident() -> float:
    """MiB of this process and its descendants; pages that several share are counted once each (PSS)."""
    return sum(map(_pss, _family(os.getpid()))) / 1024


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


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


def with_styles(html: str) -> str:
    """The page as Chromium has to see it: the style sheet and the faces inside it."""
    from django.conf import settings

    from coop.shared.documents.fonts import font_faces

    css = font_faces(settings.TINOS_DIR) + Path("static/css/nd30.css").read_text()
    return html.replace("</head>", f"<style>{css}</style></head>")


def main(sizes: list[int]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")
    django.setup()
    import pypdfium2

    from coop.shared.documents.long_pdf import pdf_of
    from coop.shared.documents.pdf import as_html

    pdf_of(sample(1))  # a worker has loaded everything
    head = "| tasks | pages | ours s | ours MiB | Chromium s | Chromium MiB | time | memory |"
    lines = [
        *HEAD,
        f"Load of the machine when it began: {os.getloadavg()[0]:.1f}.",
        "",
        head,
        "|---" * 8 + "|",
    ]
    for size in sizes:
        document = sample(size)
        seconds, memory, file = measured(partial(pdf_of, document))
        pages = len(pypdfium2.PdfDocument(file))
        html = with_styles(as_html(document))
        with tempfile.TemporaryDirectory() as folder:
            theirs, room, _nothing = measured(partial(print_with_chromium, html, folder))
        lines.append(
            f"| {size:,} | {pages} | {seconds:.2f} | {memory:.0f} | {theirs:.2f} | {room:.0f} "
            f"| {seconds / theirs:.2f} | {memory / room:.2f} |"
        )
    write_section("Reports", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
