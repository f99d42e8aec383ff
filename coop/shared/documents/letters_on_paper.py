"""What no paper can show: an emoji has no letter in the font of the decree, and would be an empty box."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coop.shared.documents.content import printable
from coop.shared.documents.fonts import missing_letters

_BEFORE = 30


def unprintable(text: str) -> list[str]:
    """'🎉 (U+1F389), after “Đã ký 03 hợp đồng”', each character once, where it comes first."""
    shown = printable(text)
    return [_told(shown, char) for char in missing_letters(shown, settings.TINOS_DIR)]


def _told(text: str, char: str) -> str:
    named = f"{char} (U+{ord(char):04X})"
    words = " ".join(text[: text.index(char)].split())
    if not words:
        return named
    shown = words if len(words) <= _BEFORE else f"…{words[-_BEFORE:].partition(' ')[2] or words[-_BEFORE:]}"
    return _("%(character)s, after “%(words)s”") % {"character": named, "words": shown}


def fits_on_paper(text: str) -> None:
    """For the boxes whose words stand in official papers. Raises ValidationError, naming each character."""
    if found := unprintable(text):
        said = _(
            "A paper cannot show these characters; take them away or write words instead: %(characters)s"
        )
        raise ValidationError(said % {"characters": "; ".join(found)})
