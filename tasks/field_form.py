from django import forms
from django.utils.translation import gettext_lazy as _


class FieldTableForm(forms.Form):
    year = forms.IntegerField(label=_("Latest year"), required=False, min_value=1990, max_value=2100)
    partner = forms.CharField(label=_("Partner"), required=False, max_length=100)
