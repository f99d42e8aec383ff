from __future__ import annotations

import re
from dataclasses import replace
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.lifetimes import Life
from agreements.models.province import Province, with_until
from agreements.models.validity import SuccessionBase, SuccessionKind, Validity, ValidityQuerySet
from coop.shared.constraints import END_BEFORE_BEGIN, date_order
from coop.shared.search import says, says_together, spelling_key, together_or_apart
from coop.shared.text import name_key, sort_key

_OF_A_PROVINCE = re.compile(r"(?P<unit>[^()–]+) (?:\((?P<aside>[^()]+)\)|– (?P<behind>[^()]+))")


class UnitQuerySet(ValidityQuerySet):
    def search(self, text: str) -> Self:
        """By words of the name or of another spelling of it: 'Sở NN&PTNT', 'TT XTĐT'. Some write 'và' for
        '&', and others leave it out. Whom the words name as they stand is meant alone: "Công an tỉnh" is not
        everybody who is a "tỉnh" and has "công" and "an" in the name. 'Sở Y tế (Lâm Đồng)' is the one of that
        province, as labels tell units of one name apart.
        """
        if told := _OF_A_PROVINCE.fullmatch(text.strip()):
            provinces = Province.objects.known_as(told["aside"] or told["behind"])
            return self.filter(province__current_heir__in=provinces).search(told["unit"])
        together = _called(says_together("search_text", text))
        apart = _called(says("search_text", text, leaving_out=("va",)))
        return self.filter(together_or_apart(self, together, apart))

    def known_as(self, text: str) -> Self:
        """The bodies that answer today for what the words name, under a present or former name."""
        named = Unit.objects.filter(current_heir__in=self.order_by().values("pk")).search(text)
        return self.filter(pk__in=named.values("current_heir"))

    def for_choice(self) -> Self:
        return self.select_related("province").order_by("province__sort_name", "sort", "sort_name")


def _called(said: Q) -> Q:
    """In the name, or in another spelling of it."""
    spelled = UnitAlias.objects.filter(said).values("unit")
    return said | Q(pk__in=spelled) | Q(name__in=CommonAlias.objects.filter(said).values("name"))


class Unit(Validity):
    """A body that can be given a task, for as long as it lived. Ministries have no province."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("People's Committee")
        PARTY = "party", _("Party committee")
        ASSEMBLY = "assembly", _("People's Council")
        DEPARTMENT = "department", _("department")
        OFFICE = "office", _("office")
        AGENCY = "agency", _("agency")
        VERTICAL = "vertical", _("central body in the province")
        CENTER = "center", _("center")
        MEDIA = "media", _("press and broadcasting")
        ASSOCIATION = "association", _("association")
        FRONT = "front", _("Fatherland Front and unions")
        DISTRICT = "district", _("district (until 2025)")
        COMMUNE = "commune", _("commune")
        MINISTRY = "ministry", _("ministry")

    key = models.SlugField(
        _("key"), max_length=120, unique=True, help_text=_("stable name in the reference data")
    )
    province = models.ForeignKey(
        Province,
        verbose_name=_("province"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    current_heir = models.ForeignKey(
        "self",
        verbose_name=_("who answers today"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="lineage",
        help_text=_(
            "itself while it lives, empty when a person must decide; kept by agreements.succession only"
        ),
    )
    sort = models.PositiveSmallIntegerField(_("order"), default=100)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    sort_name = models.CharField(max_length=450, editable=False)
    search_text = models.CharField(max_length=2000, editable=False)

    history = HistoricalRecords()
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort", "sort_name"]
        constraints = [
            date_order("valid_from", "valid_until", name="unit_validity", message=END_BEFORE_BEGIN),
            models.UniqueConstraint(fields=["province", "name", "valid_from"], name="unit_name_from"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The columns that follow from the name; bulk writers call it as well."""
        self.name_key = name_key(self.name)
        self.sort_name = sort_key(self.name)
        self.search_text = spelling_key(f"{self.name} {self.short_name}")

    @property
    def life(self) -> Life:
        return replace(super().life, side=self.province.current_heir_id if self.province else None)

    @property
    def full_label(self) -> str:
        """'Sở Y tế – tỉnh Lâm Đồng (đến 30/06/2025)': where units of one name must be told apart."""
        province = f" – {self.province.full_name}" if self.province else ""
        return with_until(f"{self.name}{province}", self.valid_until)

    @property
    def own_name(self) -> str:
        """As lists and papers write it, whatever came after."""
        return self.name

    @property
    def called_today(self) -> str:
        """The name of who answers today, where it is another one; "" while nothing has changed."""
        heir = self.current_heir
        return "" if heir is None or heir.name == self.name else heir.name

    @property
    def name_today(self) -> str:
        """On a page: 'Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)', in English '(now Sở Tài chính)'; plain
        while the name has not changed.
        """
        heir = self.current_heir
        return named_today(self.name, heir.name if heir else None)

    @property
    def name_on_paper(self) -> str:
        """The same in papers and in what an act records: they do not depend on who reads English."""
        heir = self.current_heir
        return _named_on_paper(self.name, heir.name if heir else None)

    @property
    def name_abroad(self) -> str:
        """As papers of another province write it: 'Sở Công Thương tỉnh Cà Mau'."""
        return named_abroad(self.name, self.province) if self.province else self.name

    def name_for(self, side: Province) -> str:
        """In a paper of this side: units of other provinces bear their province's name."""
        return self.name_abroad if self._is_foreign_to(side) else self.name

    def name_today_for(self, side: Province) -> str:
        """The same with who answers today; two bodies that one province took over are told apart as well."""
        if not self._is_foreign_to(side):
            return self.name_on_paper
        heir = self.current_heir
        return _named_on_paper(self.name_abroad, heir.name_abroad if heir else None)

    def _is_foreign_to(self, side: Province) -> bool:
        return self.province is not None and self.province.full_name != side.full_name


def named_today(name: str, heir: str | None) -> str:
    """`Unit.name_today` from the two names alone, for lists that read no whole units."""
    if heir is None or heir == name:
        return name
    return _now("%(name)s (now %(heir)s)") % {"name": name, "heir": heir}


def _named_on_paper(name: str, heir: str | None) -> str:
    return name if heir in (None, name) else f"{name} (nay là {heir})"


def named_abroad(name: str, province: Province) -> str:
    """'Công an tỉnh' → 'Công an tỉnh Cà Mau', 'Thường trực Tỉnh ủy' → 'Thường trực Tỉnh ủy Cà Mau'; a name
    that says its province stays.
    """
    if province.name in name:
        return name
    if name.endswith(("Tỉnh ủy", "Thành ủy", "Tỉnh đoàn", "Thành đoàn")):
        return f"{name} {province.full_name.removeprefix('tỉnh ').removeprefix('thành phố ')}"
    return f"{name.removesuffix(' tỉnh').removesuffix(' thành phố')} {province.full_name}"


class UnitAlias(models.Model):
    """Another way to write the unit, from the reference data or from a correction that a person confirmed."""

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("spelling"), max_length=200)
    search_text = models.CharField(max_length=1600, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("spelling of a unit")
        verbose_name_plural = _("spellings of units")
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="unit_alias_once")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The column that follows from the spelling; bulk writers call it as well."""
        self.search_text = spelling_key(self.text)


class CommonAlias(models.Model):
    """A way to write the units of one name in every province: 'Sở NN&PTNT'."""

    name = models.CharField(_("name"), max_length=200)
    text = models.CharField(_("spelling"), max_length=200)
    search_text = models.CharField(max_length=1600, editable=False)

    class Meta:
        verbose_name = _("common spelling")
        verbose_name_plural = _("common spellings")
        ordering = ["name", "text"]
        constraints = [models.UniqueConstraint(fields=["name", "text"], name="common_alias_once")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The column that follows from the spelling; bulk writers call it as well."""
        self.search_text = spelling_key(self.text)


class UnitSuccession(SuccessionBase):
    """Without a successor what the unit led waits for a person to give it to another (domain.md §2)."""

    predecessor = models.ForeignKey(
        Unit, verbose_name=_("from"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Unit, verbose_name=_("to"), on_delete=models.PROTECT, null=True, blank=True, related_name="origins"
    )

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="unit_succession_once"),
            models.CheckConstraint(
                condition=Q(successor__isnull=False) | Q(kind=SuccessionKind.ABOLISH),
                name="unit_succession_has_heir",
                violation_error_message=_("Who ends without being abolished has an heir."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="unit_succession_not_itself",
                violation_error_message=_("Nobody succeeds itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '∅'}"
