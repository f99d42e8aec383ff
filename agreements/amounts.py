"""Amounts as papers write them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _


class AmountField(forms.DecimalField):
    """Not negative, with up to two decimals; in Vietnamese 1.250,5 and 1250,5 are the same, and 4.10 is
    nothing.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, decimal_places=2, max_digits=18, localize=True, **options)

    def to_python(self, value: Any) -> Any:
        typed = value.strip() if isinstance(value, str) else value
        if not isinstance(typed, str) or typed in self.empty_values:
            return super().to_python(typed)
        group, point = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
        whole = rf"-?(\d+|\d{{1,3}}({re.escape(group)}\d{{3}})+)"
        if not re.fullmatch(rf"{whole}({re.escape(point)}\d+)?", typed, re.ASCII):
            example = f"1{group}250{point}5"
            raise ValidationError(_("Write the number as papers do, such as %s.") % example)
        return super().to_python(typed.replace(group, "").replace(point, "."))
