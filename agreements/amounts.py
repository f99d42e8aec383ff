"""Amounts as papers write them, in forms and in files alike."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _


def amount_in(text: str, group: str = ".", point: str = ",") -> Decimal:
    """'1.250,5' or '1250,5' → 1250.5, from 0 on and with up to two decimals; '4.10' is no number. Raises
    ValueError.
    """
    whole = rf"(\d{{1,3}}({re.escape(group)}\d{{3}})+|\d{{1,16}})"
    if not re.fullmatch(rf"{whole}({re.escape(point)}\d{{1,2}})?", text, re.ASCII):
        raise ValueError(text)
    return Decimal(text.replace(group, "").replace(point, "."))


class AmountField(forms.DecimalField):
    """Written as the language of the page writes numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, decimal_places=2, max_digits=18, localize=True, **options)

    def prepare_value(self, value: Any) -> Any:
        """What is stored, without zeros at its end: 139, not 139,00."""
        return value.normalize() if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        group, point = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
        try:
            return super().to_python(amount_in(value.strip(), group, point))
        except ValueError:
            example = f"1{group}250{point}5"
            raise ValidationError(_("Write the number as papers do, such as %s.") % example) from None
