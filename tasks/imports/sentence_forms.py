"""The text of a notice, and what a person says of each of its sentences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coop.shared.suggesting import SuggestingInput
from tasks.imports.from_sentences import Marked
from tasks.sentences import Sentence, sentences

LONGEST = 60_000
MOST_SENTENCES = 300


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("Text of the notice"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("copied from the document; broken lines are put together again"),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(sentences(text)) > MOST_SENTENCES:
            raise forms.ValidationError(_("The text is too long. Take the part that hands out the work."))
        return text


class SentenceForm(forms.Form):
    chosen = forms.BooleanField(label=_("This is a task"), required=False)
    lead = forms.CharField(
        label=_("Lead unit"), required=False, max_length=500, widget=SuggestingInput("unit-suggestions")
    )
    partner = forms.CharField(
        label=_("Partner units"), required=False, max_length=500, widget=SuggestingInput("unit-suggestions")
    )
    timeframe = forms.CharField(label=pgettext_lazy("of a task", "Time"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, sentence: Sentence) -> None:
        super().__init__(data, prefix=f"s{sentence.number}")
        self.sentence = sentence

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("chosen") and not cleaned.get("lead"):
            self.add_error("lead", _("Say who leads."))
        return cleaned


def forms_for(text: str, data: Any = None) -> list[SentenceForm]:
    """A form for each sentence; `data` when they come back marked."""
    return [SentenceForm(data, sentence=sentence) for sentence in sentences(text)]


def marked_in(lines: list[SentenceForm]) -> list[Marked]:
    return [
        Marked(line.sentence, *(line.cleaned_data[name] for name in ("lead", "partner", "timeframe")))
        for line in lines
        if line.cleaned_data["chosen"]
    ]
