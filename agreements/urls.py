from django.urls import path

from agreements.views import (
    agreements,
    documents,
    figures,
    headings,
    origins,
    parties,
    plans,
    steps,
    suggestions,
    units,
)

urlpatterns = [
    path("thoa-thuan/", agreements.agreement_list, name="agreement-list"),
    path("thoa-thuan/danh-sach.xlsx", agreements.agreement_list_file, name="agreement-list-file"),
    path("thoa-thuan/<int:pk>/", agreements.agreement_detail, name="agreement-detail"),
    path("thoa-thuan/<int:pk>/so-lieu/", figures.figure_list, name="figure-list"),
    path("thoa-thuan/<int:pk>/so-lieu/them/", figures.figure_add, name="figure-add"),
    path("thoa-thuan/<int:pk>/quan-he/", origins.agreement_origins, name="agreement-origins"),
    path("thoa-thuan/<int:pk>/linh-vuc/", headings.agreement_headings, name="agreement-headings"),
    path("thoa-thuan/<int:pk>/cac-buoc/", steps.agreement_steps, name="agreement-steps"),
    path("buoc/<int:pk>/viec/", steps.step_task_add, name="step-task-add"),
    path("buoc/<int:pk>/xong/", steps.step_done, name="step-done"),
    path("viec-nho/<int:pk>/xong/", steps.step_task_done, name="step-task-done"),
    path("ben-tham-gia/<int:pk>/", parties.party_change, name="party-change"),
    path("so-lieu/<int:pk>/", figures.figure_change, name="figure-change"),
    path("so-lieu/<int:pk>/xoa/", figures.figure_delete, name="figure-delete"),
    path("ke-hoach/", plans.plan_list, name="plan-list"),
    path("ke-hoach/danh-sach.xlsx", plans.plan_list_file, name="plan-list-file"),
    path("ke-hoach/<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("don-vi/", units.unit_list, name="unit-list"),
    path("don-vi/danh-sach.xlsx", units.unit_list_file, name="unit-list-file"),
    path("goi-y/thoa-thuan/", suggestions.agreement_suggestions, name="agreement-suggestions"),
    path("goi-y/don-vi/", suggestions.unit_suggestions, name="unit-suggestions"),
    path("van-ban/<int:pk>/tep/", documents.document_file, name="document-file"),
]
