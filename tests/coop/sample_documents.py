"""An annual report as a province writes it, for the tests of the writers."""

import datetime as dt
import json
from pathlib import Path

import pytest

from coop.shared.documents.content import (
    Annex,
    BulletList,
    Column,
    Figure,
    GroupRow,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    number_symbol,
    place_and_date,
    roman,
)

ROWS_FILE = Path(__file__).parents[3] / "shared" / "appendix" / "rows.json"
LOWER = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
FIELDS = ("Nông nghiệp", "Du lịch", "Thương mại", "Đầu tư", "Y tế, giáo dục")
COLUMNS = (
    Column("TT", 12, "center"),
    Column("Nội dung", 70, "justify"),
    Column("Đơn vị chủ trì", 34),
    Column("Đơn vị phối hợp", 36),
    Column("Thời gian thực hiện", 24, "center"),
    Column("Kết quả", 40),
    Column("Đánh giá", 22, "center"),
    Column("Vướng mắc", 24),
)
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="70" viewBox="0 0 500 70">'
    "<title>Tiến độ</title>"
    '<rect y="10" width="320" height="24" fill="#1d6f42"/>'
    '<rect x="320" y="10" width="120" height="24" fill="#f0ad4e"/>'
    '<text x="4" y="58" font-size="16">Hoàn thành đúng hạn: 17</text>'
    '<text x="320" y="58" font-size="16" font-family="sans-serif">Đang thực hiện: 12</text></svg>'
)


def appendix_table(count: int = 29) -> Table:
    rows: list[GroupRow | tuple[str, ...]] = []
    for index in range(count):
        if index % 6 == 0:
            field = index // 6
            rows.append(GroupRow(f"{roman(field + 1)}. Lĩnh vực {FIELDS[field % 5]}"))
        content = f"Nhiệm vụ {index + 1}: tổ chức hội nghị kết nối cung cầu, quảng bá sản phẩm OCOP hai tỉnh"
        cells = ("Sở Công Thương", "Sở Tài chính", "Quý III/2026", "Đã tổ chức", "Hoàn thành đúng hạn", "")
        rows.append((str(index + 1), content, *cells))
    return Table(COLUMNS, tuple(rows))


def real_appendix_table() -> Table:
    """The 29 rows of plan 1606/KH-UBND, by field."""
    if not ROWS_FILE.exists():
        pytest.skip("the shared appendix is not on this machine")
    rows: list[GroupRow | tuple[str, ...]] = []
    section = None
    for index, row in enumerate(json.loads(ROWS_FILE.read_text())):
        if row["section"] != section:
            section = row["section"]
            rows.append(GroupRow(f"{section}. {row['field']}"))
        done = index % 3 != 0
        found = (
            "Đã tổ chức, có biên bản ghi nhớ kèm theo" if done else "Đang lấy ý kiến các đơn vị",
            "Hoàn thành đúng hạn" if done else "Đang thực hiện",
            "" if done else "Chưa bố trí được kinh phí;\nchờ văn bản hướng dẫn",
        )
        rows.append((row["ordinal"], row["content"], row["lead"], row["partner"], row["timeframe"], *found))
    return Table(COLUMNS, tuple(rows))


def annual_report(*annexes: Annex, extra: tuple = (), **changes: object) -> OfficialDocument:
    """The report of UBND tỉnh Lâm Đồng for 2026; `extra` blocks stand before the last sentence."""
    sentence = (
        "Ủy ban nhân dân tỉnh đã chỉ đạo các sở, ban, ngành và địa phương phối hợp chặt chẽ với "
        "Thành phố Hồ Chí Minh triển khai các nội dung đã ký kết, bảo đảm đúng tiến độ, "
        "thiết thực và hiệu quả trên từng lĩnh vực. "
    )
    body = [Paragraph(sentence * 2), Heading(1, "I. Công tác chỉ đạo, điều hành"), Paragraph(sentence * 3)]
    body.append(Heading(1, "II. Kết quả thực hiện theo lĩnh vực"))
    for number, field in enumerate(FIELDS, start=1):
        body += [Heading(2, f"{number}. Lĩnh vực {field}"), Paragraph(sentence * 2)]
    body += [
        Heading(3, "a) Các kết quả nổi bật"),
        BulletList(("Tổ chức 23 nội dung hợp tác song phương;", "Ký kết 05 biên bản ghi nhớ về y tế.")),
        Figure(CHART, "Hình 1. Tiến độ thực hiện nhiệm vụ năm 2026"),
        Table(
            (Column("Lĩnh vực", 90), Column("Tổng số", 30, "right"), Column("Hoàn thành", 30, "right")),
            tuple((field, "6", "4") for field in FIELDS),
        ),
        *extra,
        Heading(1, "III. Kiến nghị, đề xuất"),
        Paragraph(f"{sentence} Các chữ cái: {LOWER} {LOWER.upper()}"),
        Paragraph(
            "Trên đây là kết quả thực hiện Chương trình hợp tác năm 2026 (chi tiết tại Phụ lục kèm theo)."
        ),
    ]
    parts = {
        "issuing_body": ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"),
        "number_symbol": number_symbol(None, "BC-UBND"),
        "place_and_date": place_and_date("Lâm Đồng", dt.date(2026, 12, 5), 2026),
        "kind": "BÁO CÁO",
        "subject": "Kết quả thực hiện Chương trình hợp tác với Thành phố Hồ Chí Minh năm 2026",
        "body": tuple(body),
        "signature": Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Hường"),
        "legal_bases": (
            "Căn cứ Bản thỏa thuận ngày 29/12/2022",
            "Căn cứ Kế hoạch số 1606/KH-UBND ngày 30/8/2023",
        ),
        "recipients": ("Thủ tướng Chính phủ (báo cáo)", "UBND Thành phố Hồ Chí Minh", "Lưu: VT, TH"),
        "annexes": annexes,
        "author": "Ủy ban nhân dân tỉnh Lâm Đồng",
        "keywords": ("hợp tác", "báo cáo năm"),
    }
    return OfficialDocument(**(parts | changes))


def annex(table: Table, title: str = "Kết quả thực hiện nhiệm vụ hợp tác", landscape: bool = True) -> Annex:
    line = "Kèm theo Báo cáo số       /BC-UBND ngày       tháng 12 năm 2026 của Ủy ban nhân dân tỉnh Lâm Đồng"
    return Annex(title, line, (table,), landscape)
