from django import forms
from django.utils.translation import gettext_lazy as _

from coop.accounts.models import LANGUAGES


class LanguageForm(forms.Form):
    """In which language the program speaks to the person, on every device."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
