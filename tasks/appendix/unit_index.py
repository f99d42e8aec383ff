"""The units that a cell can name on one day, found by any spelling of their names. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from coop.shared.text import fold
from tasks.appendix.unit_words import ASIDE, COMMA, DASH, LINE, NONE, Word, compact, name_words

LEVELS = {"tinh", "tp"}
_INSIDE_A_NAME = (NONE, COMMA, LINE, DASH, ASIDE)
_LONGEST_PROVINCE = 5
_BOTH_SIDES = {"hai ben", "2 ben", "02 ben", "hai tinh", "2 tinh", "hai dia phuong", "2 dia phuong"}
_LIKE_ENOUGH = 78


@dataclass(frozen=True)
class KnownUnit:
    """One unit of the data. `province` is its province's code on the day of the index, '' for the centre."""

    id: int | str
    name: str
    province: str = ""
    other_names: tuple[str, ...] = ()


class Entry(NamedTuple):
    """A unit under one spelling: `bare` lacks the level ('Công an'), `placed` names the province itself."""

    unit: KnownUnit
    bare: bool
    placed: bool


class Match(NamedTuple):
    end: int
    entries: tuple[Entry, ...]


@dataclass
class UnitIndex:
    """Names of units valid on one day. `home` is the code of the province whose paper is read."""

    home: str
    partners: tuple[str, ...]
    by_key: dict[str, list[Entry]] = field(default_factory=dict)
    readings: dict[str, Any] = field(default_factory=dict)
    home_levels: set[str] = field(default_factory=set)
    _starts: set[str] = field(default_factory=set)
    _entered: set[tuple[str, int | str]] = field(default_factory=set)
    _spoken: dict[str, list[KnownUnit]] = field(default_factory=dict)
    _provinces: dict[str, str] = field(default_factory=dict)
    _province_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        units: Iterable[KnownUnit],
        *,
        home: str,
        partners: Iterable[str] = (),
        provinces: Mapping[str, Sequence[str]] | None = None,
        common_aliases: Mapping[str, Sequence[str]] | None = None,
    ) -> UnitIndex:
        """`provinces`: code → name and other spellings, of every province of that day;
        `common_aliases`: canonical unit name → spellings that hold in every province.
        """
        index = cls(home, tuple(partners))
        for code, names in (provinces or {}).items():
            index._add_province(code, names)
        for unit in units:
            for name in (unit.name, *unit.other_names, *(common_aliases or {}).get(unit.name, ())):
                index._add(unit, name)
        return index

    def match(self, words: Sequence[Word], at: int, prefix: str = "") -> Match | None:
        """The longest known name that starts at word `at`; `prefix` is a head written once for a list."""
        key, found = prefix, None
        if words[at].key == "va":
            return None
        for place in range(at, len(words)):
            word = words[place]
            if place > at and word.gap not in _INSIDE_A_NAME:
                break
            if word.key == "va":
                continue
            key += word.key
            if key not in self._starts:
                break
            if entries := self.by_key.get(key):
                found = Match(place + 1, tuple(entries))
        return found

    def province_at(self, words: Sequence[Word], at: int) -> tuple[int, str | None]:
        """(end, code) of a province named at `at` ('tỉnh Phú Yên', 'TP. HCM'); (at, None) if none is."""
        start = at + 1 if at < len(words) and words[at].key in LEVELS else at
        for end in range(min(len(words), start + _LONGEST_PROVINCE), start, -1):
            inside = words[end - 1].key != "va" and all(w.gap in (NONE, LINE, DASH) for w in words[start:end])
            if inside and (code := self._provinces.get(compact(words[start:end]))) is not None:
                return end, code
        return at, None

    def province_name(self, code: str) -> str:
        return self._province_names.get(code, code)

    def stranger(self, unit: KnownUnit) -> str:
        """The name of its province where that is neither home nor a partner, else ""."""
        is_side = unit.province in ("", self.home, *self.partners)
        return "" if is_side else self.province_name(unit.province)

    def foreign_to(self, group: str) -> str:
        """The same for a group, which names its province at its end: 'các sở (Phú Yên)'."""
        if not group.endswith(")"):
            return ""
        sides = {self.province_name(code) for code in (self.home, *self.partners)}
        others = set(self._province_names.values()) - sides
        return next((name for name in others if group.endswith(f"({name})")), "")

    def choose(self, entries: Sequence[Entry], province: str | None) -> tuple[KnownUnit, ...]:
        """The units meant: those of the named province, else of home and of the centre."""
        places = ("", self.home) if province is None else (province,)
        units = (e.unit for e in entries if e.unit.province in places or (e.placed and province is None))
        return tuple({unit.id: unit for unit in units}.values())

    def completes_a_name(self, text: str) -> bool:
        """Whether an aside is part of the name before it: a province ('TP. HCM') or 'hai bên'."""
        words = name_words(text)
        is_both = " ".join(word.key for word in words) in _BOTH_SIDES
        return is_both or (bool(words) and self.province_at(words, 0)[0] == len(words))

    def of_sides(self, entries: Sequence[Entry]) -> tuple[KnownUnit, ...]:
        """Units of that name on either side, to suggest when none is meant for sure."""
        return tuple(
            entry.unit for entry in entries if entry.unit.province in ("", self.home, *self.partners)
        )

    def similar(self, name: str) -> tuple[KnownUnit, ...]:
        """Up to three units of the sides whose names look alike. They are never taken by themselves."""
        close = process.extract(
            fold(name), self._spoken.keys(), scorer=fuzz.ratio, limit=5, score_cutoff=_LIKE_ENOUGH
        )
        units = {unit.id: unit for spoken, *_ in close for unit in self._spoken[spoken]}
        return tuple(sorted(units.values(), key=lambda unit: unit.province != self.home))[:3]

    def _add_province(self, code: str, names: Sequence[str]) -> None:
        self._province_names[code] = names[0]
        for name in names:
            words = name_words(name)
            self._provinces[compact(words)] = code
            if words[0].key in LEVELS and len(words) > 1:
                self._provinces[compact(words[1:])] = code

    def _add(self, unit: KnownUnit, name: str) -> None:
        words = name_words(name)
        if not words:
            return
        if unit.province in ("", self.home, *self.partners):
            self._spoken.setdefault(fold(name), []).append(unit)
        if unit.province == self.home and name == unit.name and words[-1].key in LEVELS:
            self.home_levels.add(words[-1].key)
        stem = self._without_province(words, unit.province)
        self._enter(compact(words), Entry(unit, bare=False, placed=len(stem) < len(words)))
        if len(stem) < len(words):
            self._enter_shorter(unit, stem)
        elif words[-1].key in LEVELS:
            self._enter_shorter(unit, words[:-1])

    def _enter_shorter(self, unit: KnownUnit, stem: Sequence[Word]) -> None:
        """'Công an tỉnh' is 'Công an' too, 'Tỉnh ủy Lâm Đồng' is 'Tỉnh ủy'; one word ('Báo') is no name."""
        if stem[-1].key in LEVELS:
            self._enter(compact(stem), Entry(unit, bare=False, placed=False))
        elif len(stem) > 1:
            self._enter(compact(stem), Entry(unit, bare=True, placed=False))

    def _enter(self, key: str, entry: Entry) -> None:
        entries = self.by_key.setdefault(key, [])
        if not entries:
            self._starts.update(key[:length] for length in range(1, len(key) + 1))
        if (key, entry.unit.id) not in self._entered:
            self._entered.add((key, entry.unit.id))
            entries.append(entry)

    def _without_province(self, words: Sequence[Word], province: str) -> Sequence[Word]:
        """The words before the unit's own province at the end of its name."""
        for size in range(min(_LONGEST_PROVINCE, len(words) - 1), 0, -1):
            if words[-size].key not in LEVELS and self._provinces.get(compact(words[-size:]), "") == province:
                return words[:-size]
        return words
