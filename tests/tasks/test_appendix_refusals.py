"""Bad files are refused with a sentence that says what happened and what to do; nothing else ever happens."""

import io
import random
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.appendix.limits import MAX_COLUMNS, MAX_FILE, MAX_MARKS, MAX_ROWS, REFUSALS
from tasks.appendix.raw import Table, UnreadableFile
from tasks.appendix.readers import read
from tests.tasks.appendix_files import (
    HEADER,
    ROW,
    SHARED,
    excel,
    html_table,
    locked_pdf,
    ole,
    pdf,
    repacked,
    scanned_pdf,
    word,
)

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&c;</w:document>'
)


@pytest.fixture(scope="module")
def good():
    rows = [HEADER, *[(str(number), *ROW[1:]) for number in range(1, 8)]]
    return {
        "kh.docx": word(rows),
        "kh.xlsx": excel(("KH", rows), merged=["B3:E3"]),
        "kh.pdf": pdf(html_table(rows)),
        "kh.csv": "\n".join(";".join(row) for row in rows).encode(),
        "kh.txt": "\n".join("\t".join(row) for row in rows).encode("utf-16"),
    }


def refusal(name, content):
    with pytest.raises(UnreadableFile) as refused:
        read(name, content)
    assert str(refused.value) == REFUSALS[refused.value.code]
    return refused.value.code


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x00" * 100])
def test_an_empty_file(content):
    assert refusal("kh.docx", content) == "empty"


def test_a_file_over_20_megabytes():
    assert refusal("kh.csv", b"a" * (MAX_FILE + 1)) == "too_large"


def test_a_zip_bomb_is_seen_before_it_is_unpacked(good):
    for name, part in (("kh.docx", "word__document_xml"), ("kh.xlsx", "xl__sharedStrings_xml")):
        assert refusal(name, repacked(good[name], **{part: b" " * 60_000_000})) == "too_large_unpacked"


def test_a_pdf_whose_stream_inflates_without_end(good):
    machine = zlib.compressobj(9)
    packed = b"".join(machine.compress(bytes(10_000_000)) for _ in range(21)) + machine.flush()
    stream = b"9 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n"
    assert refusal("kh.pdf", good["kh.pdf"] + stream) == "too_large_unpacked"


def test_too_many_parts(good):
    parts = {f"word__x{number}_xml": b"" for number in range(2_001)}
    assert refusal("kh.docx", repacked(good["kh.docx"], **parts)) == "too_many_entries"


def in_word(good, marks):
    with zipfile.ZipFile(io.BytesIO(good["kh.docx"])) as archive:
        body = archive.read("word/document.xml").replace(b"<w:body>", b"<w:body>" + marks, 1)
    return repacked(good["kh.docx"], **{"word/document.xml": body})


def in_excel(good, marks):
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(good["kh.xlsx"])) as archive:
        sheet = archive.read(part).replace(b"</sheetData>", marks + b"</sheetData>", 1)
    return repacked(good["kh.xlsx"], **{part: sheet})


def test_a_small_file_of_a_million_empty_rows_or_paragraphs(good):
    """It packs into a few kilobytes and would take minutes to go through."""
    cell = b"<w:tbl><w:tr><w:tc>" + b"<w:p/>" * MAX_MARKS + b"</w:tc></w:tr></w:tbl>"
    assert refusal("kh.docx", in_word(good, cell)) == "too_many_marks"
    assert refusal("kh.xlsx", in_excel(good, b"<row/>" * MAX_MARKS)) == "too_many_marks"
    assert refusal("kh.csv", b";\n" * (MAX_MARKS + 1)) == "too_many_marks"
    assert refusal("kh.txt", b"x" + b"\n" * (MAX_MARKS + 1)) == "too_many_marks"


PARAGRAPH = b"<w:p><w:r>" + b"<w:br/>" * 200_000 + b"<w:t>x</w:t></w:r></w:p>"
CELL = b"<w:tr><w:tc>" + PARAGRAPH + b"</w:tc></w:tr>"


@pytest.mark.parametrize(
    ("marks", "first_row"),
    [
        (b"<w:tbl>" + CELL + b"</w:tbl>", ("x",)),
        (b"<w:tbl><w:tr><w:tc><w:tbl>" + CELL + b"</w:tbl></w:tc></w:tr></w:tbl>", ("x",)),
        (b"<w:tbl>" + PARAGRAPH + b"</w:tbl>", HEADER),
        (PARAGRAPH, HEADER),
    ],
    ids=["cell", "table in a cell", "table without rows", "text"],
)
def test_a_paragraph_of_very_many_line_breaks_is_read(good, marks, first_row):
    """In a moment; it took minutes wherever lxml had to move it out of its tree."""
    assert read("kh.docx", in_word(good, marks))[0].rows[0].cells == first_row


def test_columns_after_the_sixtieth_are_not_read():
    table, *_others = read("kh.csv", b"a;b\n" + b"c;" * 1000)

    assert {len(row.cells) for row in table.rows} == {2, MAX_COLUMNS}


def test_too_many_rows():
    lines = "1;Họp;Sở A\n" * (MAX_ROWS + 1)
    assert refusal("kh.csv", lines.encode()) == "too_many_rows"


@pytest.mark.parametrize("part", ["word__document_xml", "word__numbering_xml"])
def test_an_entity_bomb_in_word(good, part):
    assert refusal("kh.docx", repacked(good["kh.docx"], **{part: BOMB})) == "entities"


def test_an_entity_bomb_in_excel(good):
    assert refusal("kh.xlsx", repacked(good["kh.xlsx"], xl__worksheets__sheet1_xml=BOMB)) == "entities"


@pytest.mark.parametrize(
    ("name", "part"), [("kh.docx", "word__vbaProject_bin"), ("kh.xlsx", "xl__vbaProject_bin")]
)
def test_macros(good, name, part):
    assert refusal(name, repacked(good[name], **{part: b"x"})) == "macros"


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (("Root Entry", "EncryptionInfo", "EncryptedPackage"), "password"),
        (("Root Entry", "WordDocument"), "old_word"),
        (("Root Entry", "Workbook"), "old_excel"),
        (("Root Entry",), "old_office"),
    ],
)
def test_compound_files_are_told_apart(streams, code):
    assert refusal("kh.docx", ole(*streams)) == code


def test_a_locked_pdf(good):
    assert refusal("kh.pdf", locked_pdf(good["kh.pdf"])) == "password"


def test_a_scan_without_text():
    assert refusal("kh.pdf", scanned_pdf()) == "scan"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("kh.pdf", "kh.docx"),
        ("kh.xlsx", "kh.docx"),
        ("kh.docx", "kh.csv"),
        ("kh.csv", "kh.xlsx"),
        ("kh.txt", "kh.pdf"),
    ],
)
def test_a_name_that_promises_another_sort_of_file(good, name, source):
    assert refusal(name, good[source]) == "wrong_type"


@pytest.mark.parametrize(
    ("name", "source"), [("kh.doc", "kh.docx"), ("KH.XLS", "kh.xlsx"), ("kế hoạch", "kh.pdf")]
)
def test_the_content_decides_where_the_name_says_little(good, name, source):
    assert read(name, good[source])[0].rows[0].cells == HEADER


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n", b"{\\rtf1 abc}", b"<html><table>", b"MZ\x90\x00\x03", b"abc\x01\x02\x00def"],
)
def test_other_sorts_of_files(content):
    assert refusal("kh", content) == "unknown_type"


def test_a_zip_that_is_no_office_file(good):
    assert refusal("kh.docx", repacked(good["kh.docx"], word__document_xml=b"")) == "damaged"
    assert refusal("kh.zip", b"PK\x05\x06" + bytes(18)) == "unknown_type"


def test_a_file_cut_short(good):
    for name in ("kh.docx", "kh.xlsx"):
        assert refusal(name, good[name][: len(good[name]) // 2]) == "damaged"


def test_word_without_a_table():
    assert refusal("kh.docx", word()) == "no_table"


def reads_or_refuses(name, content):
    try:
        tables = read(name, content)
    except UnreadableFile:
        return
    assert all(isinstance(table, Table) and table.rows for table in tables)


def mutated(content, seed):
    """The file with some bytes changed, cut out or doubled."""
    chance = random.Random(seed)
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(damaged))
        kind = chance.randrange(3)
        if kind == 0:
            damaged[at] = chance.randrange(256)
        elif kind == 1:
            del damaged[at : at + chance.randint(1, 40)]
        else:
            damaged[at:at] = damaged[at : at + chance.randint(1, 40)]
    return bytes(damaged)


FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", ["kh.docx", "kh.xlsx", "kh.pdf", "kh.csv", "kh.txt"])
@FEW
@given(seed=st.integers(0, 2**32))
def test_no_damage_makes_a_reader_raise_anything_else(good, name, seed):
    reads_or_refuses(name, mutated(good[name], seed))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("kh.docx", "word/document.xml"),
        ("kh.xlsx", "xl/worksheets/sheet1.xml"),
        ("kh.xlsx", "xl/styles.xml"),
        ("kh.xlsx", "xl/workbook.xml"),
    ],
)
@FEW
@given(seed=st.integers(0, 2**32))
def test_no_damage_inside_the_container_does_either(good, name, part, seed):
    inner = mutated(_part(good[name], part), seed)
    reads_or_refuses(name, repacked(good[name], **{part.replace("/", "__").replace(".", "_"): inner}))


def _part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    "head", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
)
@FEW
@given(rest=st.binary(max_size=400))
def test_no_bytes_at_all_make_it_raise_anything_else(head, rest):
    for name in ("", "kh.csv", "kh.docx"):
        reads_or_refuses(name, head + rest)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared appendix files are not here")
def test_real_files_survive_damage_too():
    for path in sorted(SHARED.glob("ke-hoach-1606*")):
        for seed in range(3):
            reads_or_refuses(path.name, mutated(path.read_bytes(), seed))
