from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.province import Province
from agreements.models.unit import Unit


class Party(models.Model):
    """A province that takes part, acting through a body; under the name of its day."""

    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="parties"
    )
    province = models.ForeignKey(
        Province, verbose_name=_("province"), on_delete=models.PROTECT, related_name="parties"
    )
    body = models.ForeignKey(
        Unit,
        verbose_name=_("signing body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_parties",
    )
    focal_unit = models.ForeignKey(
        Unit,
        verbose_name=_("focal unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="focal_parties",
    )
    counterparts = models.ManyToManyField(
        Unit, verbose_name=_("counterpart units"), blank=True, related_name="counterpart_parties"
    )
    directing_leader = models.CharField(_("directing leader"), max_length=150, blank=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "province", "body"], name="party_once"),
            models.UniqueConstraint(
                fields=["agreement", "province"],
                condition=Q(body__isnull=True),
                name="party_once_without_body",
                violation_error_message=_("The province is named twice."),
            ),
        ]

    def __str__(self) -> str:
        return self.province.name_today

    def clean(self) -> None:
        """Raises ValidationError where the province did not live on the day of signing (domain.md §2)."""
        day = self.agreement.signed_on
        if self.province_id is None or day is None or self.province.is_valid_on(day):
            return
        told = {"name": self.province.full_name, "day": f"{day:%d/%m/%Y}"}
        raise ValidationError(
            {
                "province": _(
                    "On %(day)s, the day of signing, %(name)s was not there. Choose the one of that day."
                )
                % told
            }
        )

    @property
    def in_full(self) -> str:
        """'tỉnh Lâm Đồng (UBND tỉnh, Sở Y tế, Ông A)': with body, focal unit and leader as far as known."""
        known = [str(name) for name in (self.body, self.focal_unit, self.directing_leader) if name]
        return f"{self.province.full_name} ({', '.join(known)})" if known else self.province.full_name
