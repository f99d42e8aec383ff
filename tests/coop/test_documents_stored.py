"""A paper that was kept as JSON is written again just as it was."""

import json

from coop.shared.documents.content import BulletList, Code, Column, GroupRow, Table
from coop.shared.documents.stored import from_json, to_json
from tests.coop.sample_documents import annex, annual_report, appendix_table


def test_a_document_comes_back_equal():
    codes = Table((Column("Mã", 20),), ((Code("NV1", "https://example.vn/1"),), GroupRow("I. Y tế")))
    document = annual_report(annex(appendix_table(3)), extra=(codes, BulletList(("một", "hai"))))

    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_what_papers_no_longer_have_is_passed_over():
    """An issued report is never written again in the database; its appendix of 2026 has two fields more."""
    stored = to_json(annex(appendix_table(3))) | {"carries_on": False, "is_carried_on": False}

    assert from_json(stored) == annex(appendix_table(3))
