"""CheckConstraints that several models need. They hold on SQLite and PostgreSQL alike."""

from typing import Any

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

END_BEFORE_BEGIN = _("The last day is before the first one.")


def date_order(earlier: str, later: str, *, name: str, message: Any = None) -> CheckConstraint:
    """`later` is empty or not before `earlier`; an empty `earlier` allows any `later`. `message`: for forms
    that ask the model.
    """
    condition = (
        Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)})
    )
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def paired(first: str, second: str, *, name: str) -> CheckConstraint:
    """Both columns are filled or both are empty."""
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return CheckConstraint(condition=both | neither, name=name)


def one_of(field: str, values: list[str], *, name: str) -> CheckConstraint:
    """The column holds one of the codes that the program knows."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)
