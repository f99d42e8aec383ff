"""The people and the plan that most of these tests begin with; a test module may know another of the name."""

import pytest

from tests import factories


@pytest.fixture
def lan(db):
    """Secretariat of Lâm Đồng."""
    return factories.lan()


@pytest.fixture
def minh(db):
    """Staff of a lead unit."""
    return factories.minh()


@pytest.fixture
def huong(db):
    """Staff of the focal unit, who confirms."""
    return factories.huong()


@pytest.fixture
def plan(db):
    """Of 30/8/2023, until the end of 2025."""
    return factories.plan()
