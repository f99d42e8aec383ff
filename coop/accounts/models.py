from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
"""Each under its own name: who does not read one looks for the other."""


class User(AbstractUser):
    """A person who signs in. What the person may do comes from memberships, never from Django's flags.

    Vietnamese names have the family name first and are one field.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=LANGUAGES)

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The whole name: a Vietnamese given name alone is not how officials are addressed."""
        return str(self)
