from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.field import Field


class AgreementHeading(models.Model):
    """A heading of the agreement's own text, and the fields of the common list that it covers: 'y tế,
    giáo dục, khoa học - công nghệ' is one heading and three fields.
    """

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="headings"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("heading"), max_length=300)
    fields = models.ManyToManyField(Field, verbose_name=_("fields"), related_name="agreement_headings")

    class Meta:
        verbose_name = _("heading of an agreement")
        verbose_name_plural = _("headings of agreements")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="agreement_heading_place_once"),
            models.CheckConstraint(condition=~Q(text=""), name="agreement_heading_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"
