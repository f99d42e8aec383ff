"""The genealogy of agreements as a drawing: from left to right in time, what hangs under a framework lower.

Dates stand above the stops, so two stops are never nearer than a date is wide. No database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from agreements.chain import Station

WIDTH, MARGIN = 720, 56
NEAREST = 96
LANE, TOP = 64, 44


@dataclass(frozen=True)
class Stop:
    station: Station
    x: int
    y: int


@dataclass(frozen=True)
class Link:
    """From an earlier paper to one that carries it on (`renews`), changes it (`amends`) or is made under it
    (`parent`).
    """

    kind: str
    path: str


@dataclass(frozen=True)
class FamilyLine:
    stops: tuple[Stop, ...]
    links: tuple[Link, ...]

    @property
    def width(self) -> int:
        return max([WIDTH, *(stop.x + MARGIN for stop in self.stops)])

    @property
    def height(self) -> int:
        return max(stop.y for stop in self.stops) + 20

    @property
    def has_frameworks(self) -> bool:
        return any(link.kind == "parent" for link in self.links)

    @property
    def has_amendments(self) -> bool:
        return any(link.kind == "amends" for link in self.links)

    @property
    def has_renewals(self) -> bool:
        return any(link.kind == "renews" for link in self.links)


def family_line(stations: Sequence[Station]) -> FamilyLine:
    """Stations in order of signing, as `chain.genealogy` gives them."""
    lanes = _lanes(stations)
    stops = {
        station.pk: Stop(station, x, TOP + LANE * lanes[station.pk])
        for station, x in zip(stations, _places(stations), strict=True)
    }
    links = [
        Link(kind, _path(stops[origin], stops[station.pk], kind))
        for station in stations
        for kind, origin in _origins(station)
        if origin in stops
    ]
    return FamilyLine(tuple(stops.values()), tuple(links))


def _origins(station: Station) -> tuple[tuple[str, int | None], ...]:
    return (("parent", station.parent), ("amends", station.amends), ("renews", station.renews))


def _places(stations: Sequence[Station]) -> list[int]:
    """True to time where there is room, else side by side; a draft has no date and comes last."""
    days = [station.date for station in stations if station.date]
    places: list[int] = []
    for station in stations:
        wanted = _scaled(station.date, days) if station.date else 0
        places.append(max(wanted, places[-1] + NEAREST) if places else max(wanted, MARGIN))
    return places


def _scaled(day: dt.date, days: list[dt.date]) -> int:
    span = (days[-1] - days[0]).days or 1
    return MARGIN + (WIDTH - 2 * MARGIN) * (day - days[0]).days // span


def _lanes(stations: Sequence[Station]) -> dict[int, int]:
    """0 for what stands alone, one lower under a framework; a renewal stays where its forerunner is."""
    by_id = {station.pk: station for station in stations}
    return {pk: _lane(pk, by_id, frozenset()) for pk in by_id}


def _lane(pk: int, by_id: dict[int, Station], seen: frozenset[int]) -> int:
    station = by_id[pk]
    for origin, deeper in ((station.parent, 1), (station.amends, 1), (station.renews, 0)):
        if origin in by_id and origin not in seen:
            return _lane(origin, by_id, seen | {pk}) + deeper
    return 0


def _path(origin: Stop, stop: Stop, kind: str) -> str:
    if kind in ("parent", "amends"):
        return f"M{origin.x} {origin.y}V{stop.y}H{stop.x}"
    return f"M{origin.x} {origin.y}L{stop.x} {stop.y}"
