"""Files that no row names: of a transaction that failed after its file was written, or of a broken deletion.

Django writes a file at once and knows no hook for a rollback
(https://docs.djangoproject.com/en/5.2/topics/db/transactions/#why-no-rollback-hook); django-cleanup leaves
such files as well. So they are looked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from posixpath import dirname, join

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField


def stray_files(*, before: dt.datetime) -> Iterator[tuple[Storage, str]]:
    """The storage and name of every file in a folder of the program that was written before this moment and
    that no row names. A transaction that is still open has to be younger.
    """
    for field in _file_fields():
        rows = field.model._default_manager.exclude(**{field.name: ""})
        named = set(rows.values_list(field.name, flat=True))
        folder = dirname(field.generate_filename(field.model(), "x"))
        for name in _files_in(field.storage, folder):
            if name not in named and field.storage.get_modified_time(name) < before:
                yield field.storage, name


def _file_fields() -> list[FileField]:
    """Each has a folder of its own."""
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, FileField)]


def _files_in(storage: Storage, folder: str) -> list[str]:
    if not storage.exists(folder):
        return []
    return [join(folder, name) for name in sorted(storage.listdir(folder)[1])]
