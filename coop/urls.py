"""The composition root: every address of the program."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from coop.gallery import gallery
from coop.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("tai-khoan/", include("coop.accounts.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("quan-tri/", admin.site.urls),
    path("giao-dien/", gallery, name="gallery"),
    path("", include("agreements.urls")),
    path("", include("tasks.urls")),
]
