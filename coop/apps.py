from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class CoopAdminConfig(AdminConfig):
    """The stock admin with our own site: who may enter is decided by memberships."""

    default_site = "coop.admin.CoopAdminSite"

    def ready(self) -> None:
        """Without what packages keep of a person's second step and sessions: these are the person's own."""
        super().ready()
        from allauth.mfa.models import Authenticator
        from allauth.usersessions.models import UserSession

        admin.site.unregister([Authenticator, UserSession])
