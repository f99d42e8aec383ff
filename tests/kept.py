"""What is made once for all tests of a module; what a test writes beside it is taken back after the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction

Made = TypeVar("Made")


@contextmanager
def kept(make: Callable[[], Made], blocker: Any) -> Iterator[Made]:
    """For a fixture of a module's scope, with pytest-django's `django_db_blocker`.

    Give each test a copy (`copy.deepcopy`): a test's changes to the objects would reach the next one.
    """
    with blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)
