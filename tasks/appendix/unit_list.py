"""One list of units as a cell writes it → known units, groups, unknown names. No Django.

Known names are found before anything is split, because commas and 'và' live inside names. Whatever
is not wholly understood stays whole among the unknown and makes the reading uncertain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tasks.appendix import unit_groups as groups
from tasks.appendix.unit_bounds import AREA_WORDS, BOTH, LISTABLE, CellWords
from tasks.appendix.unit_index import LEVELS, KnownUnit, Match, UnitIndex
from tasks.appendix.unit_suffix import Suffix, suffix_at
from tasks.appendix.unit_words import NONE, Phrases

_NOISE = Phrases(
    *("phoi hop", "phoi hop voi", "phoi hop cung", "voi", "cung", "cung voi", "va", "gom", "giao"),
    *("bao gom", "nay la", "nay", "doi moi", "nhu", "don vi phoi hop"),
)
_UNDECIDED = Phrases("chua xac dinh", "chua ro", "du kien", "xin y kien")


@dataclass
class Draft:
    """What was read so far. `turn` counts units, groups, unknown before the first that is told what to do."""

    units: list[KnownUnit] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    suggestions: dict[str, tuple[KnownUnit, ...]] = field(default_factory=dict)
    certain: bool = True
    turn: tuple[int, int, int] | None = None

    def add_unit(self, unit: KnownUnit) -> None:
        if unit not in self.units:
            self.units.append(unit)

    def add_group(self, name: str) -> None:
        if name and name not in self.groups:
            self.groups.append(name)

    def doubt(self, note: str) -> None:
        self.certain = False
        self.notes.append(note)

    @property
    def counts(self) -> tuple[int, int, int]:
        return len(self.units), len(self.groups), len(self.unknown)


def read_list(text: str, index: UnitIndex) -> Draft:
    """`text` is NFC with its asides blanked; reads it to its end."""
    return _ListReader(text, index).read()


class _ListReader:
    def __init__(self, text: str, index: UnitIndex) -> None:
        self.index = index
        self.cell = CellWords(text, index)
        self.words = self.cell.words
        self.draft = Draft()

    def read(self) -> Draft:
        """Each rule returns the place after what it read, or the same place; the last always reads on."""
        rules = (
            self._noise,
            self._head_of_list,
            self._group,
            self._unit,
            self._listed,
            self._person,
            self._unknown,
        )
        place = 0
        while place < len(self.words):
            place = next(end for rule in rules if (end := rule(place)) > place)
        return self.draft

    def _noise(self, at: int) -> int:
        if (end := _UNDECIDED.end_at(self.words, at)) > at:
            self.draft.doubt(self.cell.said(at, end))
            return end
        if self.words[at].key.isdigit() and self.cell.starts(at + 1):
            return at + 1
        is_name = at in self.cell.known or self.cell.is_listed(at)  # 'Giao' is also 'Giáo dục'
        return at if is_name else _NOISE.end_at(self.words, at)

    def _head_of_list(self, at: int) -> int:
        """'các Sở: Tài chính, Y tế' or 'Văn phòng: Tỉnh ủy, UBND tỉnh': a head written once, with a colon."""
        start = groups.quantifier_end(self.words, at)
        end = next((place for place in range(start + 1, start + 6) if self.cell.colon_before(place)), start)
        end = self._areas_by_name(start) if end == start else end
        if end == start:
            return at
        head, last = self.words[start].key, self.words[end - 1]
        is_offices = head == "so" and groups.members_at(self.words, start).end == end
        if is_offices or (end - start == 1 and head in LISTABLE):
            return self._open_list(head, self.cell.said(start, start + 1).capitalize(), end)
        if head == "ubnd" and last.key in AREA_WORDS and end - start <= 3:
            return self._open_list("ubnd" + last.key, "UBND " + self.cell.said(end - 1, end), end)
        return at

    def _areas_by_name(self, at: int) -> int:
        """The place of the first name in 'UBND các huyện Đức Trọng, Lâm Hà', or `at`."""
        keys = [word.key for word in self.words[at : at + 3]]
        place = at + 3
        if keys[:2] != ["ubnd", "cac"] or keys[-1] not in AREA_WORDS or place >= len(self.words):
            return at
        is_name = (
            self.words[place].gap == NONE and self.cell.is_capital(place) and self.words[place].key != "va"
        )
        return place if is_name else at

    def _open_list(self, head: str, labelled: str, end: int) -> int:
        self.cell.heads, self.cell.labelled = (head, "ubnd") if head.startswith("ubnd") else (head,), labelled
        return end

    def _group(self, at: int) -> int:
        titled = groups.title_end(self.words, at)
        place = groups.quantifier_end(self.words, titled)
        is_area = place < len(self.words) and self.words[place].key == "ubnd"
        start = groups.quantifier_end(self.words, place + 1) if is_area else place
        if is_area and start < len(self.words) and self.words[start].key == "cap":
            return self._group_of_level(start)
        counted = place > titled or (is_area and start > place + 1)
        members = groups.members_at(self.words, start, self.cell.whole_names, counted)
        if not groups.is_general(members, counted) or is_area > groups.is_areas(members):
            return at
        if groups.is_areas(members):
            return self._area_group(at, members, titled > at)
        return self._office_group(at, titled, place, members)

    def _area_group(self, at: int, members: groups.Members, titled: bool) -> int:
        end = groups.tail_end(self.words, members.end, self.cell.ends_group)
        self._note_tail(members.end, end)
        self._add_group(groups.area_group(members, titled), members.end, end)
        self.cell.heads, self.cell.labelled = ("ubnd" + members.keys[-1].replace(" ", ""), "ubnd"), ""
        if titled and end < len(self.words) and self.words[end].key in AREA_WORDS:
            self.draft.doubt(self.cell.said(at, end))
        return end

    def _office_group(self, at: int, titled: int, place: int, members: groups.Members) -> int:
        end = groups.tail_end(self.words, members.end, self.cell.ends_group)
        tail = self.words[members.end : self._before_deed(members.end, end)]
        self._note_tail(members.end, end)
        names_a_unit = any(place in self.cell.known for place in range(members.end, members.end + len(tail)))
        if groups.is_plain_tail(tail) and not names_a_unit:
            name = groups.office_group(members, tail, self.cell.said(titled, place).lower())
        else:
            name = groups.free_wording(self.cell.said(titled, members.end + len(tail)))
        self._add_group("người đứng đầu " + name if titled > at else name, members.end, end)
        self.cell.heads, self.cell.labelled = (), ""
        return end

    def _group_of_level(self, start: int) -> int:
        """'UBND cấp huyện/xã'."""
        end = max(groups.members_at(self.words, start + 1).end, start + 1)
        self.draft.add_group("UBND " + self.cell.said(start, end).lower())
        return end

    def _add_group(self, name: str, tail: int, end: int) -> None:
        foreign = self.cell.foreign_province(tail, end)
        self.draft.add_group(f"{name} ({self.index.province_name(foreign)})" if foreign else name)

    def _note_tail(self, start: int, end: int) -> None:
        """Words about a group leave its name; a deed among them needs a look."""
        if self._before_deed(start, end) < end:
            self.draft.doubt(self.cell.said(start, end))

    def _before_deed(self, start: int, end: int) -> int:
        return next((place for place in range(start, end) if self.cell.is_deed(place)), end)

    def _unit(self, at: int) -> int:
        if self.cell.labelled and (listed := self._listed(at)) > at:
            return listed
        start = groups.THE.end_at(self.words, at) if at not in self.cell.known else at
        match = self.cell.known.get(start)
        if match and self.cell.is_listed(start):
            self.draft.doubt(self.cell.said(at, match.end))
        end = self._settle(start, match) if match else start
        return end if end > start else at

    def _listed(self, at: int) -> int:
        """A name that leaves out the head of the list: 'Nội vụ' after 'Sở Y tế'."""
        for head in self.cell.heads:
            if match := self.index.match(self.words, at, prefix=head):
                return self._settle(at, match, listed=True)
        return at

    def _person(self, at: int) -> int:
        """'Trưởng ban Quản lý Khu kinh tế tỉnh': the unit is meant, and a person should look."""
        place = self.cell.after_titles(at)
        if place == at or place not in self.cell.known:
            return at
        end = self._settle(place, self.cell.known[place])
        if end == place:
            return at
        self.draft.doubt(self.cell.said(at, end))
        return end

    def _unknown(self, at: int) -> int:
        end = self.cell.name_end(at)
        if not (many := self._many_at(at, end)):
            label = "UBND" if self.cell.labelled and self.words[at].key in AREA_WORDS else self.cell.labelled
            self._keep_unknown(f"{label} {self.cell.said(at, end)}".strip())
        end = many or end
        self.cell.learn_head(at, end)
        return self._after_deed(end)

    def _many_at(self, at: int, end: int) -> int:
        """The end of an unknown name that means many: it is kept as a group that needs a look. Else 0."""
        if both := self._both_sides_inside(at, end):
            name = f"{self.cell.said(at, both)} hai bên"
        elif many := self._collective_end(at, end):
            end = many
            name = re.sub(r" của (?=\d|các)", " ", self.cell.said(at, end), count=1)
        elif at < (named := groups.quantifier_end(self.words, at)) < end and not self.cell.is_capital(named):
            name = groups.free_wording(self.cell.said(at, end))
        else:
            return 0
        self.draft.add_group(name)
        self.draft.doubt(self.cell.said(at, end))
        return end

    def _settle(self, at: int, match: Match, listed: bool = False) -> int:
        """Takes the unit if nothing else belongs to its name; else `at`, and the name is unknown."""
        suffix = suffix_at(self.cell, match.end)
        placed = bool(suffix.provinces) or suffix.both or self.words[at].key == "so"
        bare = not placed and all(entry.bare for entry in match.entries)
        run_on = self._runs_on(at, suffix.end)
        self.cell.learn_head(at, match.end)
        if not (run_on or self.cell.is_end(suffix.end, bare)):
            return at
        for_all = (suffix.both and self.draft.units) or (listed and suffix.provinces)
        if run_on or suffix.former or for_all:
            self.draft.doubt(self.cell.said(at, suffix.end))  # the suffix may hold for the names before, too
        for province in self._sides() if suffix.both else suffix.provinces or (None,):
            self._take(at, suffix, match, province)
        return self._after_deed(suffix.end)

    def _take(self, at: int, suffix: Suffix, match: Match, province: str | None) -> None:
        """The one unit of that name; none or several are no answer, but can be suggested."""
        units = self.index.choose(match.entries, province)
        if len(units) != 1 or suffix.wrong_level:
            self._keep_unknown(self.cell.said(at, suffix.end), units or self.index.of_sides(match.entries))
            return
        if self.cell.is_deed(suffix.end) and self.draft.turn is None:
            self.draft.turn = self.draft.counts
        self.draft.add_unit(units[0])

    def _runs_on(self, at: int, end: int) -> bool:
        """'Sở Y tế Sở Tài chính': a lost line break, since no department holds another."""
        is_next = end < len(self.words) and self.words[end].gap == NONE and end in self.cell.known
        return is_next and self.words[at].key == self.words[end].key == "so"

    def _sides(self) -> tuple[str, ...]:
        """Home and its partner; with several partners 'hai bên' does not say which."""
        if len(self.index.partners) != 1:
            self.draft.doubt("hai bên")
        return (self.index.home, *self.index.partners)

    def _after_deed(self, at: int) -> int:
        if not self.cell.is_deed(at):
            return at
        end = self.cell.deed_end(at)
        self.draft.doubt(self.cell.said(at, end))
        return end

    def _keep_unknown(self, name: str, suggestions: tuple[KnownUnit, ...] = ()) -> None:
        self.draft.unknown.append(name)
        self.draft.suggestions[name] = suggestions or self.index.similar(name)
        self.draft.certain = False

    def _both_sides_inside(self, start: int, end: int) -> int:
        """The place of 'hai bên' in an unknown name, or 0."""
        return next((at for at in range(start + 1, end) if BOTH.end_at(self.words, at) > at), 0)

    def _collective_end(self, start: int, end: int) -> int:
        """The end of 'Công an các huyện, thành phố', 'Văn phòng của 04 khối cơ quan', or 0."""
        for place in range(start + 1, end - 1):
            after = groups.quantifier_end(self.words, place)
            after = after if after > place else place + self.words[place].key.isdigit()
            if place < after < end and self._counts(after):
                members = groups.members_at(self.words, after)
                return groups.tail_end(self.words, max(members.end, after), self.cell.ends_group)
        return 0

    def _counts(self, at: int) -> bool:
        """Whether a number or 'các' before this place counts units: not so in 'Ban QLDA số 1 tỉnh'."""
        if self.words[at - 1].key.isdigit() and self.words[at].key in LEVELS:
            return False
        return self.words[at].key in ("khoi", "cap") or bool(groups.members_at(self.words, at).keys)
