from django.urls import path

from coop.accounts import views

urlpatterns = [path("ho-so/", views.profile, name="profile")]
