"""An address as a QR code, drawn as one path. qrcode comes with the second factor of the sign-in."""

from __future__ import annotations

import qrcode


def qr_svg(address: str) -> str:
    """An `<svg>` of one unit a module, without the quiet zone: a cell of a table is white around it."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img">'
        f'<path d="{path}" fill="#000"/></svg>'
    )
