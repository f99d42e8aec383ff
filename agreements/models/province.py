from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.validity import SuccessionBase, SuccessionKind, Validity, ValidityQuerySet
from coop.shared.constraints import END_BEFORE_BEGIN, date_order, one_of
from coop.shared.dates import short_date
from coop.shared.search import column_of, says_together
from coop.shared.text import sort_key


class ProvinceQuerySet(ValidityQuerySet):
    def with_code(self, code: str, on: dt.date) -> Province:
        """The province that had this code on that day: codes were reused in 2025. Raises
        Province.DoesNotExist.
        """
        found: Any = self.valid_on(on).get(code=code)
        return found

    def search(self, text: str) -> Self:
        """By any part of the name or of another spelling of it."""
        spelled = ProvinceAlias.objects.filter(says_together("search_text", text)).values("province")
        return self.filter(says_together("search_text", text) | Q(pk__in=spelled))

    def named(self, text: str) -> Self:
        """By the whole name, with what it is ("tỉnh") or without, or by another spelling of it."""
        key = column_of(text)
        spelled = ProvinceAlias.objects.filter(search_text=key).values("province")
        return self.filter(Q(search_text__in=[key, f" tinh{key}", f" thanh pho{key}"]) | Q(pk__in=spelled))

    def known_as(self, text: str) -> Self:
        """The provinces that answer today for what the words name, under a present or former name."""
        return self.filter(pk__in=Province.objects.search(text).values("current_heir"))


class Province(Validity):
    """A province for as long as it lived: (code, validity), not a code (domain.md §2)."""

    class Kind(models.TextChoices):
        PROVINCE = "province", pgettext_lazy("kind of province", "province")
        CITY = "city", _("centrally run city")

    key = models.SlugField(
        _("key"), max_length=60, unique=True, help_text=_("stable name in the reference data")
    )
    code = models.CharField(_("code"), max_length=2, validators=[RegexValidator(r"^[0-9]{2}$")])
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    region = models.CharField(_("region"), max_length=60, blank=True)
    current_heir = models.ForeignKey(
        "self",
        verbose_name=_("who answers today"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="lineage",
        help_text=_("itself while it lives; kept by agreements.succession only"),
    )
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)
    search_text = models.CharField(max_length=300, editable=False)

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["sort_name", "-valid_from"]
        constraints = [
            date_order("valid_from", "valid_until", name="province_validity", message=END_BEFORE_BEGIN),
            one_of("kind", ["province", "city"], name="province_kind"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="province_code_from"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True),
                name="province_code_alive_once",
                violation_error_message=_("A province that still exists has this code."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        """Raises ValidationError when another province has the code at the same time; the database refuses
        it as well (migration 0006).
        """
        others = Province.objects.exclude(pk=self.pk).filter(code=self.code)
        holder = next((other for other in others if self.lives_beside(other)), None)
        if holder:
            told = {"code": self.code, "name": holder}
            raise ValidationError(_("%(name)s has the code %(code)s at that time.") % told)

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The columns that follow from the name; bulk writers call it as well."""
        self.sort_name = sort_key(self.name)
        self.search_text = column_of(self.full_name)

    @property
    def full_name(self) -> str:
        """'tỉnh Lâm Đồng', 'Thành phố Hồ Chí Minh': as official papers write it."""
        if self.kind == self.Kind.PROVINCE:
            return f"tỉnh {self.name}"
        return f"Thành phố {self.name}" if self.name == "Hồ Chí Minh" else f"thành phố {self.name}"

    @property
    def full_label(self) -> str:
        """'tỉnh Lâm Đồng (đến 30/06/2025)', '… (từ 01/07/2025)': tells those of one name apart."""
        if self.valid_until:
            return with_until(self.full_name, self.valid_until)
        return with_from(self.full_name, self.valid_from)

    @property
    def own_name(self) -> str:
        """As lists and papers write it, whatever came after."""
        return self.full_name

    @property
    def answering(self) -> Province:
        """Who answers for it today; one that ended without one heir stands for itself."""
        return self.current_heir or self

    @property
    def called_today(self) -> str:
        """The name of who answers today, where it is another one; "" while nothing has changed."""
        heir = self.current_heir
        return "" if heir is None or heir.full_name == self.full_name else heir.full_name

    @property
    def name_today(self) -> str:
        """On a page: 'tỉnh Yên Bái (nay là tỉnh Lào Cai)', in English '(now tỉnh Lào Cai)'; plain while it
        lives or when the heir has the same full name.
        """
        if not self.called_today:
            return self.full_name
        return _now("%(name)s (now %(heir)s)") % {"name": self.full_name, "heir": self.called_today}


def with_until(name: str, day: dt.date | None) -> str:
    """A name with the last day on which it was borne, if it had one."""
    return _now("%(name)s (until %(day)s)") % {"name": name, "day": short_date(day)} if day else name


def with_from(name: str, day: dt.date | None) -> str:
    """A name with the first day on which it is borne, if that is known."""
    return _now("%(name)s (from %(day)s)") % {"name": name, "day": short_date(day)} if day else name


class ProvinceAlias(models.Model):
    """Another spelling: 'TP. HCM', 'Đắc Lắc'."""

    province = models.ForeignKey(
        Province, verbose_name=_("province"), on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField(_("spelling"), max_length=60)
    search_text = models.CharField(max_length=80, editable=False)

    class Meta:
        verbose_name = _("spelling of a province")
        verbose_name_plural = _("spellings of provinces")
        constraints = [models.UniqueConstraint(fields=["province", "text"], name="province_alias_once")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The column that follows from the spelling; bulk writers call it as well."""
        self.search_text = column_of(self.text)


class ProvinceSuccession(SuccessionBase):
    """Such rows made 34 of the 63 provinces on 1/7/2025. Without a successor nobody answers for it."""

    predecessor = models.ForeignKey(
        Province, verbose_name=_("from"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Province,
        verbose_name=_("to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="origins",
    )

    class Meta:
        verbose_name = _("succession of provinces")
        verbose_name_plural = _("successions of provinces")
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="province_succession_once"),
            models.CheckConstraint(
                condition=Q(successor__isnull=False) | Q(kind=SuccessionKind.ABOLISH),
                name="province_succession_has_heir",
                violation_error_message=_("Who ends without being abolished has an heir."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="province_succession_not_itself",
                violation_error_message=_("Nobody succeeds itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '∅'}"
