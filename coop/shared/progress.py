"""How far long work has come, told by who does it to the page that waits for it.

Through files and not through the database: on SQLite the work itself holds the one right to write. What is
lost here is only the view; the work goes on, or was never done.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event as Flag
from threading import Thread

from django.core.cache import caches
from django.utils.translation import gettext as _

_ANY_WORKER = "any-worker"
_SECONDS_KEPT = 10 * 60  # what no worker comes to is forgotten, and the page offers to begin anew
_SECONDS_BETWEEN_SIGNS = 10
_SECONDS_WITHOUT_SIGN = 60


@dataclass(frozen=True)
class Progress:
    """`problem` is why the work ended without effect, `hint` why it has not begun, in words for a person."""

    done: int = 0
    total: int = 0
    problem: str = ""
    hint: str = ""

    @property
    def percent(self) -> int:
        """0 to 100, rounded down."""
        return 100 * self.done // self.total if self.total else 0


def wait_for_worker(work: str, *, total: int) -> None:
    """The work is asked for, perhaps anew, and nobody is at it yet."""
    forget(work)
    caches["progress"].set(_asked(work), time.time(), _SECONDS_KEPT)
    tell(work, Progress(total=total))


def tell(work: str, progress: Progress) -> None:
    """Kept for ten minutes from now."""
    caches["progress"].set(work, progress, _SECONDS_KEPT)


def told(work: str) -> Progress | None:
    """None: nothing is under way. Of a worker that was killed the problem is that the work broke off; where
    no worker comes, a hint says what to do, and the work waits on.
    """
    progress = caches["progress"].get(work)
    last_sign = caches["progress"].get(_sign(work))
    if progress is None or progress.problem:
        return progress
    if last_sign and time.time() - last_sign > _SECONDS_WITHOUT_SIGN:
        return Progress(problem=_("The work broke off before it was done. Try again."))
    return progress if last_sign or not _waits_in_vain(work) else replace(progress, hint=_no_worker())


def _waits_in_vain(work: str) -> bool:
    """A worker begins at once, or is at other work and gives signs of it."""
    asked, last_sign = (caches["progress"].get(key, 0) for key in (_asked(work), _sign(_ANY_WORKER)))
    return bool(asked) and time.time() - max(asked, last_sign) > _SECONDS_WITHOUT_SIGN


def _no_worker() -> str:
    return _(
        "For more than a minute no worker of the program has been running, so this has not begun. It stays "
        "in the queue and need not be asked for again: tell your administrator to start the worker "
        "(manage.py db_worker)."
    )


def forget(work: str) -> None:
    """It is done, or asked for anew."""
    caches["progress"].delete_many([work, _sign(work), _asked(work)])


@contextmanager
def at_work(work: str) -> Iterator[None]:
    """Somebody lives who does the work, however seldom it can be told how far it is."""
    done = Flag()
    signs = Thread(target=_give_signs, args=(work, done), daemon=True)
    sign_of_life(work)
    signs.start()
    try:
        yield
    finally:
        done.set()
        signs.join()
        caches["progress"].delete(_sign(work))


def sign_of_life(work: str) -> None:
    """Of who is at the work, at this moment."""
    for one in (work, _ANY_WORKER):
        caches["progress"].set(_sign(one), time.time(), _SECONDS_KEPT)


def _give_signs(work: str, done: Flag) -> None:
    while not done.wait(_SECONDS_BETWEEN_SIGNS):
        sign_of_life(work)


def _sign(work: str) -> str:
    return f"{work}-sign-of-life"


def _asked(work: str) -> str:
    return f"{work}-asked-at"
