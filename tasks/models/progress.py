from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Unit
from coop.shared.constraints import one_of, paired
from coop.shared.search import column_of, says
from tasks.models.occurrence import Occurrence
from tasks.models.person import person
from tasks.models.task import Assignment, Task
from tasks.states import Status

_IS_REPORT = Q(is_contribution=False)


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def reports(self) -> Self:
        """Reports of lead units; notes of partner units are not among them."""
        return self.filter(_IS_REPORT)

    def search(self, text: str) -> Self:
        """Those that say these words, in any order, with or without diacritics."""
        return self.filter(says("search_text", text))

    def for_decision(self) -> Self:
        """With what a person who confirms asks for; the longest waiting first."""
        plan, people = "occurrence__task__plan", ("on_behalf_of", "reported_by", "verification")
        return (
            self.select_related(f"{plan}__province", f"{plan}__focal_unit", *people)
            .prefetch_related("evidence")
            .order_by("occurrence__reported_on", "pk")
        )


class ProgressUpdate(models.Model):
    """A report on an occurrence. It is never edited: a new one says what is new."""

    occurrence = models.ForeignKey(
        Occurrence, verbose_name=_("occurrence"), on_delete=models.PROTECT, related_name="updates"
    )
    on_behalf_of = models.ForeignKey(
        Unit, verbose_name=_("on behalf of"), on_delete=models.PROTECT, related_name="+"
    )
    reported_by = person(_("reported by"))
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now, editable=False)
    is_contribution = models.BooleanField(_("note of a partner unit"), default=False)
    status = models.CharField(_("status"), max_length=12, choices=Status)
    percent = models.PositiveSmallIntegerField(_("percent done"), default=0)
    result = models.TextField(_("result"), blank=True)
    obstacles = models.TextField(_("difficulties and obstacles"), blank=True)
    proposal = models.TextField(_("proposals"), blank=True)
    submission_key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text=_("a form sent twice is one report")
    )
    search_text = models.TextField(editable=False)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-reported_at", "-pk"]
        constraints = [
            one_of("status", Status.values, name="update_status"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="update_percent"),
            models.CheckConstraint(
                condition=~Q(status=Status.REPORTED) | Q(is_contribution=True) | ~Q(result=""),
                name="update_completion_has_result",
            ),
        ]
        indexes = [
            # "Nothing said for thirty days" looks at the last thirty days, "who reported last" at one row.
            models.Index(fields=["reported_at", "occurrence"], condition=_IS_REPORT, name="update_when"),
            models.Index(
                fields=["occurrence", "-id"],
                include=["reported_by"],
                condition=_IS_REPORT,
                name="update_of_occurrence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_behalf_of}, {timezone.localtime(self.reported_at):%d/%m/%Y}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def sent_back(self) -> Verification | None:
        """The focal unit's word on it, where that was to send it back."""
        word = getattr(self, "verification", None)
        return word if word and word.decision == Verification.Decision.RETURN else None

    def fill_derived(self) -> None:
        """The column that follows from the words; bulk writers call it as well."""
        self.search_text = column_of(" ".join((self.result, self.obstacles, self.proposal)))


def evidence_path(evidence: Evidence, filename: str) -> str:
    """A random name: the person's own file name never reaches the disk."""
    return f"evidence/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A file that shows what was done; served as an attachment to those who may see the task."""

    update = models.ForeignKey(
        ProgressUpdate, verbose_name=_("report"), on_delete=models.PROTECT, related_name="evidence"
    )
    file = models.FileField(_("file"), upload_to=evidence_path)
    file_name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class Verification(models.Model):
    """The focal unit's word on a completion report."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", _("confirmed")
        RETURN = "return", _("sent back")

    update = models.OneToOneField(
        ProgressUpdate, verbose_name=_("report"), on_delete=models.PROTECT, related_name="verification"
    )
    decision = models.CharField(_("decision"), max_length=8, choices=Decision)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = person(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            one_of("decision", ["accept", "return"], name="verification_decision"),
            models.CheckConstraint(
                condition=Q(decision="accept") | ~Q(reason=""), name="verification_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


class Extension(models.Model):
    """A wish for more time and what became of it; the old date stays visible here."""

    class Decision(models.TextChoices):
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    occurrence = models.ForeignKey(
        Occurrence, verbose_name=_("occurrence"), on_delete=models.PROTECT, related_name="extensions"
    )
    old_due_on = models.DateField(_("due until now"))
    new_due_on = models.DateField(_("asked for"))
    reason = models.TextField(_("reason"))
    on_behalf_of = models.ForeignKey(
        Unit, verbose_name=_("on behalf of"), on_delete=models.PROTECT, related_name="+"
    )
    asked_by = person(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True)
    decision_note = models.TextField(_("note on the decision"), blank=True)  # why it was refused
    decided_by = person(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(new_due_on__gt=F("old_due_on")), name="extension_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
            one_of("decision", ["", "granted", "refused"], name="extension_decision"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="extension_decided",
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(decision_note=""), name="extension_refusal_has_reason"
            ),
            models.UniqueConstraint(
                fields=["occurrence"], condition=Q(decision=""), name="extension_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on:%d/%m/%Y} → {self.new_due_on:%d/%m/%Y}"


class SetDay(models.Model):
    """The due day that the secretariat set for a period of which the paper says none, and on what ground."""

    occurrence = models.OneToOneField(
        Occurrence, verbose_name=_("occurrence"), on_delete=models.PROTECT, related_name="set_day"
    )
    due_on = models.DateField(_("due on"))
    reason = models.TextField(_("ground"))
    set_by = person(_("set by"))
    set_at = models.DateTimeField(_("set at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("due day that was set")
        verbose_name_plural = _("due days that were set")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="set_day_has_reason")]

    def __str__(self) -> str:
        return f"{self.due_on:%d/%m/%Y}"


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def unanswered(self) -> Self:
        """Those that a unit still has to answer (domain.md §3). Nobody could of a task that no unit of today
        leads.
        """
        leads = Assignment.objects.filter(
            task=OuterRef("task"), role=Assignment.Role.LEAD, unit__current_heir__isnull=False
        )
        return self.filter(Exists(leads), answered_at__isnull=True)


class Directive(models.Model):
    """Leadership's word on a task, which a lead unit answers: by a day, if one is set."""

    class Kind(models.TextChoices):
        DIRECTIVE = "directive", _("directive")
        EXPLANATION = "explanation", _("request for explanation")

    task = models.ForeignKey(
        Task, verbose_name=_("task"), on_delete=models.PROTECT, related_name="directives"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DIRECTIVE)
    text = models.TextField(_("text"))
    given_by = person(_("given by"))
    given_at = models.DateTimeField(_("given at"), default=timezone.now, editable=False)
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = person(_("answered by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        ordering = ["-given_at", "-pk"]
        constraints = [
            one_of("kind", ["directive", "explanation"], name="directive_kind"),
            paired("answered_at", "answered_by", name="directive_answered"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="directive_answer_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"
