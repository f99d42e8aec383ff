from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Unit
from coop.shared.dates import YEARS
from coop.shared.documents.letters_on_paper import fits_on_paper
from coop.shared.known_days import DayField
from tasks.evidence import EvidenceField
from tasks.models import Directive, Occurrence, ProgressUpdate


class LongText(forms.CharField):
    """Words that may stand in a paper. `required_when`: the case in which the box has to be filled, said
    beside its label; the form asks for it.
    """

    def __init__(self, label: Any, *, rows: int = 3, required_when: Any = "") -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.Textarea(attrs={"rows": rows}),
            validators=[fits_on_paper],
        )
        self.required_when = required_when


class NoteForm(forms.Form):
    """What a partner unit contributes; also the common part of a report."""

    on_behalf_of = forms.ModelChoiceField(
        label=_("On behalf of"), queryset=Unit.objects.none(), empty_label=None
    )
    result = LongText(_("Result"), rows=4)
    obstacles = LongText(_("Difficulties and obstacles"))
    proposal = LongText(_("Proposals"))
    evidence = EvidenceField(
        label=_("Evidence"),
        required=False,
        help_text=_("files of pdf, docx, xlsx, png or jpg, up to 20 MB each"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, units: list[Unit], occurrence: Occurrence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field: Any = self.fields["on_behalf_of"]
        unit_field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            unit_field.widget, unit_field.initial = forms.HiddenInput(), units[0].pk
        self.fields["version"].initial = occurrence.version


class ReportForm(NoteForm):
    """A lead unit's report: how far, or done."""

    complete = forms.TypedChoiceField(
        label=_("Status"),
        choices=[("no", _("In progress")), ("yes", _("Completed: send for confirmation"))],
        initial="no",
        coerce=lambda value: value == "yes",
        empty_value=cast(Any, False),
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label=_("Percent done"), min_value=0, max_value=100, required=False, initial=0
    )
    result = LongText(_("Result"), rows=4, required_when=_("required when completed"))

    field_order = ("on_behalf_of", "complete", "percent", "result", "obstacles", "proposal", "evidence")

    def __init__(
        self, *args: Any, occurrence: Occurrence, to_mend: ProgressUpdate | None = None, **kwargs: Any
    ) -> None:
        """`to_mend`: the report that was sent back; its words are there to be mended."""
        super().__init__(*args, occurrence=occurrence, **kwargs)
        self.fields["percent"].initial = occurrence.percent
        if to_mend:
            words = {name: getattr(to_mend, name) for name in ("result", "obstacles", "proposal")}
            self.initial.update(words, complete="yes")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("complete") and not cleaned.get("result", "").strip():
            self.add_error("result", _("Say what the result is: completion is reported with its result."))
        if cleaned.get("percent") is None:  # left empty: as far as it was
            cleaned["percent"] = self.fields["percent"].initial
        return cleaned


class VerifyForm(forms.Form):
    """Confirm, or send back with a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Confirm: completed")), ("return", _("Send back"))],
        widget=forms.RadioSelect,
    )
    reason = LongText(_("Reason or note"), required_when=_("required when sending back"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "return" and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give the reason for sending the report back."))
        return cleaned


class ExtensionForm(forms.Form):
    on_behalf_of = forms.ModelChoiceField(
        label=_("On behalf of"), queryset=Unit.objects.none(), empty_label=None
    )
    new_due_on = DayField(label=_("New date"), help_text=_("written dd/mm/yyyy, such as 31/12/2026"))
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), validators=[fits_on_paper]
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field: Any = self.fields["on_behalf_of"]
        unit_field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        unit_field.initial = units[0].pk if units else None


class DueDayForm(forms.Form):
    due_on = DayField(label=_("Due on"), help_text=_("written dd/mm/yyyy, such as 31/12/2026"))
    reason = forms.CharField(
        label=_("Ground"),
        help_text=_("the document or the event that decides the day"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[fits_on_paper],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DecideExtensionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Grant")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    past_end = forms.BooleanField(label=_("More time is granted beyond that day on purpose"), required=False)
    note = LongText(_("Reason or note"), required_when=_("required when refusing"))

    def __init__(self, *args: Any, beyond_end: str, **kwargs: Any) -> None:
        """`beyond_end`: that the plan ends before; only then is it asked whether that is meant."""
        super().__init__(*args, **kwargs)
        self.fields["past_end"].help_text = beyond_end
        if not beyond_end:
            del self.fields["past_end"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "refuse" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Give the reason for refusing more time."))
        if cleaned.get("decision") == "grant" and cleaned.get("past_end") is False:
            self.add_error("past_end", _("Tick this to grant it, or refuse with a reason."))
        return cleaned


class ReasonForm(forms.Form):
    """Pause, cancel and resume ask for a reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class DirectiveForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Directive.Kind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 4}))
    answer_due_on = DayField(
        label=_("Answer due on"), required=False, help_text=_("written dd/mm/yyyy, such as 31/12/2026")
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4}))


def is_looked_back_to(day: dt.date) -> None:
    """Raises ValidationError for a day of which nothing can be known."""
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Choose today or a day of the past."))
    if day.year not in YEARS:
        raise ValidationError(_("Nothing is known of a day before %(year)s."), params={"year": YEARS[0]})


class PastDayForm(forms.Form):
    """The day on which a plan is to be seen; its name stands in the address."""

    ngay = forms.DateField(
        label=_("State on the day"),
        help_text=_("written dd/mm/yyyy, such as 30/06/2024"),
        validators=[is_looked_back_to],
        error_messages={"invalid": _("This is no day. Write it as dd/mm/yyyy, such as 30/06/2024.")},
        widget=forms.DateInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
    )

    def past_day(self) -> dt.date | None:
        """The day asked for, where it is over; today needs no looking back."""
        day: dt.date | None = self.cleaned_data["ngay"] if self.is_valid() else None
        return day if day and day < timezone.localdate() else None


def asked_day(data: QueryDict) -> tuple[dt.date | None, dt.date]:
    """The past day that an address asks for (None: today), and the day that is shown."""
    day = PastDayForm(data if data.get("ngay") else None).past_day()
    return day, day or timezone.localdate()
