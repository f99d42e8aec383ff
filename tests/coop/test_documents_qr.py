"""A QR code on paper opens the address that it stands for."""

import re

from coop.shared.documents.qr import qr_svg


def test_the_drawing_is_a_square_of_modules_with_its_three_finders():
    svg = qr_svg("https://hoptac.example.vn/nhiem-vu/123/")
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}

    for left, top in ((0, 0), (size - 7, 0), (0, size - 7)):
        ring = {(left + i, top + j) for i in range(7) for j in range(7) if i in (0, 6) or j in (0, 6)}
        assert ring <= dark
    assert max(max(module) for module in dark) < size
