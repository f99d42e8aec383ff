from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.chain import genealogy
from agreements.filters import AGREEMENT_ORDERS, AgreementFilter
from agreements.list_files import agreement_file
from agreements.models import Agreement, ResultFigure
from agreements.permissions import get_agreement_or_404, visible_agreements, visible_documents, visible_plans
from coop.shared.downloads import xlsx_download
from coop.shared.listing import Listing, list_page, listing


def agreement_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, "agreements/agreement_list.html", _listed(request))


def agreement_list_file(request: HttpRequest) -> FileResponse:
    return xlsx_download(agreement_file(_listed(request).rows), "thoa-thuan-hop-tac.xlsx")


def _listed(request: HttpRequest) -> Listing:
    rows = visible_agreements(request.user).for_list()
    return listing(request, AgreementFilter, rows, AGREEMENT_ORDERS)


def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_agreement_or_404(request.user, pk)
    context = {
        "agreement": agreement,
        "parties": agreement.parties.select_related(
            "province__current_heir", "body__current_heir", "focal_unit__current_heir"
        ),
        "timeline": genealogy(agreement, visible_agreements(request.user)),
        "plans": visible_plans(request.user).filter(agreement=agreement).for_list(),
        "figures": _figures_with_parts(agreement),
        "documents": visible_documents(request.user).filter(agreement=agreement),
        "today": timezone.localdate(),
    }
    return render(request, "agreements/agreement_detail.html", context)


def _figures_with_parts(agreement: Agreement) -> list[tuple[ResultFigure, list[ResultFigure]]]:
    rows = list(agreement.figures.all())
    wholes = [row for row in rows if row.whole_id is None]
    return [(whole, [row for row in rows if row.whole_id == whole.pk]) for whole in wholes]
