from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.chain import genealogy
from agreements.collapsed import is_decided
from agreements.family_line import family_line
from agreements.figure_series import series_over_years
from agreements.models import Agreement, Document, Role
from agreements.permissions import (
    get_agreement_with_decision_or_404,
    keepable_documents,
    person_of,
    visible_agreements,
    visible_documents,
    visible_plans,
)
from agreements.standing import days_left, endings, merged_parties, sums


def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What belongs to it, as far as this person sees it; tasks come by the tags of `panels`."""
    agreement = get_agreement_with_decision_or_404(request.user, pk)
    today = timezone.localdate()
    parties = agreement.parties.select_related(
        "province__current_heir", "body__current_heir", "focal_unit__current_heir"
    )
    line = genealogy(agreement, visible_agreements(request.user))
    figures = sums(agreement.figures.select_related("province", "field"))
    kept = set(person_of(request.user).provinces(Role.SECRETARIAT))
    keeps = bool(kept & {party.province.current_heir_id for party in parties})
    context = {
        "agreement": agreement,
        "days_left": days_left(agreement.ends_on, today),
        "parties": parties,
        "merged": merged_parties(parties),
        "decided": is_decided(agreement, parties),
        "has_leaders": any(party.directing_leader for party in parties),
        "timeline": line,
        "drawing": family_line(line) if len(line) > 1 else None,
        "plans": endings(visible_plans(request.user).filter(agreement=agreement).for_list(), today),
        "figures": figures,
        "series": [one for one in series_over_years(figures) if one.chart],
        "documents": _documents(request.user, agreement),
        "keeps": keeps,
        "plan_add": f"{reverse('admin:agreements_plan_add')}?agreement={pk}" if keeps else "",
    }
    return render(request, "agreements/agreement_detail.html", context)


def _documents(user: Any, agreement: Agreement) -> QuerySet[Document]:
    """Each says whether the person may take it back."""
    documents = visible_documents(user).filter(agreement=agreement)
    kept = keepable_documents(user).filter(pk=OuterRef("pk"))
    return documents.select_related("plan", "province", "added_by").annotate(is_kept=Exists(kept))
