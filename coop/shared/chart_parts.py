"""What every chart is made of: amounts, series and their look, rectangles, the table beside the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

LETTER = 7  # mean width of a letter at 14 px

# So that two neighbours differ on paper without colours: tone → name of a hatching in hatch.html.
HATCHES = {
    "good": "solid",
    "late": "rising",
    "soon": "dots",
    "bad": "cross",
    "steady": "upright",
    "unknown": "dots",
    "stopped": "level",
}
# The tones of site.css once more, for paper, where no style sheet reaches an SVG: tone → (ink, soft).
PAPER_COLOURS = {
    "good": ("#17683a", "#e4f3ea"),
    "late": ("#85500a", "#fbefd9"),
    "ongoing": ("#1a4f8b", "#e5eef8"),
    "soon": ("#7a4a00", "#fdf0cf"),
    "bad": ("#a81e17", "#fce8e6"),
    "steady": ("#0d5f6b", "#e0f1f3"),
    "unknown": ("#5d4480", "#efe9f6"),
    "stopped": ("#4d5660", "#e9ecef"),
    "neutral": ("#414a54", "#eef0f3"),
}


class Amount(NamedTuple):
    """One value of a series. `url` is the list that the value counts."""

    key: str
    label: str
    value: int
    url: str | None = None


@dataclass(frozen=True)
class Series:
    """One entry of the legend."""

    key: str
    label: str
    tone: str

    @property
    def hatch(self) -> str:
        return HATCHES.get(self.tone, "none")

    @property
    def is_solid(self) -> bool:
        return self.hatch == "solid"

    @property
    def is_hatched(self) -> bool:
        return self.hatch not in ("none", "solid")

    @property
    def pattern(self) -> str:
        return "hatched" if self.is_hatched else "solid" if self.is_solid else "plain"

    @property
    def ink(self) -> str:
        return PAPER_COLOURS[self.tone][0]

    @property
    def soft(self) -> str:
        return PAPER_COLOURS[self.tone][1]


@dataclass(frozen=True)
class Text:
    """`roomy`: for a wide paper only."""

    x: int
    y: int
    text: str
    roomy: bool = False

    @property
    def across(self) -> str:
        return percent(self.x)


@dataclass(frozen=True)
class Part:
    """One rectangle; `text` stands where its value is written, or is None where there is no room."""

    series: Series
    amount: Amount
    x: int
    y: int
    width: int
    height: int
    text: Text | None
    row: str = ""  # named where the part does not stand beside its label


@dataclass(frozen=True)
class TableRow:
    """What a chart says, as a row of the table beside it: one value per series, then their sum."""

    label: str
    url: str | None
    amounts: tuple[Amount, ...]

    @property
    def total(self) -> int:
        return sum(amount.value for amount in self.amounts)


def series_of(amounts_of_rows: Iterable[Iterable[tuple]], tones: Mapping[str, str]) -> tuple[Series, ...]:
    """Every series that some row has, in the order of first appearance."""
    labels = {amount[0]: str(amount[1]) for amounts in amounts_of_rows for amount in amounts}
    return tuple(Series(key, label, _tone(tones.get(key, key))) for key, label in labels.items())


def _tone(name: str) -> str:
    return name if name in PAPER_COLOURS else "neutral"


def in_order(amounts: Iterable[tuple], series: tuple[Series, ...]) -> tuple[Amount, ...]:
    """One amount per series, 0 where the row says nothing."""
    given = {amount[0]: Amount(*amount) for amount in amounts}
    return tuple(given.get(one.key, Amount(one.key, one.label, 0)) for one in series)


def any_url(rows: Iterable[TableRow]) -> bool:
    """A drawing with links is a group for a screen reader: an image would hide them."""
    return any(row.url or any(amount.url for amount in row.amounts) for row in rows)


def in_use(series: tuple[Series, ...], rows: Iterable[TableRow]) -> tuple[Series, ...]:
    """The series that are drawn at all: a legend names nothing else."""
    drawn = {amount.key for row in rows for amount in row.amounts if amount.value}
    return tuple(one for one in series if one.key in drawn)


def grouped(value: int) -> str:
    """1.500.000, as papers write it: a drawing is the same on the page and on paper."""
    return f"{value:,}".replace(",", ".")


def percent(thousandths: int) -> str:
    """Of the width of the paper, with a point in every language: 125 → 12.5%."""
    return f"{thousandths / 10:g}%"
