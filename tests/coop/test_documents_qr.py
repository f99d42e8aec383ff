"""A QR code on paper opens the address that it stands for: it is read from the squares that the PDF draws.

No reader is on the machine. This one follows ISO/IEC 18004 for versions 1 to 6 and level M, and corrects no
errors: a drawing has none.
"""

import io

import pypdf
import pytest
from pypdf.generic import ContentStream

from coop.shared.documents.content import Code, Column, Table
from coop.shared.documents.pdf import write_pdf
from tests.coop.sample_documents import annex, annual_report

BLOCKS = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}  # how many, data of each
MASKS = (
    lambda row, column: (row + column) % 2,
    lambda row, column: row % 2,
    lambda row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
)


@pytest.mark.parametrize("address", ["https://a.vn/1", "https://hoptac.lamdong.gov.vn/nhiem-vu/200123/"])
def test_the_code_on_paper_opens_the_address(address):
    table = Table((Column("Mã", 40), Column("Nội dung", 120)), ((Code("NV7", address), "Hội nghị"),))
    paper = pypdf.PdfReader(io.BytesIO(write_pdf(annual_report(annex(table), body=()))))

    assert decoded(*squares(paper.pages[-1], paper)) == address


def squares(page, paper) -> tuple[int, set[tuple[int, int]]]:
    """How many modules a side has, and the dark ones as (row, column)."""
    operations = ContentStream(page.get_contents(), paper).operations
    drawn = [tuple(map(int, operands)) for operands, operator in operations if operator == b"re"]
    assert {square[2:] for square in drawn} == {(1, 1)}
    dark = {(-y - 1, x) for x, y, _width, _height in drawn}
    return max(map(max, dark)) + 1, dark


def decoded(size: int, dark: set[tuple[int, int]]) -> str:
    told = "".join(str(int((8, column) in dark)) for column in range(5))
    mask = MASKS[int(told[2:], 2) ^ 0b101]
    bits = "".join(str(int((at in dark) ^ (mask(*at) == 0))) for at in _path(size))
    count, length = BLOCKS[(size - 17) // 4]
    words = [bits[start : start + 8] for start in range(0, count * length * 8, 8)]
    data = "".join(word for block in range(count) for word in words[block::count])
    assert data[:4] == "0100"  # bytes
    letters = int(data[4:12], 2)
    return bytes(int(data[12 + 8 * n : 20 + 8 * n], 2) for n in range(letters)).decode()


def _path(size: int):
    """The modules of the data: two columns at a time from the right, upwards and downwards in turn."""
    columns = [column for column in range(size - 1, 0, -2) if column > 6] + [5, 3, 1]
    for turn, right in enumerate(columns):
        for step in range(size):
            row = step if turn % 2 else size - 1 - step
            yield from ((row, column) for column in (right, right - 1) if not _is_fixed(row, column, size))


def _is_fixed(row: int, column: int, size: int) -> bool:
    """Finders with what stands beside them, the two dotted lines, and the small square of larger codes."""
    corner = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
    square = size > 21 and max(abs(row - size + 7), abs(column - size + 7)) <= 2
    return corner or square or 6 in (row, column)
