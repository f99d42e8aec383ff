"""What stands in a cell: Vietnamese days, whole numbers, yes and no, keys of other rows; never a formula."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from import_export.widgets import CharWidget, DateWidget, ForeignKeyWidget, Widget

from agreements.amounts import amount_in
from coop.shared.dates import YEARS

# What a spreadsheet may take as a formula. The mark in front of it counts as well, so that
# `plain(escaped(text)) == text` for every text.
_FORMULA = re.compile(r"['\s]*[=+\-@\t]")
_YES = {"có": True, "true": True, "1": True, "x": True}
_NO = {"không": False, "false": False, "0": False, "": False}


def words(cell: Any) -> str:
    """The cell as a person reads it: NFC, line feeds, no blanks around it, 3.0 as 3, a day as dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFC", str(cell))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def escaped(text: str) -> str:
    """'=1+1' → "'=1+1": a text for every spreadsheet, and for a CSV file that one opens."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: Any) -> Any:
    """Takes back what `escaped` did."""
    marked = isinstance(cell, str) and cell.startswith("'") and _FORMULA.match(cell)
    return cell[1:] if marked else cell


class TextWidget(CharWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return words(value)


class DayWidget(DateWidget):
    """dd/mm/yyyy both ways (stack.md, trap 1); a date cell of Excel is a day as well."""

    def __init__(self) -> None:
        super().__init__(format="%d/%m/%Y")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        try:
            found: dt.date | None = super().clean(value if isinstance(value, dt.date) else words(value))
        except ValueError:
            raise ValueError(_("a day is written dd/mm/yyyy")) from None
        return found


class WholeNumberWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = words(value)
        if text and not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise ValueError(_("a whole number is written in digits only"))
        return int(text) if text else None


class YearWidget(WholeNumberWidget):
    """One of the years that the forms of pages take."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        year = super().clean(value, row, **kwargs)
        if year is not None and year not in YEARS:
            told = {"first": YEARS[0], "last": YEARS[-1]}
            raise ValueError(_("a year is one from %(first)s to %(last)s") % told)
        return year


class RowIdWidget(Widget):
    """The number of a row in the database; what is no number finds no row."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = words(value)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


class YesNoWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        said = {**_YES, **_NO}.get(words(value).lower())
        if said is None:
            raise ValueError(_("accepted: %(values)s") % {"values": "có, không"})
        return said

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "có" if value else "không"


class ChoiceWidget(Widget):
    """One of the stored values of a TextChoices."""

    def __init__(self, values: list[str]) -> None:
        super().__init__()
        self.values = values

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = words(value)
        if text not in self.values:
            raise ValueError(_("accepted: %(values)s") % {"values": ", ".join(self.values)})
        return text


class KeyWidget(ForeignKeyWidget):
    """Another row by its key or code; found rows are remembered for the length of one import."""

    def __init__(self, model: type[Model], field: str) -> None:
        super().__init__(model, field)
        self.found: dict[str, Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        key = words(value)
        if key and key not in self.found:
            try:
                self.found[key] = super().clean(key, row, **kwargs)
            except self.model.DoesNotExist:
                told = {"name": self.model._meta.verbose_name}
                raise ValueError(_("nothing of the kind “%(name)s” has this key") % told) from None
        return self.found.get(key)


class AmountWidget(Widget):
    """A number from 0 on as it is written in Vietnamese, 1.234.567,5; a number cell of Excel is itself, but
    TRUE is no number.
    """

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and 0 <= value < math.inf:
            return Decimal(str(value))
        text = words(value)
        try:
            return amount_in(text) if text else None
        except ValueError:
            raise ValueError(_("a number is written 1.234,5")) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else f"{Decimal(value).normalize():f}".replace(".", ",")
