from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Field, Plan
from tasks.appendix.columns import Mapping
from tasks.appendix.meanings import REQUIRED, VIETNAMESE, Meaning
from tasks.imports.reading import Meant

PASTED = "dan-vao.txt"


class UploadForm(forms.Form):
    """A plan, and the file of its appendix or its text; `cleaned_data` is what `stage` takes."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.none())
    file = forms.FileField(
        label=_("Appendix file"),
        help_text=_("Word (.docx), Excel (.xlsx), .csv, .txt or a PDF with text, up to 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv,.tsv,.txt,.pdf"}),
        allow_empty_file=True,
        required=False,
    )
    pasted = forms.CharField(
        label=_("or paste the table here"),
        help_text=_("copied from Word, Excel or a web page, its header row included"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any, plans: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan_field: Any = self.fields["plan"]
        plan_field.queryset = plans.order_by("-issued_on")

    def clean_file(self) -> Any:
        """The size is checked here, before the bytes are read; the rest by the reader."""
        upload = self.cleaned_data["file"]
        if upload and upload.size > settings.APPENDIX_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Split it, or save it without pictures.")
            )
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload, pasted = cleaned.pop("file", None), cleaned.pop("pasted", "")
        if upload:
            cleaned |= {"name": upload.name, "content": upload.read()}
        elif pasted.strip():
            cleaned |= {"name": PASTED, "content": pasted.encode()}
        elif "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the table."))
        return cleaned


class MeantForm(forms.Form):
    """How the printed words of a row are meant; "" reads them as printed."""

    lead = forms.CharField(label=_("Lead units"), required=False, max_length=1000)
    partner = forms.CharField(
        label=_("Partner units"),
        required=False,
        max_length=2000,
        help_text=_("a dash (–) where nobody takes part; empty: as printed"),
    )
    timeframe = forms.CharField(
        label=pgettext_lazy("of a task", "Time"),
        required=False,
        max_length=300,
        help_text=_("such as 31/12/2026, Quý III/2026, Hàng năm"),
    )

    @property
    def meant(self) -> Meant:
        return Meant(**{name: value.strip() for name, value in self.cleaned_data.items()})


class FieldForm(forms.Form):
    """The field of the common list to which a heading belongs."""

    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.all())


class MappingForm(forms.Form):
    """Which column of a table means what."""

    def __init__(self, *args: Any, width: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(number, _("Column %s") % (number + 1)) for number in range(width)]
        for meaning in Meaning:
            required = meaning in REQUIRED
            self.fields[meaning.value] = forms.TypedChoiceField(
                label=VIETNAMESE[meaning].capitalize(),
                choices=[("", _("choose a column") if required else _("not in this table")), *columns],
                coerce=int,
                empty_value=None,
                required=required,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [column for column in cleaned.values() if column is not None]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("Each column has one meaning only."))
        return cleaned

    @property
    def mapping(self) -> Mapping:
        return Mapping(**self.cleaned_data)
