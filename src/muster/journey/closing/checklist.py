"""The closing checklist of a gate, a site and an operation: what is open, and what is behind it.

A pure function of what the site hands over. Every point of the scope is on the list, those that are
done with nothing open, so that two people can go through it aloud.

A point that is open may be waived with a reason and a witness, as the last hour often demands; it
then stays on record how many things were open. One point never is: people who are open.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum

import msgspec

from muster.ground.people.saying import Saying, counted
from muster.journey.closing.state import Item, Print, PrintEnd


class Scope(StrEnum):
    """What is to be closed."""

    GATE = "gate"
    SITE = "site"
    OPERATION = "operation"


class PointCode(StrEnum):
    """One point of the list. Stable: stored with a closing, translated, documented."""

    PEOPLE_OPEN = "people-open"
    PEOPLE_HERE = "people-here"
    PEOPLE_CARED = "people-nobody-answers-for"
    PEOPLE_SHREDDED = "people-shredded-while-open"
    CALLS = "calls-live"
    LIFTS = "lifts-not-reconciled"
    GATES = "gates-not-shut-for-good"
    DATA = "data-bearing-items-readable"
    ITEMS = "items-without-disposal"
    TWICE = "items-disposed-twice"
    UNTOLD = "exposed-people-not-told"
    PRINTS_OUT = "prints-out"
    PRINTS_KEPT = "prints-kept"
    PRINTS_LOST = "prints-lost"
    TABLETS = "tablets-on-shift"
    ARRANGEMENTS = "arrangements-live"


class Scene(msgspec.Struct, frozen=True):
    """What is there to be closed, in plain words of the rooms before.

    ``gates`` are not shut for good, ``lifts`` not reconciled, ``calls`` and ``arrangements`` live,
    ``tablets`` may write and hold keys; each an id. ``open`` people wait or are on the way, of them
    ``here`` at a place of ours; ``cared`` are safe and no agency answers for them; ``shredded``
    were made unreadable while open.
    """

    items: Mapping[bytes, Item] = {}
    prints: Mapping[bytes, Print] = {}
    gates: tuple[bytes, ...] = ()
    lifts: tuple[bytes, ...] = ()
    calls: tuple[bytes, ...] = ()
    arrangements: tuple[bytes, ...] = ()
    tablets: tuple[bytes, ...] = ()
    open: int = 0
    here: int = 0
    cared: int = 0
    shredded: int = 0


class Point(msgspec.Struct, frozen=True):
    """One point: how many things are open, and the ids behind it where they are not people."""

    code: PointCode
    open: int
    ids: tuple[bytes, ...] = ()

    @property
    def done(self) -> bool:
        """Return whether nothing is open."""
        return not self.open

    @property
    def waivable(self) -> bool:
        """Return whether it may be closed over with a reason and a witness."""
        return self.code is not PointCode.PEOPLE_OPEN

    @property
    def sentence(self) -> Saying:
        """Return what is open, in words."""
        return _SENTENCES[self.code](self.open)


_SENTENCES: dict[PointCode, Callable[[int], Saying]] = {
    PointCode.PEOPLE_OPEN: lambda n: counted(
        n,
        "{n} person waits or is on the way, and is not named as left behind",
        "{n} people wait or are on the way, and are not named as left behind",
    ),
    PointCode.PEOPLE_HERE: lambda n: counted(
        n, "{n} person is here and open", "{n} people are here and open"
    ),
    PointCode.PEOPLE_CARED: lambda n: counted(
        n,
        "{n} person is safe, and no agency answers for them",
        "{n} people are safe, and no agency answers for them",
    ),
    PointCode.PEOPLE_SHREDDED: lambda n: counted(
        n,
        "{n} person was shredded while open, and cannot be named",
        "{n} people were shredded while open, and cannot be named",
    ),
    PointCode.CALLS: lambda n: counted(n, "{n} call-forward is live", "{n} call-forwards are live"),
    PointCode.LIFTS: lambda n: counted(
        n, "{n} lift is not reconciled", "{n} lifts are not reconciled"
    ),
    PointCode.GATES: lambda n: counted(
        n, "{n} gate is not shut for good", "{n} gates are not shut for good"
    ),
    PointCode.DATA: lambda n: counted(
        n,
        "{n} item bears people's data and was neither taken nor destroyed",
        "{n} items bear people's data and were neither taken nor destroyed",
    ),
    PointCode.ITEMS: lambda n: counted(
        n, "{n} item has no final disposal", "{n} items have no final disposal"
    ),
    PointCode.TWICE: lambda n: counted(
        n, "{n} item was disposed of twice", "{n} items were disposed of twice"
    ),
    PointCode.UNTOLD: lambda n: counted(
        n,
        "{n} item was seized or abandoned, and the people whose data it bore are not told",
        "{n} items were seized or abandoned, and the people whose data they bore are not told",
    ),
    PointCode.PRINTS_OUT: lambda n: counted(n, "{n} print is out", "{n} prints are out"),
    PointCode.PRINTS_KEPT: lambda n: counted(
        n, "{n} print came back and is not destroyed", "{n} prints came back and are not destroyed"
    ),
    PointCode.PRINTS_LOST: lambda n: counted(n, "{n} print is lost", "{n} prints are lost"),
    PointCode.TABLETS: lambda n: counted(
        n, "{n} tablet holds keys of its shift", "{n} tablets hold keys of their shifts"
    ),
    PointCode.ARRANGEMENTS: lambda n: counted(
        n, "{n} arrangement is live", "{n} arrangements are live"
    ),
}

_EVERYWHERE = (
    PointCode.PEOPLE_HERE,
    PointCode.CALLS,
    PointCode.DATA,
    PointCode.ITEMS,
    PointCode.TWICE,
    PointCode.UNTOLD,
    PointCode.PRINTS_OUT,
    PointCode.PRINTS_KEPT,
    PointCode.PRINTS_LOST,
    PointCode.TABLETS,
)
_SITE = (*_EVERYWHERE, PointCode.LIFTS, PointCode.GATES, PointCode.PEOPLE_CARED)
_OPERATION = (*_SITE, PointCode.PEOPLE_OPEN, PointCode.PEOPLE_SHREDDED, PointCode.ARRANGEMENTS)
POINTS: dict[Scope, tuple[PointCode, ...]] = {
    scope: tuple(code for code in PointCode if code in codes)
    for scope, codes in {
        Scope.GATE: (*_EVERYWHERE, PointCode.GATES),
        Scope.SITE: _SITE,
        Scope.OPERATION: _OPERATION,
    }.items()
}


def checklist(scope: Scope, scene: Scene) -> tuple[Point, ...]:
    """Return every point of ``scope``, in the order in which people go through them."""
    found = {point.code: point for point in _points(scene)}
    return tuple(found[code] for code in POINTS[scope])


def still_open(points: Collection[Point]) -> tuple[Point, ...]:
    """Return the points where something is open."""
    return tuple(point for point in points if point.open)


def _points(scene: Scene) -> Iterator[Point]:
    yield Point(PointCode.PEOPLE_OPEN, scene.open)
    yield Point(PointCode.PEOPLE_HERE, scene.here)
    yield Point(PointCode.PEOPLE_CARED, scene.cared)
    yield Point(PointCode.PEOPLE_SHREDDED, scene.shredded)
    yield _point(PointCode.CALLS, scene.calls)
    yield _point(PointCode.LIFTS, scene.lifts)
    yield _point(PointCode.GATES, scene.gates)
    yield _point(PointCode.ARRANGEMENTS, scene.arrangements)
    yield _point(PointCode.TABLETS, scene.tablets)
    yield from _of_items(scene.items)
    yield from _of_prints(scene.prints)


def _of_items(items: Mapping[bytes, Item]) -> Iterator[Point]:
    asked: dict[PointCode, Callable[[Item], bool]] = {
        PointCode.DATA: lambda item: item.readable,
        PointCode.ITEMS: lambda item: not item.disposals,
        PointCode.TWICE: lambda item: item.contradicted,
        PointCode.UNTOLD: lambda item: item.exposes and item.told is None,
    }
    for code, applies in asked.items():
        yield _point(code, [one for one, item in items.items() if applies(item)])


def _of_prints(prints: Mapping[bytes, Print]) -> Iterator[Point]:
    ends = {
        PointCode.PRINTS_OUT: PrintEnd.OPEN,
        PointCode.PRINTS_KEPT: PrintEnd.RETURNED,
        PointCode.PRINTS_LOST: PrintEnd.LOST,
    }
    for code, end in ends.items():
        yield _point(code, [one for one, sheet in prints.items() if sheet.end is end])


def _point(code: PointCode, ids: Collection[bytes]) -> Point:
    return Point(code, len(ids), tuple(sorted(ids)))
