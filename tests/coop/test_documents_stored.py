"""A paper that was kept as JSON is written again just as it was."""

import json

from coop.shared.documents.content import BulletList, Code, Column, GroupRow, Table
from coop.shared.documents.stored import from_json, to_json
from tests.coop.sample_documents import annex, annual_report, appendix_table


def test_a_document_comes_back_equal():
    codes = Table((Column("Mã", 20),), ((Code("NV1", "https://example.vn/1"),), GroupRow("I. Y tế")))
    document = annual_report(annex(appendix_table(3)), extra=(codes, BulletList(("một", "hai"))))

    assert from_json(json.loads(json.dumps(to_json(document)))) == document
