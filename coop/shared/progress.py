"""How far long work has come, told by who does it to the page that waits for it.

Through files and not through the database: on SQLite the work itself holds the one right to write. What is
lost here is only the view; the work goes on, or was never done.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches

_MINUTES_WITHOUT_NEWS = 10


@dataclass(frozen=True)
class Progress:
    """`problem` is why the work ended without effect, in words for a person."""

    done: int = 0
    total: int = 0
    problem: str = ""

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def tell(work: str, progress: Progress) -> None:
    """Work that tells nothing for ten minutes is taken for dead, and the page offers to begin anew."""
    caches["progress"].set(work, progress, _MINUTES_WITHOUT_NEWS * 60)


def told(work: str) -> Progress | None:
    """None: nothing is under way."""
    return caches["progress"].get(work)


def forget(work: str) -> None:
    caches["progress"].delete(work)
