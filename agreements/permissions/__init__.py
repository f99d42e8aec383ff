"""What of agreements and plans a person may see and keep. One rule for pages, lists, files and admin.

Province is the wall: what a person may not see answers 404 (domain.md §4).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from agreements.models import (
    Agreement,
    Document,
    Party,
    Plan,
    Province,
    ResultFigure,
    Role,
    Step,
    StepTask,
    Unit,
)
from agreements.models.agreement import AgreementQuerySet
from agreements.models.plan import PlanQuerySet
from agreements.models.unit import UnitQuerySet
from agreements.permissions.person import person_of


def visible_agreements(user: Any) -> AgreementQuerySet:
    """Agreements to which the person's province, or one that it succeeded, is a party."""
    return Agreement.objects.filter(pk__in=seen_papers(user))


def seen_papers(user: Any) -> QuerySet[Any]:
    """The ids of `visible_agreements`, for conditions on what belongs to them."""
    return papers_of(person_of(user).lineage())


def papers_of(provinces: Iterable[int]) -> QuerySet[Any]:
    """The ids of the agreements to which one of these provinces is a party."""
    return Party.objects.filter(province__in=provinces).values("agreement")


def visible_plans(user: Any) -> PlanQuerySet:
    """Plans that the person's own side issued. What the other side was given is seen task by task."""
    return Plan.objects.filter(province__in=person_of(user).lineage(), agreement__in=seen_papers(user))


def visible_documents(user: Any) -> QuerySet[Document]:
    """Papers of visible agreements; those of a plan only with the plan."""
    return Document.objects.filter(
        Q(plan__isnull=True) | Q(plan__in=visible_plans(user)), agreement__in=seen_papers(user)
    )


def keepable_documents(user: Any) -> QuerySet[Document]:
    """The secretariat of the side that added them."""
    return visible_documents(user).filter(province__in=person_of(user).lineage(Role.SECRETARIAT))


def units_of_today(user: Any) -> UnitQuerySet:
    """The living units of the person's provinces as they are today."""
    today = timezone.localdate()
    return Unit.objects.filter(province__in=person_of(user).provinces()).valid_on(today)


def units_of_side(user: Any, side: Province) -> UnitQuerySet:
    """Those of them that belong to the province which answers today for this one."""
    return units_of_today(user).filter(province=side.current_heir_id)


def own_agreements(user: Any) -> AgreementQuerySet:
    """Agreements that the person's secretariat keeps: those to which its province is a party."""
    return Agreement.objects.filter(pk__in=own_parties(user).values("agreement"))


def counting_units(user: Any, agreement: Agreement) -> UnitQuerySet:
    """The person's units in whose name figures of the agreement are entered: those of its parties."""
    parties = agreement.parties.values("province__current_heir")
    own = person_of(user).units(Role.STAFF, Role.SECRETARIAT)
    return Unit.objects.filter(pk__in=own, province__current_heir__in=parties)


def sides_of_count(user: Any, figure: ResultFigure) -> set[int | None]:
    """Whose count it may be said to be (provinces of today; None: of all parties together). It is that of its
    unit, else of the secretariat's side, and stays what it is: only the secretariat of its side says that
    all parties counted together, or that they did not.
    """
    parties = own_parties(user).filter(agreement=figure.agreement_id)
    kept = set(parties.values_list("province__current_heir", flat=True))
    if figure.province:
        own = {figure.province.current_heir_id}
        return own | {None} if own & kept else own
    if figure.pk and not kept:
        return {None}
    named = {figure.unit.province.current_heir_id} if figure.unit and figure.unit.province else kept
    return named | {None} if kept else named


def keepable_figures(user: Any) -> QuerySet[ResultFigure]:
    """Those that the person's unit entered. The secretariat keeps all that its side counted, and what all
    parties count together.
    """
    person = person_of(user)
    entered = Q(unit__current_heir__in=person.units(Role.STAFF))
    own = Q(province__in=person.lineage(Role.SECRETARIAT)) | Q(province__isnull=True)
    kept = own & Q(agreement__in=own_agreements(user))
    return ResultFigure.objects.filter(entered | kept, whole=None, agreement__in=seen_papers(user))


def own_parties(user: Any) -> QuerySet[Party]:
    """Those for which the person's secretariat answers today."""
    return Party.objects.filter(province__in=person_of(user).lineage(Role.SECRETARIAT))


def own_side(user: Any, agreement: Agreement) -> Province:
    """Whose secretariat the person is, among those that answer today for a party of the agreement."""
    party = own_parties(user).filter(agreement=agreement).select_related("province__current_heir").first()
    if party is None:
        raise Http404
    return party.province.answering


def get_party_or_404(user: Any, pk: int) -> Party:
    """With its agreement and province. Raises Http404 for what `own_parties` does not have."""
    return _get_or_404(own_parties(user).select_related("agreement", "province__current_heir"), pk)


def visible_steps(user: Any) -> QuerySet[Step]:
    """Of the own side: how the other side prepares is its own affair."""
    own = person_of(user).lineage()
    return Step.objects.filter(province__in=own, agreement__in=seen_papers(user))


def keepable_steps(user: Any) -> QuerySet[Step]:
    """The secretariat of the side that keeps them."""
    return visible_steps(user).filter(province__in=person_of(user).lineage(Role.SECRETARIAT))


def finishable_step_tasks(user: Any) -> QuerySet[StepTask]:
    """Those of the person's unit, and for the secretariat all of its side."""
    own = Q(unit__current_heir__in=person_of(user).units(Role.STAFF, Role.SECRETARIAT))
    kept = Q(step__in=keepable_steps(user))
    return StepTask.objects.filter(own | kept, step__in=visible_steps(user))


def own_step_tasks(user: Any) -> QuerySet[StepTask]:
    """Those of the person's units that are open, the first to fall due first."""
    own = person_of(user).units(Role.STAFF, Role.SECRETARIAT)
    rows = StepTask.objects.filter(
        unit__current_heir__in=own, done_on__isnull=True, step__in=visible_steps(user)
    )
    return rows.select_related("step__agreement").order_by("due_on", "pk")


def get_agreement_or_404(user: Any, pk: int) -> Agreement:
    """Raises Http404 for what `visible_agreements` does not have."""
    return _get_or_404(visible_agreements(user), pk)


def get_agreement_with_decision_or_404(user: Any, pk: int) -> Agreement:
    """As `AgreementQuerySet.with_decision` gives it."""
    return _get_or_404(visible_agreements(user).with_decision(), pk)


def get_plan_or_404(user: Any, pk: int) -> Plan:
    """With the bodies that its page names, and who answers for them today. Raises Http404 for what
    `visible_plans` does not have.
    """
    return _get_or_404(
        visible_plans(user).select_related(
            "agreement", "province", "issuer__current_heir", "focal_unit__current_heir"
        ),
        pk,
    )


def get_document_or_404(user: Any, pk: int) -> Document:
    """Raises Http404 for what `visible_documents` does not have."""
    return _get_or_404(visible_documents(user), pk)


def get_kept_document_or_404(user: Any, pk: int) -> Document:
    """One that the person may take back. Raises Http404."""
    return _get_or_404(keepable_documents(user).select_related("agreement", "plan"), pk)


def get_sheet_unit_or_404(user: Any, pk: int) -> Unit:
    """A unit of today whose sheet the person may print: the own one, or any of the province for its
    secretariat and its leadership.
    """
    person = person_of(user)
    own = Q(pk__in=person.units(Role.STAFF, Role.SECRETARIAT))
    kept = Q(province__in=person.lineage(Role.SECRETARIAT, Role.LEADER))
    unit = Unit.objects.filter(own | kept, pk=pk).select_related("province").first()
    if unit is None:
        raise Http404
    return unit


def get_figure_or_404(user: Any, pk: int) -> ResultFigure:
    """One that the person may change. Raises Http404, also for one that is only seen."""
    return _get_or_404(keepable_figures(user).select_related("agreement", "province", "unit"), pk)


def get_step_or_404(user: Any, pk: int) -> Step:
    """One that the person may change. Raises Http404, also for one that is only seen."""
    return _get_or_404(keepable_steps(user).select_related("agreement", "province"), pk)


def get_step_task_or_404(user: Any, pk: int) -> StepTask:
    """One that the person may say is done. Raises Http404."""
    return _get_or_404(finishable_step_tasks(user).select_related("step__agreement", "unit"), pk)


def get_kept_step_task_or_404(user: Any, pk: int) -> StepTask:
    """To change or remove: only the secretariat of the side does that."""
    kept = StepTask.objects.filter(step__in=keepable_steps(user))
    return _get_or_404(kept.select_related("step__agreement", "step__province", "unit"), pk)


def get_own_agreement_or_404(user: Any, pk: int) -> Agreement:
    """Raises Http404 for what `own_agreements` does not have."""
    return _get_or_404(own_agreements(user), pk)


def may_keep(user: Any, plan: Plan) -> bool:
    """The secretariat of the side that issued the plan."""
    return plan.province.current_heir_id in person_of(user).provinces(Role.SECRETARIAT)


def keepable_plans(user: Any) -> PlanQuerySet:
    """Those that the secretariat of the issuing side keeps (domain.md §4)."""
    return Plan.objects.filter(province__in=person_of(user).lineage(Role.SECRETARIAT))


def reorganisable_units(user: Any) -> UnitQuerySet:
    """Units, living and former, of the provinces whose secretariat the person is. Provinces themselves are
    reference data, which an administrator keeps.
    """
    return Unit.objects.filter(province__in=person_of(user).lineage(Role.SECRETARIAT))


def get_reorganised_unit_or_404(user: Any, pk: int) -> Unit:
    """A unit that was succeeded."""
    return _get_or_404(reorganisable_units(user).filter(successions__isnull=False).distinct(), pk)


def _get_or_404(queryset: QuerySet[Any], pk: int) -> Any:
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
