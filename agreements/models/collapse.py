from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from coop.shared.constraints import one_of


class CollapseDecision(models.Model):
    """What became of an agreement after some of its provinces had become one. A later merger asks anew."""

    class Kind(models.TextChoices):
        CONCLUDE = "conclude", _("concluded by the merger")
        INTERNAL = "internal", _("carried on as an internal plan of the province")
        SIGN_AGAIN = "sign_again", _("to be signed again between the provinces of today")
        GO_ON = "go_on", _("goes on between the provinces of today")

    class OpenTasks(models.TextChoices):
        KEEP = "keep", _("are carried on")
        STOP = "stop", _("are cancelled")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="collapse_decisions"
    )
    sides = models.PositiveSmallIntegerField(
        _("sides"), help_text=_("how many provinces answered for the parties on that day")
    )
    kind = models.CharField(_("decision"), max_length=12, choices=Kind)
    open_tasks = models.CharField(_("open tasks"), max_length=8, choices=OpenTasks)
    reason = models.TextField(_("reason"))
    renewal = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement to be signed"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        verbose_name = _("decision on a collapsed agreement")
        verbose_name_plural = _("decisions on collapsed agreements")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "sides"], name="collapse_decided_once"),
            one_of("kind", ["conclude", "internal", "sign_again", "go_on"], name="collapse_kind"),
            one_of("open_tasks", ["keep", "stop"], name="collapse_open_tasks"),
            models.CheckConstraint(condition=~Q(reason=""), name="collapse_has_reason"),
            models.CheckConstraint(
                condition=Q(open_tasks="keep") | Q(kind="conclude"), name="collapse_stops_when_concluded"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["sign_again", "go_on"]) | Q(sides__gt=1),
                name="collapse_needs_two_sides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_kind_display()}"
