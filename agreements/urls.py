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
)

urlpatterns = [
    path("thoa-thuan/<int:pk>/", agreements.agreement_detail, name="agreement-detail"),
    path("thoa-thuan/<int:pk>/so-lieu/", figures.figure_list, name="figure-list"),
    path("thoa-thuan/<int:pk>/so-lieu/them/", figures.figure_add, name="figure-add"),
    path("thoa-thuan/<int:pk>/quan-he/", origins.agreement_origins, name="agreement-origins"),
    path("thoa-thuan/<int:pk>/linh-vuc/", headings.agreement_headings, name="agreement-headings"),
    path("thoa-thuan/<int:pk>/cac-buoc/", steps.agreement_steps, name="agreement-steps"),
    path("buoc/<int:pk>/", steps.step_change, name="step-change"),
    path("buoc/<int:pk>/xoa/", steps.step_remove, name="step-remove"),
    path("viec-nho/<int:pk>/", steps.step_task_change, name="step-task-change"),
    path("viec-nho/<int:pk>/xoa/", steps.step_task_remove, name="step-task-remove"),
    path("buoc/<int:pk>/viec/", steps.step_task_add, name="step-task-add"),
    path("buoc/<int:pk>/xong/", steps.step_done, name="step-done"),
    path("viec-nho/<int:pk>/xong/", steps.step_task_done, name="step-task-done"),
    path("ben-tham-gia/<int:pk>/", parties.party_change, name="party-change"),
    path("so-lieu/<int:pk>/", figures.figure_change, name="figure-change"),
    path("so-lieu/<int:pk>/xoa/", figures.figure_delete, name="figure-delete"),
    path("ke-hoach/<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("goi-y/thoa-thuan/", suggestions.agreement_suggestions, name="agreement-suggestions"),
    path("goi-y/don-vi/", suggestions.unit_suggestions, name="unit-suggestions"),
    path("thoa-thuan/<int:pk>/van-ban/them/", documents.document_add, name="document-add"),
    path("van-ban/<int:pk>/go/", documents.document_take_back, name="document-take-back"),
    path("van-ban/<int:pk>/tep/", documents.document_file, name="document-file"),
]
