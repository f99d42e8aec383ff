"""Who leads and who helps when one cell says both; asides and ditto marks. No Django."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from coop.shared.text import clean
from tasks.appendix.unit_words import ASIDE, plain

_DITTO = re.compile(r"[\s\"'“”.\-–(]*(?:nt|n/t|nhu tren|nhu hang tren|nhu tren day|\"|“|”|')[\s\"'“”.\-–)]*")
_LEAD_LABEL = re.compile(r"(?:(?:don vi|co quan|cap) )?(?:chu tri|dau moi)(?: thuc hien| tham muu)?\s*:")
_PARTNER_LABEL = re.compile(r"(?:(?:don vi|co quan) )?(?:phoi hop|tham gia)(?: thuc hien| voi)?\s*:")
_LEADS_WITH = re.compile(
    r"\s+(?:la (?:don vi|co quan) )?(?:lam )?(?:chu tri|dau moi)\s*[,;.\-–]?\s*(?:va )?phoi hop"
    r"(?: chat che)?(?: (?:voi|cung))?\b\s*:?"
)
_LEADS_THEN = re.compile(
    r"\s+(?:la (?:don vi|co quan) )?(?:lam )?(?:chu tri|dau moi)\s*[,;.]\s*(?=.+\bphoi hop\s*\.?\s*$)"
)
_HELPER = r"(?:cac|so|ubnd|uy ban|ban|van phong|vp|cong an|trung tam|hoi|hiep hoi|dai|bo|cuc|chi cuc)\b"
_WITH = re.compile(rf"\s+phoi hop(?: chat che)? (?:voi\b|cung\b|(?={_HELPER}))")
_LEADS_ASIDE = re.compile(r"\(\s*(?:don vi |co quan )?chu tri\s*\)")
_AT_START = re.compile(r"\s*(?:phoi hop|chu tri)(?: (?:voi|cung))?\b(?! trien khai)\s*")
_AT_END = re.compile(r"[\s,]+(?:(?:la (?:don vi|co quan) )?chu tri|phoi hop)(?: thuc hien)?[\s.;,]*$")
_NAMES_IN_ASIDE = re.compile(r"\b(?:cac so|so|cac so,? (?:ban,? )?nganh)\s*$")
_NOBODY = re.compile(
    r"[\s\-–+*.:]*(?:khong|ko)(?: co)?(?: (?:don vi|co quan))?(?: (?:chu tri|phoi hop|tham gia))?[\s.;,]*"
)


class Roles(NamedTuple):
    """The two parts of a cell; `partner` is None unless the cell tells roles apart."""

    lead: str
    partner: str | None
    labelled: bool = False


def is_ditto(text: str) -> bool:
    """'nt', 'như trên' or a ditto mark: the units of the row above."""
    return bool(_DITTO.fullmatch(plain(text)))


def is_nobody(text: str) -> bool:
    """'không', 'Không có': said in words, what an empty cell or a dash says."""
    return bool(_NOBODY.fullmatch(plain(text)))


def split_roles(text: str) -> Roles:
    """'Chủ trì: A. Phối hợp: B', 'A chủ trì, phối hợp với B', 'A (chủ trì), B (phối hợp)'."""
    said = plain(text)
    if label := _LEAD_LABEL.search(said):
        if partner := _PARTNER_LABEL.search(said, label.end()):
            return Roles(
                text[: label.start()] + text[label.end() : partner.start()], text[partner.end() :], True
            )
        if not said[: label.start()].strip():
            return Roles(text[label.end() :], None, True)
    if (partner := _PARTNER_LABEL.search(said)) and said[: partner.start()].strip():
        return Roles(_without_marks(text[: partner.start()]), text[partner.end() :])
    for pattern in (_LEADS_WITH, _LEADS_ASIDE, _LEADS_THEN, _WITH):
        mark = pattern.search(said)
        if mark and said[: mark.start()].strip() and said[mark.end() :].strip(" .;,"):
            return Roles(text[: mark.start()], _without_marks(text[mark.end() :]))
    return Roles(_without_marks(text), None)


def tells_roles(note: str) -> bool:
    """Whether an aside says who leads: '(Sở Y tế chủ trì)'. Then the list needs a look."""
    return bool(re.search(r"\bchu tri\b", plain(note)))


def _without_marks(text: str) -> str:
    """A part without its own 'Phối hợp:' before or 'chủ trì' after the names."""
    said = plain(text)
    if label := _PARTNER_LABEL.match(said.lstrip()):
        return text[len(said) - len(said.lstrip()) + label.end() :]
    if mark := _AT_START.match(said):
        text, said = text[mark.end() :], said[mark.end() :]
    mark = _AT_END.search(said)
    return text[: mark.start()] if mark else text


def without_asides(text: str, keeps: Callable[[str], bool]) -> tuple[str, list[str]]:
    """The text with each '( … )' and '[ … ]' blanked in place, and what they said.

    'các Sở (Tài chính, Y tế)' keeps its names, and so does what `keeps` says is part of the name:
    'Sở Y tế (TP. Hồ Chí Minh)'. An aside that never closes reaches to the end.
    """
    notes: list[str] = []

    def blank(match: re.Match[str]) -> str:
        inner = match.group()[1:].rstrip(")]")
        if _NAMES_IN_ASIDE.search(plain(text[: match.start()])):
            return ":" + inner + ";"
        if keeps(inner):
            return f" {inner} "[: len(match.group())]
        notes.append(clean(inner))
        return ASIDE * len(match.group())

    return re.sub(r"\([^()]*(?:\)|$)|\[[^\[\]]*(?:\]|$)", blank, text), [note for note in notes if note]
