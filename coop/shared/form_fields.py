"""How a field is shown by every form of the program, the admin included."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

ENTER, CHOOSE, TICK = _("Enter “%(label)s”."), _("Choose “%(label)s”."), _("Tick “%(label)s”.")
ANY_REQUIRED = forms.Field.default_error_messages["required"]


class ShownField(BoundField):
    """Label and help begin with a capital letter, and who leaves it empty is told which one is asked for."""

    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.label = capfirst(str(self.label))
        self.help_text = capfirst(self.help_text)
        if field.error_messages.get("required") == ANY_REQUIRED:
            field.error_messages["required"] = _asking(field.widget) % {"label": self.label}


def _asking(widget: forms.Widget) -> Any:
    shown = getattr(widget, "widget", widget)  # the admin wraps its selects
    if isinstance(shown, forms.CheckboxInput):
        return TICK
    return CHOOSE if isinstance(shown, ChoiceWidget | forms.FileInput) else ENTER


class Renderer(TemplatesSetting):
    """The templates of widgets may be those of ours."""

    bound_field_class = ShownField
