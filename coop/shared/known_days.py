"""A day that somebody types is one of the years of such papers: one rule and one sentence for every door."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coop.shared.dates import YEARS, short_date


def unknown_day(day: dt.date) -> str:
    """Why no paper has this day, and which are possible; empty where one may have it."""
    if day.year in YEARS:
        return ""
    told = {"day": short_date(day), "first": YEARS[0], "last": YEARS[-1]}
    return _("%(day)s is not a day of the years %(first)s to %(last)s.") % told


def _is_known(day: dt.date) -> None:
    """Raises ValidationError."""
    if fault := unknown_day(day):
        raise ValidationError(fault)


class DayField(forms.DateField):
    """A day that a paper may have."""

    default_validators = [_is_known]
