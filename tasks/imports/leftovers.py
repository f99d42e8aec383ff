"""The rows that were left out, as an Excel file of the same shape, to be mended and imported again."""

from __future__ import annotations

from coop.shared.documents.content import Column, GroupRow, Table
from coop.shared.documents.xlsx import write_xlsx
from tasks.models import ImportBatch, ImportRow

_COLUMNS = (
    Column("TT", 10, "center"),
    Column("Nội dung", 80),
    Column("Đơn vị chủ trì", 40),
    Column("Đơn vị phối hợp", 40),
    Column("Thời gian thực hiện", 30),
    Column("Sản phẩm", 40),
    Column("Ghi chú", 40),
)
_PRINTED = ("ordinal", "content", "lead_text", "partner_text", "timeframe", "product", "note")


def left_out(batch: ImportBatch) -> list[ImportRow]:
    return list(batch.rows.filter(action=ImportRow.Action.EXCLUDED).order_by("position"))


def left_out_xlsx(batch: ImportBatch) -> bytes:
    """The columns as the reader knows them; headings stand above their rows as on paper."""
    rows: list[GroupRow | tuple[str, ...]] = []
    above = ""
    for row in left_out(batch):
        heading = " ".join(filter(None, [row.printed["section"], row.printed["heading"]]))
        if heading and heading != above:
            rows.append(GroupRow(heading))
        above = heading
        rows.append(tuple(row.printed[name] for name in _PRINTED))
    return write_xlsx(Table(_COLUMNS, tuple(rows), number_row=False), batch.plan.short_title)
