"""Forms of the annual report: what it is about, who issues it, what a part says, its number and day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Field, Party, Province, Role, Unit
from agreements.permissions import person_of, seen_papers, visible_agreements
from coop.shared.dates import Period
from coop.shared.documents.letters_on_paper import fits_on_paper
from coop.shared.known_days import DayField
from tasks.models import AnnualReport
from tasks.reports.drafting import HEAD
from tasks.reports.scope import Scope

LONGEST_PART = 200_000


class ScopeForm(forms.Form):
    """Whose report it is, on what and for which time; nothing chosen means everything."""

    province = forms.ModelChoiceField(
        label=_("Reporting province"), queryset=Province.objects.none(), empty_label=None
    )
    agreement = forms.ModelChoiceField(
        label=_("Agreement"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=_("all agreements"),
    )
    partner = forms.ModelChoiceField(
        label=_("Partner province"), queryset=Province.objects.none(), required=False, empty_label=_("all")
    )
    field = forms.ModelChoiceField(
        label=_("Field"), queryset=Field.objects.all(), required=False, empty_label=_("all")
    )
    unit = forms.ModelChoiceField(
        label=_("Lead unit"), queryset=Unit.objects.none(), required=False, empty_label=_("all")
    )
    starts_on = DayField(label=_("Period from"), help_text=_("written dd/mm/yyyy, such as 01/01/2026"))
    ends_on = DayField(label=_("Period until"))
    cut_off_on = DayField(
        label=_("Cut-off date"),
        help_text=_("what was reported and decided until this day is told; today at the latest"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = person_of(user).provinces(Role.SECRETARIAT)
        today = timezone.localdate()
        signed = Party.objects.filter(agreement__in=seen_papers(user))
        self._offer("province", Province.objects.filter(pk__in=own))
        self._offer("agreement", visible_agreements(user).newest_first())
        partners = Province.objects.filter(pk__in=signed.values("province__current_heir")).exclude(pk__in=own)
        self._offer("partner", partners)
        self._offer(
            "unit", Unit.objects.valid_on(today).filter(province__in=own).order_by("sort", "sort_name")
        )
        if len(own) == 1:
            self.fields["province"].widget = forms.HiddenInput()
            self.fields["province"].initial = own[0]

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def clean_cut_off_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["cut_off_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The cut-off date has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The period ends before it starts."))
        return cleaned

    @property
    def scope(self) -> Scope:
        told = self.cleaned_data
        names = ("agreement", "province", "cut_off_on", "partner", "field", "unit")
        return Scope(
            period=Period(told["starts_on"], told["ends_on"]), **{name: told[name] for name in names}
        )


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class VersionForm(forms.Form):
    """Which version of the report, or of its part, the person has before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class HeadForm(VersionForm, forms.ModelForm):
    """What stands around the text: the head, the recipients, who signs."""

    class Meta:
        model = AnnualReport
        fields = HEAD
        widgets = {
            "issuing_body": _lines(2),
            "subject": _lines(2),
            "addressees": _lines(2),
            "recipients": _lines(5),
            "authority": _lines(3),
        }
        help_texts = {
            "superior_body": _("left empty by a provincial People's Committee"),
            "issuing_body": _("as on paper, one line each"),
            "addressees": _("only where the report goes upward; one line each"),
            "recipients": _("one line each; the signs between them are set by the program"),
            "authority": _("TM., KT. or TL.; one line each"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in HEAD:
            self.fields[name].validators.append(fits_on_paper)


class PartForm(VersionForm):
    """The text of a part; white space at its ends matters as little as on paper."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_PART,
        validators=[fits_on_paper],
        widget=forms.Textarea(attrs={"rows": 22, "class": "report-text"}),
    )


class IssueForm(VersionForm):
    """The number and day that the office gave it."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99_999)
    issued_on = DayField(label=_("Issued on"), help_text=_("written dd/mm/yyyy, such as 31/12/2026"))
    seen = forms.BooleanField(
        label=_("I have looked at what the checklist tells; the report is issued like this."),
        error_messages={"required": _("Say that you have seen what the checklist tells.")},
    )

    def __init__(self, *args: Any, has_findings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].required = has_findings
