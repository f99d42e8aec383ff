"""What a succession touches, counted before it is entered: a body with all that it answers for today."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement, Membership, Party, Plan, Province, Unit

Counted = tuple[str, int]


def touched(succession: Any) -> list[Counted]:
    """Label and number of everything that hangs on the body."""
    return [told for count in WHAT_IS_TOUCHED for told in count(succession)]


def _of_a_province(succession: Any) -> Iterable[Counted]:
    province, heir = succession.predecessor, succession.successor
    if not isinstance(province, Province):
        return
    signed = Agreement.objects.between([province.pk])
    both = signed.filter(pk__in=Agreement.objects.between([heir.pk] if heir else []))
    today, seated = timezone.localdate(), {"unit__province__current_heir": province}
    yield _("Agreements to which it is a party"), signed.count()
    yield _("Agreements whose sides become fewer"), both.exclude(stage=Agreement.Stage.CONCLUDED).count()
    yield _("Plans that it issued"), Plan.objects.filter(province__current_heir=province).count()
    yield (
        _("Units that live, each of which needs its own succession"),
        (Unit.objects.valid_on(today).filter(province=province).count()),
    )
    yield _("People with a place in its units"), _people(seated)


def _of_a_unit(succession: Any) -> Iterable[Counted]:
    unit = succession.predecessor
    if not isinstance(unit, Unit):
        return
    focal = Party.objects.filter(Q(focal_unit__current_heir=unit) | Q(body__current_heir=unit))
    yield _("Agreements in which it stands for a party"), focal.values("agreement").distinct().count()
    yield _("Plans of which it is the focal unit"), Plan.objects.filter(focal_unit__current_heir=unit).count()
    yield _("People with a place in it"), _people({"unit__current_heir": unit})


def _people(seated: dict[str, Any]) -> int:
    active = Membership.objects.active_on(timezone.localdate())
    return active.filter(**seated).values("user").distinct().count()


# `tasks` adds its own numbers when it is ready: this app does not know it.
WHAT_IS_TOUCHED: list[Callable[[Any], Iterable[Counted]]] = [_of_a_province, _of_a_unit]
