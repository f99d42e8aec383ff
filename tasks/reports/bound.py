"""Numbers in a text that stay bound to data: the text holds '[đến hạn]', the paper shows the count of that
name. No database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

LONGEST_NAME = 300
_TOKEN = re.compile(rf"\[([^\[\]\n]{{1,{LONGEST_NAME}}})\]")


def token(name: str, of: str = "") -> str:
    """'[đến hạn]', or '[đến hạn – Nông nghiệp]' for the count of one field."""
    return f"[{figure_name(name, of)}]"


def figure_name(name: str, of: str = "") -> str:
    """One line without square brackets, whatever the heading holds."""
    whole = f"{name} – {of}" if of else name
    return " ".join(whole.replace("[", "(").replace("]", ")").split())[:LONGEST_NAME]


def names_in(text: str) -> list[str]:
    """The names between square brackets, each once, in their order."""
    return list(dict.fromkeys(_TOKEN.findall(text)))


def bound(text: str, figures: Mapping[str, str]) -> str:
    """Every name that is a figure as its value; what is none stays as it was written."""
    return _TOKEN.sub(lambda found: figures.get(found[1], found[0]), text)


def bound_lines(text: str, draft: str, figures: Mapping[str, str], held: Mapping[str, str]) -> str:
    """The same line by line; those that a person wrote show the values that are held back."""
    drafted = set(_lines(draft))
    kept = {**figures, **held}
    return "\n".join(bound(line, figures if line.strip() in drafted else kept) for line in text.splitlines())


def edited_lines(text: str, draft: str) -> list[str]:
    """The lines that a person wrote: those that the draft has not."""
    drafted = set(_lines(draft))
    return [line for line in _lines(text) if line not in drafted]


def held_back(text: str, draft: str, old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The old values that edited sentences keep, by name: where data has moved on, a person decides."""
    names = names_in("\n".join(edited_lines(text, draft)))
    return {name: old[name] for name in names if name in old and old[name] != new.get(name)}


def mentioned_once(texts: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The texts with 'Sở A (nay là Sở B)' at its first mention only. `names`: with → without 'nay là'."""
    told: set[str] = set()
    if not names:
        return list(texts)
    long_first = sorted(names, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, long_first)))

    def shown(found: re.Match[str]) -> str:
        full, short = found[0], names[found[0]]
        if short in told:
            return short
        told.add(short)
        return full

    return [known.sub(shown, text) for text in texts]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
