"""CheckConstraints that several models need. They hold on SQLite and PostgreSQL alike."""

from django.db.models import CheckConstraint, F, Q


def date_order(earlier: str, later: str, *, name: str) -> CheckConstraint:
    """`later` is empty or not before `earlier`; an empty `earlier` allows any `later`."""
    condition = (
        Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)})
    )
    return CheckConstraint(condition=condition, name=name)


def paired(first: str, second: str, *, name: str) -> CheckConstraint:
    """Both columns are filled or both are empty."""
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return CheckConstraint(condition=both | neither, name=name)


def one_of(field: str, values: list[str], *, name: str) -> CheckConstraint:
    """The column holds one of the codes that the program knows."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)
