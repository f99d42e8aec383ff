"""A QR code on paper opens the address that it stands for."""

from coop.shared.documents.qr import dark_modules


def test_the_drawing_is_a_square_of_modules_with_its_three_finders():
    size, found = dark_modules("https://hoptac.example.vn/nhiem-vu/123/")
    dark = set(found)

    for left, top in ((0, 0), (size - 7, 0), (0, size - 7)):
        ring = {(left + i, top + j) for i in range(7) for j in range(7) if i in (0, 6) or j in (0, 6)}
        assert ring <= dark
    assert max(max(module) for module in dark) < size
