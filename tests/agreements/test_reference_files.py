"""The reference files in fixtures/ keep the rules of domain.md §2 before anything loads them."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections import Counter, defaultdict
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LAST_DAY_OF_63 = dt.date(2025, 6, 30)
FIRST_DAY_OF_34 = dt.date(2025, 7, 1)
SUCCESSION_KINDS = {"merge", "split", "rename", "type_change", "abolish"}
UNIT_KINDS = {
    *("committee", "party", "assembly", "department", "office", "agency", "vertical"),
    *("center", "media", "association", "front", "district", "commune", "ministry"),
}


def read(name):
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return dt.date.fromisoformat(text) if text else None


def life(row):
    return day(row["valid_from"]) or dt.date.min, day(row["valid_until"]) or dt.date.max


def alive(rows, on):
    return [row for row in rows if life(row)[0] <= on <= life(row)[1]]


def by_key(name):
    return {row["key"]: row for row in read(name)}


@pytest.mark.parametrize(
    ("on", "count"), [(LAST_DAY_OF_63, 63), (FIRST_DAY_OF_34, 34), (dt.date(2026, 11, 21), 34)]
)
def test_there_were_63_provinces_and_are_34(on, count):
    assert len(alive(read("provinces"), on)) == count


def test_a_reused_code_means_another_province_on_another_day():
    provinces = read("provinces")
    before, after = (
        {row["code"]: row["name"] for row in alive(provinces, on)} for on in (LAST_DAY_OF_63, FIRST_DAY_OF_34)
    )
    assert (before["15"], after["15"]) == ("Yên Bái", "Lào Cai")
    assert (before["24"], after["24"]) == ("Bắc Giang", "Bắc Ninh")
    assert before["68"] == after["68"] == "Lâm Đồng"


def test_province_types_change_on_their_day():
    provinces = read("provinces")

    def kind(name, on):
        return next(row["kind"] for row in alive(provinces, on) if row["name"] == name)

    assert kind("Thừa Thiên Huế", dt.date(2024, 12, 31)) == "province"
    assert kind("Huế", dt.date(2025, 1, 1)) == "city"
    assert kind("Đồng Nai", dt.date(2026, 4, 29)) == "province"
    assert kind("Đồng Nai", dt.date(2026, 4, 30)) == "city"


@pytest.mark.parametrize("name", ["provinces", "units"])
def test_keys_are_unique_and_files_are_sorted(name):
    keys = [row["key"] for row in read(name)]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("name", "identity"), [("provinces", ("code",)), ("units", ("province_key", "name"))]
)
def test_no_two_lives_of_one_code_or_name_overlap(name, identity):
    lives = defaultdict(list)
    for row in read(name):
        assert life(row)[0] <= life(row)[1], row["key"]
        lives[tuple(row[column] for column in identity)].append(life(row))
    for same in lives.values():
        same.sort()
        assert all(one[1] < other[0] for one, other in itertools.pairwise(same))


def test_every_province_that_ended_has_exactly_one_heir():
    heirs = Counter(row["predecessor"] for row in read("province_successions"))
    ended = {row["key"] for row in read("provinces") if row["valid_until"]}
    assert set(heirs) == ended
    assert set(heirs.values()) == {1}


def test_every_unit_that_ended_has_a_succession_row_even_if_without_heir():
    successions = read("unit_successions")
    ended = {row["key"] for row in read("units") if row["valid_until"]}
    assert {row["predecessor"] for row in successions} == ended
    assert all(row["kind"] == "abolish" for row in successions if not row["successor"])


@pytest.mark.parametrize("of", ["province", "unit"])
def test_a_succession_takes_effect_the_day_after_one_ends_and_while_the_other_lives(of):
    rows = by_key(f"{of}s")
    for succession in read(f"{of}_successions"):
        on = day(succession["effective_on"])
        assert succession["kind"] in SUCCESSION_KINDS
        assert succession["confirmed"] in {"true", "false"}
        assert life(rows[succession["predecessor"]])[1] == on - dt.timedelta(days=1)
        if succession["successor"]:
            first, last = life(rows[succession["successor"]])
            assert first <= on <= last, succession


@pytest.mark.parametrize("of", ["province", "unit"])
def test_nobody_succeeds_itself_by_a_detour(of):
    heirs = defaultdict(list)
    for row in read(f"{of}_successions"):
        heirs[row["predecessor"]].append(row["successor"])

    def walk(key, path):
        assert key not in path, path
        for heir in heirs.get(key, []):
            walk(heir, {*path, key})

    for key in list(heirs):
        walk(key, set())


def test_every_reference_between_files_resolves():
    provinces, units = by_key("provinces"), by_key("units")
    fields = {row["code"] for row in read("fields")}
    names = {row["name"] for row in units.values()}
    assert all(row["province_key"] in provinces for row in read("province_aliases"))
    assert all(row["unit_key"] in units for row in read("unit_aliases"))
    assert all(row["name"] in names for row in read("common_aliases"))
    assert all(row["field_code"] in fields for row in read("field_headings"))
    for unit in units.values():
        assert unit["kind"] in UNIT_KINDS
        assert unit["province_key"] in provinces or unit["kind"] == "ministry"
        assert not unit["parent_key"] or unit["parent_key"] in units


def test_a_unit_lives_inside_the_life_of_its_province():
    provinces = by_key("provinces")
    for unit in read("units"):
        if unit["province_key"]:
            start, end = life(provinces[unit["province_key"]])
            assert start <= life(unit)[0], unit["key"]
            assert life(unit)[1] <= end, unit["key"]


def test_departments_of_lam_dong_merged_twice():
    heirs = {row["predecessor"]: row["successor"] for row in read("unit_successions")}
    old = "68-lam-dong-0--"
    merged = heirs[old + "so-ke-hoach-va-dau-tu"]
    assert merged == old + "so-tai-chinh-20250301"
    assert heirs[merged] == "68-lam-dong-20250701--so-tai-chinh"
    assert heirs["60-binh-thuan-0--so-y-te"] == heirs[old + "so-y-te"] == "68-lam-dong-20250701--so-y-te"
    assert heirs[old + "ubnd-huyen-duc-trong"] == ""


@pytest.mark.parametrize("on", [dt.date(2023, 8, 30), dt.date(2025, 4, 1), dt.date(2026, 11, 21)])
def test_every_living_province_can_sign_through_its_committee_party_and_departments(on):
    kinds = defaultdict(Counter)
    for unit in alive(read("units"), on):
        kinds[unit["province_key"]][unit["kind"]] += 1
    for province in alive(read("provinces"), on):
        found = kinds[province["key"]]
        assert found["committee"] == 1
        assert found["party"] >= 1
        assert found["department"] >= 10
