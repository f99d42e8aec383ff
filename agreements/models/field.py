from django.db import models
from django.utils.translation import gettext_lazy as _

from coop.shared.text import name_key

LONGEST_HEADING = 300  # letters


class Field(models.Model):
    """A field of cooperation of the common list, so that documents with other headings can be compared."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    sort = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("field of cooperation")
        verbose_name_plural = _("fields of cooperation")
        ordering = ["sort", "name"]

    def __str__(self) -> str:
        return self.name


class FieldHeading(models.Model):
    """How a heading of some document maps to the common list; remembered when a person chose it."""

    heading = models.CharField(_("heading"), max_length=LONGEST_HEADING)
    heading_key = models.CharField(max_length=LONGEST_HEADING, unique=True, editable=False)
    field = models.ForeignKey(
        Field, verbose_name=_("field"), on_delete=models.CASCADE, related_name="headings"
    )

    class Meta:
        verbose_name = _("heading of a field")
        verbose_name_plural = _("headings of fields")
        ordering = ["field", "heading"]

    def __str__(self) -> str:
        return self.heading

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fill_derived(self) -> None:
        """The columns that follow from the name; bulk writers call it as well."""
        self.heading_key = name_key(self.heading)
