"""A rate as pages and papers tell it. No Django."""

from decimal import ROUND_HALF_UP, Decimal

_ALL, _STEP = Decimal(100), Decimal("0.1")


def percent_of(part: int, whole: int) -> Decimal | None:
    """With one decimal; what is not all is never 100, what is not nothing never 0. None of nothing."""
    if not whole:
        return None
    exact = _ALL * part / whole
    rounded = exact.quantize(_STEP, ROUND_HALF_UP)
    if exact in (0, _ALL):
        return rounded
    return min(max(rounded, _STEP), _ALL - _STEP)
