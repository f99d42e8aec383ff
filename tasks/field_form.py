from django import forms
from django.utils.translation import gettext_lazy as _

from coop.shared.dates import YEARS


class FieldTableForm(forms.Form):
    year = forms.IntegerField(label=_("Latest year"), required=False, min_value=YEARS[0], max_value=YEARS[-1])
    partner = forms.CharField(label=_("Partner"), required=False, max_length=100)
