import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.plan import Plan
from agreements.models.province import Province


def document_path(document: "Document", filename: str) -> str:
    """A random name: the person's own file name never reaches the disk."""
    return f"documents/{uuid.uuid4().hex}"


class Document(models.Model):
    """A paper kept with an agreement, and with one of its plans when it belongs there."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="documents"
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
    )
    province = models.ForeignKey(
        Province,
        verbose_name=_("side that added it"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=400)
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=document_path, blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "sha256"],
                condition=Q(plan__isnull=True) & ~Q(sha256=""),
                name="document_file_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "sha256"], condition=~Q(sha256=""), name="document_file_once_in_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}" if self.number else self.title
