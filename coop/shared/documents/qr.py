"""An address as a QR code. qrcode comes with the second factor of the sign-in."""

from __future__ import annotations

import qrcode


def dark_modules(address: str) -> tuple[int, list[tuple[int, int]]]:
    """How many modules a side has, and which are dark (from the left, from the top), without the quiet zone:
    a cell of a table is white around it.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    return len(rows), [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
