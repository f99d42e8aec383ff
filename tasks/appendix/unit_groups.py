"""Groups of units in a cell: 'các sở, ban, ngành', 'UBND các huyện, thành phố'. No Django.

A group keeps canonical wording (reference/units.tsv, column reading) and is never split into units.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from coop.shared.text import clean
from tasks.appendix.unit_words import ASIDE, COMMA, DASH, HARD, LINE, NONE, STROKE, Phrases, Word, plain

# folded members → canonical wording
_OFFICES = {
    "so": "sở",
    "ban": "ban",
    "nganh": "ngành",
    "hoi": "hội",
    "phong": "phòng",
    "bo": "bộ",
    "doan the": "đoàn thể",
    "hoi doan the": "hội đoàn thể",
    "ban dang": "ban Đảng",
}
_OPEN = {
    "co quan": "cơ quan",
    "don vi": "đơn vị",
    "dia phuong": "địa phương",
    "to chuc": "tổ chức",
    "ca nhan": "cá nhân",
}
_AREAS = {
    "tinh": "tỉnh",
    "huyen": "huyện",
    "tx": "thị xã",
    "tp": "thành phố",
    "quan": "quận",
    "xa": "xã",
    "phuong": "phường",
    "thi tran": "thị trấn",
    "dac khu": "đặc khu",
}
_LOOSE = {
    "doanh nghiep": "doanh nghiệp",
    "vien": "viện",
    "vien nc": "viện nghiên cứu",
    "truong": "trường",
    "truong dh": "trường đại học",
    "co so nc": "cơ sở nghiên cứu",
    "thi nghiem": "thí nghiệm",
    "cum nganh": "cụm ngành",
    "hiep hoi": "hiệp hội",
    "htx": "hợp tác xã",
    "benh vien": "bệnh viện",
    "nha dau tu": "nhà đầu tư",
}
_WORDING = {**_OFFICES, **_OPEN, **_AREAS, **_LOOSE}
_MEMBERS = Phrases(*_WORDING)
_AREA_MEMBERS = Phrases(*_AREAS)
_TITLES = Phrases("giam doc", "thu truong", "nguoi dung dau", "chu tich", "lanhdao")
_DEEDS = Phrases("chu tri", "phoi hop", "trien khai", "thuc hien", "huong dan", "tham muu", "theo", "to chuc")
_CONCERNED = Phrases("co lien quan", "lien quan")
QUANTIFIERS = Phrases(
    *("cac", "mot so", "nhung", "tat ca", "tat ca cac", "toan bo", "toan bo cac", "toan the", "toan the cac")
)
THE = Phrases("cac")

_RUN_ON = {"ban", "nganh", "doan the", "phuong"}  # 'sở ban ngành', 'xã phường': no comma needed
# after 'sở', 'viện', 'xã' only these words leave the group general; any other word is a proper name
_PLACE = {"thuoc", "tren", "cua", "trong", "dong", "hai", "2", "02"}
_GENERAL = _PLACE | {"va", "lien", "co", "chuc", "khac", "cap", "truc"}
_HEADS_NEXT = {"ubnd", "cac", "so", "vp", "hdnd", "tt", "bo", "cuc", "dai", "hiep"}


class Members(NamedTuple):
    """The members of a group before word `end`, each as its folded words."""

    end: int
    keys: tuple[str, ...]


def members_at(words: Sequence[Word], at: int, stops: Collection[int] = (), counted: bool = False) -> Members:
    """The run of member words 'sở, ban, ngành' from `at`; it does not run into a known unit (`stops`).

    Offices and areas do not mix: 'các sở, ngành, huyện, thành phố' are two groups.

    `counted`: after 'các' even 'trường cao đẳng' are many, without it 'Trường Cao đẳng' is one school's name.
    """
    keys: list[str] = []
    place = at
    while place < len(words) and (not keys or words[place].gap not in (HARD, ASIDE, DASH)):
        start = _after_joint(words, place) if keys else place
        end = _MEMBERS.end_at(words, start)
        key = " ".join(word.key for word in words[start:end])
        is_joined = not keys or start > place or words[place].gap not in (NONE, LINE) or key in _RUN_ON
        is_alike = not keys or (key in _AREAS) == (keys[0] in _AREAS)
        if (
            end == start
            or start in stops
            or not (is_joined and is_alike)
            or _is_a_name(words, key, end, counted)
        ):
            break
        keys.append(key)
        place = end
    return Members(place, tuple(keys))


def _after_joint(words: Sequence[Word], at: int) -> int:
    """The place after 'và' or 'và các' when the same group goes on there, else `at`."""
    if words[at].key.isdigit():
        return quantifier_end(words, at)
    if words[at].key != "va" or _va_opens_another(words, at):
        return at
    return THE.end_at(words, at + 1)


def _va_opens_another(words: Sequence[Word], va: int) -> bool:
    """'… và địa phương', '… và các cơ quan, đơn vị liên quan' are groups of their own."""
    after = THE.end_at(words, va + 1)
    end = _MEMBERS.end_at(words, after)
    if end == after or words[after].key == "dia":
        return True
    return after > va + 1 and _CONCERNED.end_at(words, end) == end


def _is_a_name(words: Sequence[Word], key: str, end: int, counted: bool) -> bool:
    """'sở' in 'Sở Y tế': a member word that goes on without a comma into something that is not general."""
    if (
        end >= len(words)
        or key in _OPEN
        or key in ("doanh nghiep", "cum nganh")
        or (counted and key in _LOOSE)
    ):
        return False
    following = words[end]
    if following.gap not in (NONE, LINE) or following.key in _GENERAL:
        return False
    if following.gap == LINE and following.key in _HEADS_NEXT:
        return False
    return _MEMBERS.end_at(words, end) == end and _DEEDS.end_at(words, end) == end


def tail_end(words: Sequence[Word], at: int, stops: Callable[[int], bool]) -> int:
    """Where the words that describe a group end: at a separator, or where another unit or group starts."""
    place = at
    while place < len(words) and words[place].gap != HARD:
        if words[place].gap in (COMMA, LINE, ASIDE, STROKE) and stops(place):
            break
        if words[place].key == "va" and stops(place + 1):
            break
        place += 1
    return place


def title_end(words: Sequence[Word], at: int) -> int:
    """The end of 'Giám đốc, Thủ trưởng' or 'Chủ tịch' at `at`, or `at`."""
    place = at
    while (end := _TITLES.end_at(words, place)) > place:
        goes_on = end < len(words) and words[end].key == "va" and _TITLES.end_at(words, end + 1) > end + 1
        place = end + 1 if goes_on else end
    return place


def quantifier_end(words: Sequence[Word], at: int) -> int:
    """The end of 'các', 'một số', 'tất cả các', '10' at `at`, or `at`."""
    end = QUANTIFIERS.end_at(words, at)
    counted = end < len(words) and words[end].key.isdigit() and words[end].gap in (NONE, COMMA)
    return end + 1 if counted and (end > at or _AREA_MEMBERS.end_at(words, end + 1) > end + 1) else end


def is_areas(members: Members) -> bool:
    return bool(members.keys) and members.keys[0] in _AREAS


def is_general(members: Members, counted: bool) -> bool:
    """A group is counted ('các'), is a list, or names what is no unit by itself ('cơ quan liên quan')."""
    if not members.keys:
        return False
    return counted or len(members.keys) > 1 or members.keys[0] in _OPEN or members.keys[0] in _LOOSE


def area_group(members: Members, titled: bool) -> str:
    """'UBND các xã, phường' from its area words, in their written order."""
    head = "Chủ tịch UBND các " if titled else "UBND các "
    return head + ", ".join(_AREAS[key] for key in members.keys)


def office_group(members: Members, tail: Sequence[Word], quantifier: str) -> str:
    """'các sở, ban, ngành liên quan': canonical members, and of the tail only whether they are concerned."""
    names = ", ".join(_WORDING[key] for key in members.keys)
    if any(key in _OFFICES for key in members.keys):
        quantifier = "các"
    return f"{quantifier} {names}{_kept_tail(tail)}".strip()


def is_plain_tail(tail: Sequence[Word]) -> bool:
    """Whether the tail says only 'concerned' or where: then the canonical wording says all."""
    rest = [word.key for word in tail]
    if rest[:1] == ["co"]:
        rest = rest[1:]
    if rest[:2] in (["lien", "quan"], ["chuc", "nang"]):
        rest = rest[2:]
    return not rest or rest[0] in _PLACE


def free_wording(text: str) -> str:
    """A group outside the canonical lists, as written, its first letter small unless it is an acronym."""
    said = clean(text).rstrip(" .,;:-")
    place = plain(said).find("tren dia ban")
    if place > 0:
        said = said[: place + len("trên địa bàn")]
    return said if said[:2].isupper() else said[:1].lower() + said[1:]


def _kept_tail(tail: Sequence[Word]) -> str:
    keys = [word.key for word in tail]
    if "lien" in keys and "quan" in keys:
        return " có liên quan" if keys[:1] == ["co"] else " liên quan"
    return " chức năng" if keys[:2] == ["chuc", "nang"] else ""
