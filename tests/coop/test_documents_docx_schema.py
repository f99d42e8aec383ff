"""Word refuses a file whose elements stand in another order than ISO/IEC 29500-1 says. Neither Word nor
LibreOffice is on the machine; what they would refuse is stated here.
"""

import io
import zipfile
from collections import Counter

import pytest
from docx.oxml.ns import qn
from lxml import etree

from coop.shared.documents.content import Code, Column, Table
from coop.shared.documents.docx import write_docx
from tests.coop.sample_documents import annex, annual_report, appendix_table

# Those elements of the schema (wml.xsd) that papers use; a new one fails and is to be put in its place.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind"
    " contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps color spacing kern sz szCs u vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
}
REPEATED = {"headerReference", "footerReference", "tr", "tc"}
CODES = Table(
    (Column("Mã", 40), Column("Nội dung", 120)), ((Code("NV7", "https://example.vn/7"), "Hội nghị"),)
)


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    report = annual_report(annex(appendix_table(8)), annex(CODES, landscape=False))
    return zipfile.ZipFile(io.BytesIO(write_docx(report)))


@pytest.fixture(scope="module")
def parts(package) -> dict[str, etree._Element]:
    """The parts that were written for this paper, and the styles."""
    names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
    return {name: etree.fromstring(package.read(name)) for name in names if "theme" not in name}


@pytest.fixture(scope="module")
def body(parts) -> etree._Element:
    return parts["word/document.xml"].find(qn("w:body"))


def local(element) -> str:
    return etree.QName(element).localname


@pytest.mark.parametrize("kind", ORDER)
def test_elements_stand_in_the_order_of_the_standard_and_once(parts, kind):
    allowed = ORDER[kind].split()
    for part in (parts["word/document.xml"], parts["word/header1.xml"]):
        for element in part.iter(qn(f"w:{kind}")):
            names = [local(child) for child in element]
            assert names == sorted(names, key=allowed.index)
            assert all(count == 1 or name in REPEATED for name, count in Counter(names).items())


@pytest.mark.parametrize("style", ["Normal", "Heading1", "Heading2", "Heading3"])
def test_our_styles_are_ordered_and_name_times_for_every_script(parts, style):
    (found,) = parts["word/styles.xml"].xpath(f"//*[@w:styleId='{style}']", namespaces={"w": qn("w:x")[1:-2]})
    letters = found.find(qn("w:rPr"))
    names = [local(child) for child in letters]
    fonts = letters.find(qn("w:rFonts"))

    assert names == sorted(set(names), key=ORDER["rPr"].split().index)
    assert {name.split("}")[1]: value for name, value in fonts.attrib.items()} == dict.fromkeys(
        ("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman"
    )
    assert letters.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"


def test_every_cell_ends_with_a_paragraph_and_every_row_fills_the_grid(body):
    for table in body.iter(qn("w:tbl")):
        columns = len(table.find(qn("w:tblGrid")))
        for row in table.iter(qn("w:tr")):
            spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.iter(qn("w:tc"))]
            assert sum(int(span.get(qn("w:val"))) if span is not None else 1 for span in spans) == columns
            assert all(local(cell[-1]) == "p" for cell in row.iter(qn("w:tc")))


def test_two_tables_never_touch_and_the_last_section_stands_at_the_end(body):
    """Tables that touch become one in Word."""
    names = [local(child) for child in body]

    assert "tbl tbl" not in " ".join(names)
    assert names.count("sectPr") == 1
    assert names[-1] == "sectPr"


def test_fields_are_closed_and_the_first_page_of_each_section_shows_none(parts, body):
    kinds = [mark.get(qn("w:fldCharType")) for mark in parts["word/header1.xml"].iter(qn("w:fldChar"))]

    assert kinds == ["begin", "end"]
    assert all(section.find(qn("w:titlePg")) is not None for section in body.iter(qn("w:sectPr")))


def test_what_the_file_points_to_is_in_it_and_drawings_have_numbers_of_their_own(package, parts):
    links = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    targets = [link.get("Target") for link in links if link.get("TargetMode") != "External"]
    used = set(parts["word/document.xml"].xpath("//@r:id | //@r:embed", namespaces={"r": qn("r:x")[1:-2]}))
    drawings = parts["word/document.xml"].xpath("//*[local-name()='docPr']/@id")

    assert {f"word/{target}".replace("word/../", "") for target in targets} <= set(package.namelist())
    assert used <= {link.get("Id") for link in links}
    assert len(drawings) == len(set(drawings)) == 1
