from django import forms
from django.utils.translation import gettext_lazy as _

from coop.accounts.models import User


class LanguageForm(forms.Form):
    """In which language the program speaks to the person, on every device."""

    language = forms.ChoiceField(
        label=_("Language"), choices=User.language.field.choices, widget=forms.RadioSelect
    )
