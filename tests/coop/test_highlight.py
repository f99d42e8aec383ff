"""What was looked for is found in a text and marked there, whatever its diacritics."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.shared.highlight import excerpt, is_written_so, pieces
from coop.shared.templatetags.ui import hits_marked
from coop.shared.text import search_key, sought


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Phát triển nông nghiệp", "nong nghiep", ["nông nghiệp"]),
        ("Phát triển nông nghiệp", "Nông  Nghiệp", ["nông nghiệp"]),
        ("Đường sắt, đường bộ", "duong", ["Đường", "đường"]),
        ("Sở Văn hóa, Thể thao", "van hoa the thao", ["Văn hóa, Thể thao"]),
        ("Khu du lịch Hoà Bình", "hòa bình", ["Hoà Bình"]),
        (unicodedata.normalize("NFD", "giữa hồ"), "giữa", [unicodedata.normalize("NFD", "giữa")]),
        ("1606/KH-UBND – Kế hoạch", "1606 kh ubnd", ["1606/KH-UBND"]),
        ("1606/KH-UBND – Kế hoạch", "kh 1606", ["1606", "KH"]),
        ("Bản đồ số du lịch", "du lich ban", ["Bản", "du", "lịch"]),
        ("Bản đồ số du lịch", "lịch sợ", ["số", "lịch"]),
        ("Sóng ở Sơn Trà, sông Đà", "đà so", ["Đà"]),
        ("Hội nghị nông sản", 'sản "hội nghị"', ["Hội nghị", "sản"]),
        ("nhiều chữ", "", []),
        ("nhiều chữ", "không có", []),
        ("a (b) [c] .*", ".*", []),
    ],
)
def test_hits_are_found_whatever_the_diacritics_and_signs(text, words, marked):
    assert [piece.text for piece in pieces(text, words) if piece.is_hit] == marked


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Nông  sản, nông", ["nong", "san"]),
        ('hội nghị "nông sản"', ["nong san", "hoi", "nghi"]),
        ("“Nông sản” và", ["nong san", "va"]),
        ('"nông sản', ["nong", "san"]),
        ('"" ./-', []),
    ],
)
def test_every_word_is_sought_by_itself_and_what_is_quoted_as_one_piece(words, wanted):
    assert sought(words) == wanted


@given(text=st.text(max_size=60), words=st.text(max_size=8))
def test_the_pieces_are_the_text(text, words):
    assert "".join(piece.text for piece in pieces(text, words)) == text


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_what_the_database_finds_is_marked(before, after):
    text = f"{before} Cà phê {after}"

    assert search_key("cà phê") in search_key(text)
    assert "Cà phê" in {piece.text for piece in pieces(text, "ca phe") if piece.is_hit}


def test_what_people_wrote_stays_text():
    assert hits_marked("<b>Cà</b> & phê", "ca") == "&lt;b&gt;<mark>Cà</mark>&lt;/b&gt; &amp; phê"


def test_a_long_text_is_cut_between_words_around_the_first_hit():
    text = "đầu " * 80 + "cà phê " + "cuối " * 80
    cut = excerpt(text, "ca phe", room=60)

    assert len(cut) <= 64
    assert "cà phê" in cut
    assert {*cut.split()} == {"…", "đầu", "cà", "phê", "cuối"}
    assert excerpt("ngắn", "ca phe") == "ngắn"


@pytest.mark.parametrize("before", ["x" * 400, "Xem " + "x" * 400 + " ", "x" * 39 + " ", "xx " * 13])
@pytest.mark.parametrize("after", ["", " " + "y" * 400, " y" * 200])
def test_the_first_hit_is_never_cut_away_however_long_the_words_are(before, after):
    cut = excerpt(f"{before}hội nghị{after}", "hoi nghi", room=60)

    assert "hội nghị" in cut
    assert len(cut) <= 64


@pytest.mark.parametrize(
    ("text", "words", "so"),
    [
        ("Bà Rịa", "bà", True),
        ("Ba Vì", "bà", False),
        ("BÀ RỊA", "bà rịa", True),
        ("Bà Rịa", '"bà rịa"', True),
        ("Thỏa thuận với Thanh Hoá", "thanh hóa", True),
        ("Thủy lợi, quý II", "thuỷ", True),
        ("Thủy lợi, quý II", "quý ii", True),
        ("Thỏa thuận", "hoà", False),
    ],
)
def test_the_same_diacritics_are_more_than_the_same_letters(text, words, so):
    assert is_written_so(text, words) is so
