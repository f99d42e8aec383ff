from django.contrib.admin.apps import AdminConfig


class CoopAdminConfig(AdminConfig):
    """The stock admin with our own site: who may enter is decided by memberships."""

    default_site = "coop.admin.CoopAdminSite"
