"""Lines of one form, of which any may be left empty or emptied."""

from __future__ import annotations

from typing import Any

from django import forms


class Lines(forms.BaseFormSet):
    """What is sent is all there is: a line that was full when the page was made may come back empty, or may
    not come back. Give no `initial` together with what was sent.
    """

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"empty_permitted": True, "use_required_attribute": False}
