from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.field import Field
from agreements.models.party import Party
from agreements.models.province import Province
from agreements.origins import RELATIONS, Paper, problem_of
from coop.shared.constraints import END_BEFORE_BEGIN, date_order, one_of
from coop.shared.search import paper_key, says, says_paper, says_together, together_or_apart
from coop.shared.text import sort_key


def papers_between(heirs: list[int]) -> models.QuerySet[Any]:
    """The ids of `Agreement.objects.between`, for conditions on what belongs to an agreement: those ask the
    parties and never the agreement itself.
    """
    return Party.objects.filter(province__current_heir__in=heirs).values("agreement")


def _with_party(provinces: models.QuerySet[Province]) -> Q:
    """One of these, or one for which one of these answers today."""
    wanted = Q(province__in=provinces) | Q(province__current_heir__in=provinces)
    return Q(pk__in=Party.objects.filter(wanted).values("agreement"))


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def between(self, heirs: list[int]) -> Self:
        """Agreements with a party whose province is answered for today by one of these provinces (ids)."""
        return self.filter(pk__in=papers_between(heirs))

    def search(self, text: str) -> Self:
        """By words of the title, by the number in any spelling, or by the name of a party."""
        return self.filter(says_paper("search_text", text) | _with_party(Province.objects.named(text)))

    def named(self, title: str) -> Self:
        """By the title as it stands; where none has it so, by its words."""
        together, apart = says_together("search_text", title), says("search_text", title)
        return self.filter(together_or_apart(self, together, apart))

    def with_partner(self, name: str) -> Self:
        """With a party whose province is, or is today answered for by, one of this name."""
        return self.filter(_with_party(Province.objects.search(name)))

    def in_force(self, on: dt.date) -> Self:
        """Begun by that day, not yet at its end, and not carried on by a renewal that has begun.

        An amendment stands beside what it amends; a draft carries nothing on. What was concluded was in
        force until its last day, and is not today.
        """
        lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        stands = Q(stage="signed")
        if on < timezone.localdate():
            stands |= Q(stage="concluded", ends_on__isnull=False)
        renewals = Agreement.objects.filter(_begun(on), renews__isnull=False).exclude(stage="drafting")
        return self.filter(_begun(on), lasts, stands).exclude(pk__in=renewals.values("renews"))

    def with_standing(self, on: dt.date) -> Self:
        """Each with `stands_as`: a value of `Agreement.Standing`."""
        is_over = Q(stage="signed", ends_on__lt=on)
        stands_as = Case(When(is_over, then=Value("ended")), default=F("stage"))
        return self.annotate(stands_as=stands_as)

    def with_decision(self) -> Self:
        """Each with `decided_sides`: among how many sides it was last decided what becomes of it."""
        return self.annotate(decided_sides=models.Min("collapse_decisions__sides"))

    def for_list(self) -> Self:
        parties = models.Prefetch("parties", Party.objects.select_related("province__current_heir"))
        return self.prefetch_related(parties).newest_first()

    def newest_first(self) -> Self:
        """What is not signed yet comes last, on either engine."""
        return self.order_by(F("signed_on").desc(nulls_last=True), "-pk")


def _begun(on: dt.date) -> Q:
    return Q(signed_on__lte=on) & (Q(starts_on__isnull=True) | Q(starts_on__lte=on))


class Agreement(models.Model):
    """What two or more provinces promised each other on paper."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        PROGRAMME = "programme", _("programme of cooperation")
        MINUTES = "minutes", _("minutes of association")
        MEMORANDUM = "memorandum", _("memorandum")

    class Stage(models.TextChoices):
        DRAFTING = "drafting", _("being drafted")
        SIGNED = "signed", _("signed")
        CONCLUDED = "concluded", _("concluded")

    class Standing(models.TextChoices):
        """The stage as it reads today: what was signed and has run out is no longer in force."""

        DRAFTING = "drafting", _("being drafted")
        SIGNED = "signed", _("signed")
        ENDED = "ended", _("no longer in force")
        CONCLUDED = "concluded", _("concluded")

    title = models.CharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.AGREEMENT)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.SIGNED)
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_at = models.CharField(_("signed at"), max_length=150, blank=True)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("framework"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text=_("the agreement under which this one was made"),
    )
    renews = models.ForeignKey(
        "self",
        verbose_name=_("renews"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        help_text=_("the earlier agreement that this one carries on"),
    )
    amends = models.ForeignKey(
        "self",
        verbose_name=_("amends"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        help_text=_("the agreement of which this paper changes something"),
    )
    fields = models.ManyToManyField(Field, verbose_name=_("fields"), blank=True, related_name="agreements")
    search_text = models.CharField(max_length=600, editable=False)
    sort_title = models.CharField(max_length=801, editable=False, default="")

    history = HistoricalRecords()
    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperation agreement")
        verbose_name_plural = _("cooperation agreements")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            date_order("starts_on", "ends_on", name="agreement_period", message=END_BEFORE_BEGIN),
            one_of("stage", ["drafting", "signed", "concluded"], name="agreement_stage"),
            one_of("kind", ["agreement", "programme", "minutes", "memorandum"], name="agreement_kind"),
            models.CheckConstraint(
                condition=Q(stage="drafting") | Q(signed_on__isnull=False),
                name="agreement_signed_has_day",
                violation_error_message=_("An agreement that is signed has a day of signing."),
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="agreement_not_own_parent"),
            models.CheckConstraint(condition=~Q(renews=models.F("id")), name="agreement_not_own_renewal"),
            models.CheckConstraint(condition=~Q(amends=models.F("id")), name="agreement_not_own_amendment"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("renews"))
                & ~Q(parent=models.F("amends"))
                & ~Q(renews=models.F("amends")),
                name="agreement_one_relation_to_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The columns that follow from number and title; bulk writers call it as well."""
        self.search_text = paper_key(self.number, self.title)[:600]
        self.sort_title = sort_key(self.title)

    def clean(self) -> None:
        """Papers from which this one comes must fit it: days, parties, no circle."""
        problems = origin_problems(self)
        if problems:
            raise ValidationError(problems)

    @property
    def standing(self) -> Any:
        """In words, as `with_standing` has it of today."""
        is_over = self.stage == self.Stage.SIGNED and self.ends_on and self.ends_on < timezone.localdate()
        return self.Standing(self.Standing.ENDED if is_over else self.stage).label


def origin_problems(agreement: Agreement) -> dict[str, Any]:
    """Relation → why the agreement cannot stand in it to the paper that it names. Two queries, where it names
    any.
    """
    named = {name: getattr(agreement, f"{name}_id") for name in RELATIONS}
    named = {name: pk for name, pk in named.items() if pk}
    if not named:
        return {}
    papers = _papers({agreement.pk, *named.values()} - {None})
    sides = papers[agreement.pk].sides if agreement.pk in papers else frozenset()
    later, links = Paper(agreement.pk, agreement.signed_on, sides), origins()
    found = {name: problem_of(name, later, papers[pk], links) for name, pk in named.items()}
    return {name: problem for name, problem in found.items() if problem}


def origins() -> dict[int, set[int]]:
    """Every agreement that comes from others → those others. Such papers are few; all are read at once."""
    comes = Q(parent__isnull=False) | Q(renews__isnull=False) | Q(amends__isnull=False)
    rows = Agreement.objects.filter(comes).order_by().values_list("pk", *RELATIONS)
    return {pk: {origin for origin in others if origin} for pk, *others in rows}


def _papers(pks: set[int]) -> dict[int, Paper]:
    rows = Agreement.objects.filter(pk__in=pks).order_by()
    sides: dict[int, set[int]] = defaultdict(set)
    days: dict[int, dt.date | None] = {}
    for pk, signed_on, heir in rows.values_list("pk", "signed_on", "parties__province__current_heir"):
        days[pk] = signed_on
        sides[pk] |= {heir} if heir else set()
    return {pk: Paper(pk, days[pk], frozenset(sides[pk])) for pk in days}
