"""Evidence of a report: several files at once, each checked as every file that people send."""

from __future__ import annotations

from typing import Any

from django import forms

from coop.shared.uploads import ACCEPTED, CheckedFile, checked_in_form


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """The value is a list of CheckedFile."""

    widget = FilesInput(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        return [checked_in_form(upload) for upload in uploads if upload]
