"""What a row begins with where entries of its subject were shut for good, and what stays of them.

When a gate post destroys the key of an old epoch, the rows that were folded from it go in the same
transaction. What the post needs next stays as a state, and rows are folded on from it: passes whose
window is not over, whoever still waits, gates, lifts and keys, which name nobody. Of the others a
reduced state stays, so that no count changes: the uses of a pass by the day under a random id, the
books of a person without what they were reckoned from (T10).
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

import msgspec

from muster.adapters.store import CarriedRow
from muster.adapters.store import View as Snapshot
from muster.ground.people.access.looks import Looks
from muster.ground.people.moment import DAY, Instant, Moment
from muster.journey.figures.books import Stage, decode_line
from muster.journey.figures.kept import Kept
from muster.journey.gate.outcomes import Form, Look
from muster.journey.gate.uses import Scans, Use
from muster.journey.passes.state import OuterPass, Pass
from muster.site.record.kinds import (
    KEPT,
    LOOKS,
    OUTER,
    PASS,
    PASSENGER,
    ROAD,
    SCANS,
    SHEET,
    TABLES,
    Table,
)
from muster.site.record.remembered import Folded, decode
from muster.site.record.rows import Rows

_encode = msgspec.msgpack.Encoder().encode
_TABLE = {table.name: table for table in TABLES}


class Stays(NamedTuple):
    """What stays of a subject: a ``state`` in ``table``, under ``subject``; none: nothing."""

    table: Table
    subject: bytes
    state: Any


class Question(NamedTuple):
    """A subject of which entries are shut: its row, and whether it holds later ones, too."""

    subject: bytes
    state: Any
    recent: bool
    now: Instant


class Rest(Enum):
    """What stays of a subject where it is no reduced state: all of it, or nothing."""

    WHOLE = "whole"
    NOTHING = "nothing"


Draw = Callable[[], bytes]
"""Draws a random id."""
Rule = Callable[[Rows, Question, Draw], Stays | Rest]


def row(table: Table, subject: bytes, state: Any, last: int) -> CarriedRow:  # noqa: ANN401
    """Return a state as it is kept."""
    return CarriedRow(table.name, subject, _encode(state), last)


def of(snapshot: Snapshot, table: Table, subject: bytes) -> Folded | None:
    """Return what the row of a subject begins with, or none."""
    held = snapshot.carried_get(table.name, subject)
    return None if held is None else Folded(decode(table, held.state), b"", held.last)


def begin(rows: Rows, snapshot: Snapshot) -> None:
    """Let rows that are about to be folded begin with what was carried over."""
    for held in snapshot.carried():
        table = _TABLE.get(held.table)
        if table is not None:
            rows.replace(table, held.subject, Folded(decode(table, held.state), b"", held.last))


def stays(table: Table, rows: Rows, asked: Question, draw: Draw) -> Stays | Rest:
    """Return what stays of a subject in ``table``; tables without a rule name nobody, and stay."""
    rule = _RULES.get(table.name)
    return Rest.WHOLE if asked.recent or rule is None else rule(rows, asked, draw)


def _open(found: Pass | None, now: Instant) -> bool:
    """Say whether a gate must still know a pass: it could be shown, or is one admission of two.

    A pass of which only the end is known here may be any.
    """
    if found is None:
        return False
    again = found.replaces is not None or found.replaced_by is not None
    return found.issued is None or now < found.closes or again


def _whole(*, needed: bool) -> Rest:
    return Rest.WHOLE if needed else Rest.NOTHING


def _pass(_rows: Rows, asked: Question, _draw: Draw) -> Rest:
    return _whole(needed=_open(asked.state, asked.now))


def _outer(rows: Rows, asked: Question, _draw: Draw) -> Rest:
    state: OuterPass = asked.state
    return _whole(needed=_open(rows.state(PASS, state.inner), asked.now))


def _road(rows: Rows, asked: Question, _draw: Draw) -> Rest:
    beside: OuterPass | None = rows.state(OUTER, asked.subject)
    inner = rows.state(PASS, beside.inner) if beside is not None else None
    return _whole(needed=_open(inner, asked.now))


def _scans(rows: Rows, asked: Question, draw: Draw) -> Stays | Rest:
    state: Scans = asked.state
    undone = state.waiting is not None or (state.quarantined and state.settled is None)
    if undone or _open(rows.state(PASS, asked.subject), asked.now):
        return Rest.WHOLE
    counted = _counted(state)
    return Rest.WHOLE if counted == state else Stays(SCANS, draw(), counted)


def _counted(state: Scans) -> Scans:
    """Return what is counted of the verdicts on a pass: by gate and day, and no more."""
    return msgspec.structs.replace(
        state,
        uses=tuple(_of_the_day(use) for use in state.uses),
        form=Form.OTHER,
        last="",
        doubts=(),
        document=Look.NOT_ASKED,
    )


def _of_the_day(use: Use) -> Use:
    day = use.at.latest - use.at.latest % DAY
    return Use(Moment(day, day), use.gate, "", use.heads, Look.NOT_ASKED, use.asked)


def _looks(_rows: Rows, asked: Question, _draw: Draw) -> Rest:
    state: Looks = asked.state
    return _whole(needed=bool(state.unanswered))


def _passenger(rows: Rows, asked: Question, _draw: Draw) -> Stays | Rest:
    line, entries = rows.books(asked.subject)
    if line is None:
        return Rest.NOTHING
    if decode_line(line).stage is Stage.WAITING:
        return Rest.WHOLE
    return Stays(KEPT, asked.subject, Kept(line, entries))


def _sheet(_rows: Rows, _asked: Question, _draw: Draw) -> Rest:
    """A sheet lists people; one that nobody read in within two days is written anew."""
    return Rest.NOTHING


_RULES: dict[str, Rule] = {
    PASS.name: _pass,
    OUTER.name: _outer,
    ROAD.name: _road,
    SCANS.name: _scans,
    LOOKS.name: _looks,
    SHEET.name: _sheet,
    PASSENGER.name: _passenger,
}
