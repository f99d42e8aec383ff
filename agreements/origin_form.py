from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from agreements.origins import RELATIONS
from agreements.stale_form import StaleCheckedForm


class OriginForm(forms.ModelForm):
    """Whether a paper fits is asked by the model."""

    class Meta:
        model = Agreement
        fields = RELATIONS

    def __init__(self, *args: Any, offered: AgreementQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in RELATIONS:
            choice: Any = self.fields[name]
            choice.queryset = offered.exclude(pk=self.instance.pk).order_by("-signed_on", "sort_title")
            choice.empty_label = "–"
        keep_unseen(self)

    @property
    def said(self) -> dict[str, Agreement | None]:
        """What the person changed, as keywords of the action."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class AgreementForm(StaleCheckedForm):
    """For the admin, which offers what the person keeps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_unseen(self)


def keep_unseen(form: forms.ModelForm) -> None:
    """A paper that is not among those offered stays where it stands, and its title is not told."""
    for name in RELATIONS:
        kept = getattr(form.instance, f"{name}_id")
        choice: Any = form.fields.get(name)
        if kept and choice and not choice.queryset.filter(pk=kept).exists():
            choice.queryset = Agreement.objects.filter(pk=kept)
            choice.label_from_instance = lambda paper: _("a document that you cannot open")
            choice.disabled = True
