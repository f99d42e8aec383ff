from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.models import Plan


class UploadForm(forms.Form):
    """A plan and the file of its appendix; `cleaned_data` is what `stage` takes."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.none())
    file = forms.FileField(
        label=_("Appendix file"),
        help_text=_("Word (.docx), Excel (.xlsx), .csv, .txt or a PDF with text, up to 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv,.tsv,.txt,.pdf"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, plans: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan_field: Any = self.fields["plan"]
        plan_field.queryset = plans.order_by("-issued_on")

    def clean_file(self) -> Any:
        """The size is checked here, before the bytes are read; the rest by the reader."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.APPENDIX_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Split it, or save it without pictures.")
            )
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.pop("file", None)
        if upload is not None:
            cleaned |= {"name": upload.name, "content": upload.read()}
        return cleaned
