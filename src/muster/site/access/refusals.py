"""Who was refused what for want of a right: on record, once an hour for each right (T22, T25).

A refusal is answered like any other; that somebody tried is for whoever watches over it. ``Tally``
is what a door keeps: it listens while a request is answered and writes down what it heard. Of one
operator and right a fact is written at once, and another after an hour at the earliest, with the
number of those between: nobody fills the record by trying.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

import msgspec

from muster.ground.people.access.facts import RightRefused
from muster.ground.people.access.refusals import Refusals
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import HOUR, Instant
from muster.ground.people.state import OperatorState
from muster.ground.problem import Problem
from muster.site.record.kinds import OPERATOR, REFUSALS
from muster.site.rights import Operator, Right, hearing, require
from muster.site.site import Site

APART = HOUR
MOST = 1_000
"""Of so many operators and rights counts are kept between two facts; more are not counted."""


class RefusedRow(msgspec.Struct, frozen=True):
    """One right that somebody was refused: how often, as far as it is on record, and when last."""

    id: OperatorId
    name: str
    right: str
    times: int
    told: Instant


class Tally:
    """Counts what is refused at one door and puts it on record. Safe for any thread."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = Lock()
        self._waiting: dict[tuple[OperatorId, str], int] = {}

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Put on record what is refused inside the block, at its end.

        A store that cannot take it stops nothing: the refusal was given.
        """
        heard: list[tuple[OperatorId, str]] = []
        try:
            with hearing(lambda by, right: heard.append((by.id, right.value))):
                yield
        finally:
            if heard:
                with suppress(Problem):
                    self._put(heard)

    def _put(self, heard: list[tuple[OperatorId, str]]) -> None:
        with self._lock:
            for one in heard:
                if one in self._waiting or len(self._waiting) < MOST:
                    self._waiting[one] = self._waiting.get(one, 0) + 1
            due = [one for one in self._waiting if self._is_due(*one)]
            if not due:
                return
            with self._site.writing() as journal:
                now = self._site.now()
                journal.put(
                    RightRefused(who, now, who, right, self._waiting[who, right])
                    for who, right in due
                )
            for one in due:
                del self._waiting[one]

    def _is_due(self, operator: OperatorId, right: str) -> bool:
        with self._site.view() as view:
            held: Refusals = view.state(REFUSALS, operator) or Refusals()
        told = held.told(right)
        return told is None or self._site.now().latest >= told + APART


def refused(site: Site, by: Operator) -> list[RefusedRow]:
    """Return who was refused what, the latest first."""
    require(by, Right.WATCH)
    rows = []
    with site.view() as view:
        for one, state in view.states(REFUSALS).items():
            known: OperatorState | None = view.state(OPERATOR, one)
            name = known.name if known is not None else ""
            rows += [
                RefusedRow(OperatorId(one), name, each.right, each.times, each.told)
                for each in state.held
            ]
    return sorted(rows, key=lambda row: (-row.told, row.name.casefold(), row.right))
