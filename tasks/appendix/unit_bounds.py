"""Where names begin and end in a unit cell. No Django.

A name counts only if nothing else belongs to it: 'Chi cục Hải quan khu vực VII' is not 'Chi cục Hải quan'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from coop.shared.text import clean
from tasks.appendix import unit_groups as groups
from tasks.appendix.unit_index import LEVELS, Match, UnitIndex
from tasks.appendix.unit_words import (
    ASIDE,
    COMMA,
    DASH,
    HARD,
    LINE,
    NONE,
    STROKE,
    Phrases,
    Word,
    plain,
    words_of,
)

AREA_WORDS = {"huyen", "tp", "tx", "xa", "phuong", "quan"}
BOTH = Phrases(
    *("hai ben", "2 ben", "02 ben", "hai tinh", "2 tinh", "02 tinh", "moi ben"),
    *("hai dia phuong", "2 dia phuong", "02 dia phuong"),
)
_HEADS = Phrases(
    *("so", "ban", "bql", "bqlda", "ub", "ubnd", "hdnd", "vp", "tt", "bo", "cuc", "hoi"),
    *("hiep hoi", "lien minh", "ldld", "dai", "bao", "truong", "vien", "thue", "thanh tra"),
    *("cong an", "chi cuc", "tong cuc", "benh vien", "cong ty", "tap doan", "tong cong ty"),
    *("nhnn", "ngan hang", "phong", "kbnn", "bhxh", "bchqs", "tinh uy", "thanh uy"),
    *("huyen uy", "dang uy", "tinh doan", "htx", "thanh doan", "mttq", "ubmttq", "bcd"),
    *("thuong truc", "lien danh", "quy", "toa an", "hat", "thong ke", "phan hieu"),
    *("to cong tac", "bo tu lenh"),
)
_TITLES = Phrases(
    *("giam doc", "pho giam doc", "tong giam doc", "thu truong", "chanh", "pho chanh"),
    *("chu tich", "pho chu tich", "pct", "lanhdao", "bi thu", "pho bi thu", "cuc truong"),
    *("chi cuc truong", "dong chi", "bo truong"),
)
_RULERS = {"ubnd", "hdnd", "tinh", "thanh"}  # 'Văn phòng HĐND và UBND tỉnh' is not 'Văn phòng HĐND'
_SHORT_TITLES = {"truong": ("ban", "bql", "bqlda", "phong"), "ct": ("cac", "pct", "ubnd")}
_DOES = re.compile(
    r"(?:chu tri|huong dan|bo tri|tham muu|phoi hop|trien khai|thuc hien|to chuc|chu dong|theo|tiep nhan|"
    r"tham dinh|cung cap|ho tro|bao cao|de xuat|lam dau moi|la |chiu trach nhiem|dam bao|bao dam|kiem tra|"
    r"giam sat|cho y kien)\b"
)
_CUTS_A_NAME = re.compile(r"(?:chu tri|huong dan|bo tri|tham muu|phoi hop)\b")


class CellWords:
    """The words of one list of units, and the heads that its later names may leave out.

    `heads`: after 'Sở Y tế' a bare 'Nội vụ' may be read as 'Sở Nội vụ'.
    `labelled`: the head as printed when a colon announces the list: 'các Sở: Tài chính, Y tế'.
    """

    def __init__(self, text: str, index: UnitIndex) -> None:
        self.text, self.index = text, index
        self.plain = plain(text)
        self.words: list[Word] = words_of(text)
        self.heads: tuple[str, ...] = ()
        self.labelled = ""

    @cached_property
    def known(self) -> Mapping[int, Match]:
        """Every place where a known name starts."""
        found = ((place, self.index.match(self.words, place)) for place in range(len(self.words)))
        return {place: match for place, match in found if match}

    @cached_property
    def whole_names(self) -> set[int]:
        """Places where a known name stands by itself: 'Ban Dân tộc' is no member of 'sở, ban'."""
        return {place for place, match in self.known.items() if self._is_whole(place, match.end)}

    def said(self, start: int, end: int) -> str:
        """The words as printed, with single spaces."""
        if start >= end:
            return ""
        return clean(self.text[self.words[start].start : self.words[end - 1].end].replace(ASIDE, " "))

    def starts(self, at: int) -> bool:
        """Whether a unit, a group or a person may start here."""
        if at >= len(self.words):
            return False
        return (
            at in self.known
            or _HEADS.end_at(self.words, at) > at
            or groups.QUANTIFIERS.end_at(self.words, at) > at
            or bool(groups.members_at(self.words, at).keys)
            or self.after_titles(at) > at
        )

    def starts_line(self, at: int) -> bool:
        """After a mere line break a name starts only with a capital: lines break inside names too."""
        if self.words[at : at + 1] and self.words[at].gap == LINE:
            return self.is_capital(at) and self.starts(at)
        return self.starts(at)

    def ends_group(self, at: int) -> bool:
        """Whether the words about a group stop here: 'các cơ quan thông tấn, báo chí' goes on."""
        if self.starts_line(at):
            return True
        is_next = at < len(self.words) and self.words[at].gap == COMMA
        return is_next and (self.words[at].key in AREA_WORDS or self.is_capital(at))

    def is_capital(self, at: int) -> bool:
        return self.text[self.words[at].start].isupper()

    def is_end(self, at: int, bare: bool = False) -> bool:
        """Whether a name may end before this place. A bare name ('Thanh tra') needs a plain separator."""
        if at >= len(self.words) or self.words[at].gap in (HARD, COMMA, ASIDE, STROKE):
            return True
        if self.words[at].key == "va":
            shares_level = bare and self.words[at + 1 : at + 2] and self.words[at + 1].key in _RULERS
            return not shares_level and (self.starts(at + 1) or self._continues_list(at + 1))
        if bare:
            return False
        return (self.words[at].gap in (LINE, DASH) and self.starts(at)) or self.is_deed(at)

    def is_deed(self, at: int) -> bool:
        """Whether the words say what the unit does: 'Sở Công Thương hướng dẫn'."""
        if at >= len(self.words) or self.words[at].gap not in (NONE, LINE):
            return False
        return bool(_DOES.match(self.plain, self.words[at].start))

    def name_end(self, at: int) -> int:
        """Where an unknown name ends: it is kept whole, even over commas, unless something known follows."""
        place = at + 1
        while place < len(self.words) and not self._name_stops(place):
            place += 1
        return place

    def deed_end(self, at: int) -> int:
        """Where the words about what a unit does end: 'theo dõi, đôn đốc'."""
        place = at + 1
        while place < len(self.words) and not self._deed_stops(place):
            place += 1
        return place

    def after_titles(self, at: int) -> int:
        """The place after 'Giám đốc', 'Trưởng (ban)', 'CT các PCT', or `at`."""
        place = at
        while place < len(self.words) and (end := self._after_title(place, inside=place > at)) > place:
            place = end
        return place

    def foreign_province(self, start: int, end: int) -> str | None:
        """The code of a province other than home that these words name."""
        for place in range(start, end):
            code = self.index.province_at(self.words, place)[1]
            if code is not None and code != self.index.home:
                return code
        return None

    def colon_before(self, at: int) -> bool:
        return 0 < at < len(self.words) and ":" in self.text[self.words[at - 1].end : self.words[at].start]

    def learn_head(self, at: int, end: int) -> None:
        """'Sở Y tế, Nội vụ' writes its head once; 'UBND huyện Đức Trọng, Lâm Hà' too."""
        if self.labelled:
            return
        first, second = self.words[at].key, self.words[at + 1].key if at + 1 < end else ""
        if first == "ubnd" and second in AREA_WORDS:
            self.heads = ("ubnd" + second, "ubnd")
        elif first in AREA_WORDS and "ubnd" in self.heads:
            self.heads = ("ubnd" + first, "ubnd")
        elif first in LISTABLE:
            self.heads = (first,)
        elif not self.is_listed(at):
            self.heads = ()

    def is_listed(self, at: int) -> bool:
        """Whether a name starts here once the head of the list is put before it."""
        return any(self.index.match(self.words, at, prefix=head) for head in self.heads)

    def _is_whole(self, at: int, end: int) -> bool:
        """'các hiệp hội, doanh nghiệp' are two members, not the unit 'Hiệp hội Doanh nghiệp'."""
        has_comma = any(word.gap == COMMA for word in self.words[at + 1 : end])
        if has_comma and groups.members_at(self.words, at, counted=True).end >= end:
            return False
        return self.is_end(self._after_province(end))

    def _after_province(self, at: int) -> int:
        end, _ = self.index.province_at(self.words, at)
        return end + 1 if end < len(self.words) and self.words[end].key in LEVELS else end

    def _continues_list(self, at: int) -> bool:
        heads = ("so", "bo", "ubndtp", "ubndhuyen", *self.heads)
        return at < len(self.words) and any(self.index.match(self.words, at, prefix=head) for head in heads)

    def _deed_stops(self, at: int) -> bool:
        word = self.words[at]
        return word.gap in (HARD, ASIDE) or (word.gap in (COMMA, LINE) and self.starts_line(at))

    def _name_stops(self, at: int) -> bool:
        word = self.words[at]
        if word.gap in (HARD, ASIDE) or _CUTS_A_NAME.match(self.plain, word.start):
            return True
        if word.gap == COMMA:
            return self.starts(at) or bool(self.heads) or bool(self.labelled)
        if word.gap in (LINE, STROKE):
            return self.starts_line(at)
        return word.key == "va" and self.starts(at + 1)

    def _after_title(self, at: int, inside: bool) -> int:
        if (end := _TITLES.end_at(self.words, at)) > at:
            return end
        following = self.words[at + 1].key if at + 1 < len(self.words) else ""
        is_short = following in _SHORT_TITLES.get(self.words[at].key, ())
        return at + 1 if is_short or (inside and self.words[at].key in ("cac", "va")) else at


LISTABLE = {"so", "bo", "ban", "hoi", "vp", "cuc"}
