"""Unit indexes built from fixtures/ as a caller builds them, and the 156 real cells with their readings."""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from pathlib import Path

from coop.shared.text import fold
from tasks.appendix.units import KnownUnit, UnitIndex

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
REAL_CELLS = SHARED / "reference" / "units.tsv"
# what the reading column writes or leaves out at will: it does not change which units are meant
_LOOSE_WORDS = re.compile(r"\b(cac|co|cua|hoat dong|dong|lien quan|tren dia ban)\b")


@functools.lru_cache
def fixture(name):
    with (ROOT / "fixtures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def alive(row, on):
    return (row["valid_from"] or "0") <= on <= (row["valid_until"] or "9")


def texts(name, column):
    found = defaultdict(list)
    for row in fixture(name):
        found[row[column]].append(row["text"])
    return found


@functools.lru_cache
def index(home, on, *partners):
    """Every unit of every province that lives on that day; `home` and `partners` are province codes."""
    codes = {row["key"]: row["code"] for row in fixture("provinces") if alive(row, on)}
    names = {row["key"]: row["name"] for row in fixture("provinces")}
    spellings, aliases = texts("province_aliases", "province_key"), texts("unit_aliases", "unit_key")
    units = [
        KnownUnit(row["key"], row["name"], codes.get(row["province_key"], ""), tuple(aliases[row["key"]]))
        for row in fixture("units")
        if alive(row, on) and (row["province_key"] in codes or not row["province_key"])
    ]
    return UnitIndex.build(
        units,
        home=home,
        partners=partners,
        provinces={code: [names[key], *spellings[key]] for key, code in codes.items()},
        common_aliases=texts("common_aliases", "name"),
    )


def index_for(source):
    """The province and the day of the paper from which a real cell comes."""
    places = {
        "DoPhuoc0805": ("01", "2026-07-14"),
        "00": ("68", "2023-08-30", "79"),
        "KH 157": ("68", "2026-09-01"),
        "vpubndaklak": ("66", "2026-07-01"),
        "quangthoai": ("91", "2026-07-01"),
        "baogialai": ("64", "2023-08-30"),
    }
    for mark, place in places.items():
        if source.startswith(mark) or (mark != "00" and mark in source):
            return index(*place)
    return index("64", "2023-08-30") if not source else index("15", "2026-07-14")


def real_cells():
    """(cell, expected units and groups of the lead part, those of the partner part or None, source)."""
    rows = REAL_CELLS.read_text(encoding="utf-8").splitlines()[1:]
    for row in rows:
        cell, _, reading, _, _, source = row.split("\t")
        if reading.startswith("("):
            continue
        lead, _, partner = reading.partition(" || PHỐI HỢP: ")
        yield cell, _items(lead.removeprefix("CHỦ TRÌ: ")), _items(partner) if partner else None, source


def _items(reading):
    return [item.strip() for item in re.split(r" ; | → ", reading)]


def group_key(name):
    return re.sub(r"[^0-9a-z]", "", _LOOSE_WORDS.sub("", fold(name)))
