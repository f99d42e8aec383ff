from django.urls import path

from agreements.views import agreements, documents, plans, units

urlpatterns = [
    path("thoa-thuan/", agreements.agreement_list, name="agreement-list"),
    path("thoa-thuan/<int:pk>/", agreements.agreement_detail, name="agreement-detail"),
    path("ke-hoach/", plans.plan_list, name="plan-list"),
    path("ke-hoach/<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("don-vi/", units.unit_list, name="unit-list"),
    path("van-ban/<int:pk>/tep/", documents.document_file, name="document-file"),
]
