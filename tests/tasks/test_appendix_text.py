"""CSV, tab-separated, Markdown and pasted text, in the encodings that offices still use."""

import pytest

from tasks.appendix.raw import UnreadableFile
from tasks.appendix.readers import read
from tests.tasks.appendix_files import HEADER, ROW

LINES = [HEADER, ("1", "Xây dựng, quảng bá chuỗi", "Sở Y tế, Sở A", "các huyện, thành phố; sở", "Năm 2024")]


def csv(delimiter):
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in LINES)


def read_pasted(text):
    return read("", text.encode())


def cells(tables):
    (table,) = tables
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_csv_is_read_with_any_delimiter_and_encoding(delimiter, encoding):
    assert cells(read("kh.csv", csv(delimiter).encode(encoding))) == LINES


def test_windows_1258_with_its_combining_tone_marks_gives_letters():
    composed = "TT;Nội dung;Chủ trì\n1;Hội nghị xúc tiến;Sở Y tế"
    marks = {"ộ": "ô\u0323", "ủ": "u\u0309", "ì": "i\u0300", "ị": "i\u0323", "ế": "ê\u0301", "ở": "ơ\u0309"}
    content = "".join(marks.get(char, char) for char in composed).replace("ú", "u\u0301").encode("cp1258")
    assert cells(read("kh.csv", content)) == [tuple(line.split(";")) for line in composed.split("\n")]


@pytest.mark.parametrize("content", ["1;Hội nghị".encode() + b"\xff", b"1;Hop\x90"])
def test_letters_that_cannot_be_told_are_refused_and_not_guessed(content):
    with pytest.raises(UnreadableFile) as refused:
        read("kh.csv", content)
    assert refused.value.code == "encoding"


def test_commas_in_sentences_do_not_make_columns():
    content = "TT;Nội dung;Chủ trì\n1;a, b, c, d;Sở A\n2;a, b;Sở B"
    assert [len(row) for row in cells(read("kh.csv", content.encode()))] == [3, 3, 3]


def test_a_stray_quotation_mark_does_not_swallow_the_rest():
    content = 'TT\tNội dung\tChủ trì\n1\t"Đề án" khám từ xa\tSở A\n2\t"Hội chợ\tSở B\n3\tHọp\tSở C'
    assert [row[0] for row in cells(read("kh.txt", content.encode()))] == ["TT", "1", "2", "3"]


def test_a_quoted_cell_keeps_its_lines_and_the_place_is_the_line_where_it_starts():
    (table,) = read_pasted('TT\tNội dung\n1\t"Họp\n- lần 1"\n2\tHội chợ')
    assert [(row.place, row.cells[1]) for row in table.rows[1:]] == [
        ("dòng 2", "Họp\n- lần 1"),
        ("dòng 4", "Hội chợ"),
    ]


def test_rests_of_text_recognition_are_dropped():
    pasted = "<b>II</b>\t<b>Lĩnh vực  Du lịch</b>\t**Sở NN&amp;PTNT**<br>Sở A"
    assert cells(read_pasted(pasted)) == [("II", "Lĩnh vực Du lịch", "Sở NN&PTNT\nSở A")]


@pytest.mark.parametrize("edge", ["|", ""])
def test_a_markdown_table_is_read(edge):
    lines = [edge + " | ".join(line) + edge for line in (HEADER, ("---",) * 5, ROW)]
    assert cells(read_pasted("# Phụ lục\n\n" + "\n".join(lines))) == [("# Phụ lục",), HEADER, ROW]


def test_an_escaped_pipe_is_no_border():
    assert cells(read_pasted("| TT | Nội dung |\n| 1 | a \\| b |"))[1] == ("1", "a | b")


def test_a_csv_pasted_as_text_is_read():
    assert cells(read_pasted(csv(";"))) == LINES
