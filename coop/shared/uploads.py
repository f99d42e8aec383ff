"""Files that people send are checked by their content before anything is kept."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coop.shared.text import clean

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = "image/png"
JPEG = "image/jpeg"

_SUFFIXES = {PDF: (".pdf",), DOCX: (".docx",), XLSX: (".xlsx",), PNG: (".png",), JPEG: (".jpg", ".jpeg")}
ACCEPTED = ",".join(sum(_SUFFIXES.values(), ()))  # what a file input offers to choose from
_SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_OFFICE_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))


class UnfitFileError(ValueError):
    """The file is not taken; the message says why and what may be sent."""


@dataclass(frozen=True)
class CheckedFile:
    """Its content is what its name says. `content`: the upload, read from its beginning; `size` in bytes."""

    name: str
    content: Any
    content_type: str
    size: int
    sha256: str


def check(upload: Any) -> CheckedFile:
    """Type by content, size by the setting UPLOAD_MAX_BYTES. Raises UnfitFileError."""
    name = clean(PurePath(upload.name or "").name)[-200:]
    if not upload.size:
        raise UnfitFileError(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise UnfitFileError(
            _("“%(name)s” is larger than %(limit)s MB. Make it smaller, or send it in parts.")
            % {"name": name, "limit": limit}
        )
    content_type = _content_type(upload)
    if content_type is None and name.lower().endswith(sum(_SUFFIXES.values(), ())):
        raise UnfitFileError(
            _(
                "The content of “%(name)s” is not what its name says, or it holds macros. Open it in "
                "its own program, save it without macros and send the new file."
            )
            % {"name": name}
        )
    if content_type is None or not name.lower().endswith(_SUFFIXES[content_type]):
        raise UnfitFileError(
            _("“%(name)s” is not taken here. Save it as one of these: pdf, docx, xlsx, png, jpg.")
            % {"name": name}
        )
    return CheckedFile(name, upload, content_type, upload.size, _sha256(upload))


class CheckedFileField(forms.FileField):
    """One file; the value is a CheckedFile."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def to_python(self, data: Any) -> Any:
        return checked_in_form(data) if data else None


def checked_in_form(upload: Any) -> CheckedFile:
    """Raises ValidationError, which the form shows at its field."""
    try:
        return check(upload)
    except UnfitFileError as error:
        raise ValidationError(str(error)) from error


def _content_type(upload: Any) -> str | None:
    upload.seek(0)
    head = upload.read(8)
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return content_type
    return _office_type(upload) if head.startswith(b"PK\x03\x04") else None


def _office_type(upload: Any) -> str | None:
    """Word or Excel by the parts inside; only the list of names is read, nothing is unpacked."""
    upload.seek(0)
    try:
        names = {name.lower() for name in zipfile.ZipFile(upload).namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith("vbaproject.bin") for name in names):
        return None
    return next((content_type for part, content_type in _OFFICE_PARTS if part in names), None)


def _sha256(upload: Any) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
