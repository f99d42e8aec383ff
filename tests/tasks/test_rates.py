from decimal import Decimal

import pytest

from tasks.rates import percent_of


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [(12, 17, "70.6"), (1, 16, "6.3"), (1, 3, "33.3"), (299, 300, "99.7"), (17, 17, "100"), (0, 5, "0")],
)
def test_a_rate_is_told_with_one_decimal(part, whole, rate):
    assert percent_of(part, whole) == Decimal(rate)


@pytest.mark.parametrize(("part", "rate"), [(9_999, "99.9"), (1, "0.1")])
def test_all_but_one_is_not_all_and_one_is_not_nothing(part, rate):
    assert percent_of(part, 10_000) == Decimal(rate)


def test_of_nothing_there_is_no_rate():
    assert percent_of(0, 0) is None
