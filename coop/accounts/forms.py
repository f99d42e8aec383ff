from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.utils.translation import gettext_lazy as _

from coop.accounts.models import LANGUAGES


class LanguageForm(forms.Form):
    """In which language the program speaks to the person, on every device."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)


class SecondStepForm(AuthenticateForm):
    """The code asked for after the password."""

    @property
    def has_security_key(self) -> bool:
        """Only who has registered a key is offered to use it."""
        return is_mfa_enabled(self.user, [Authenticator.Type.WEBAUTHN])
