"""Hold a report against the count: equal, or which figure differs by what.

A report is the JSON of ``docs/figures.md``. What is said here of it quotes its numbers and the ids
of its figures, and no other word of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from muster.doors.recount import dead, lift, moved, people, scanned, unnamed
from muster.doors.recount.entries import Cut, Entry, Log, Unusable, Why
from muster.doors.recount.figure import Counted, iso
from muster.doors.recount.judged import Judged
from muster.doors.recount.record import Record, read
from muster.doors.recount.voyages import board

SECOND = 1_000
QUARANTINED = "quarantined-entries"
NONE, YES = "none", "given"
REASONS = frozenset(
    {
        lift.FOUND,
        lift.CONFLICT,
        lift.HEADS,
        people.IDENTITY,
        people.UNTRACED,
        people.LATE,
        QUARANTINED,
        people.DOUBLE,
        dead.REPORTS,
        unnamed.ESTIMATE,
    }
)
"""The reasons that are counted here; a figure with another one is not, and that is said."""
Json = Mapping[str, Any]
End = int | str
"""A number, or a time as the report spells it."""


class Asked(NamedTuple):
    """What a report says of itself: as of when (milliseconds, inclusive), from which cut.

    ``beyond`` says from which sequence on entries of a log are quarantined, ``released`` which of
    them, by hash, count all the same. ``listed`` are numbers of its ledgers and lists, as figures
    of which only the ends are told.
    """

    as_of: int
    cut: Cut
    figures: Sequence[Json]
    beyond: Mapping[bytes, int] = {}
    listed: Sequence[tuple[str, int, int]] = ()
    released: frozenset[bytes] = frozenset()


class Difference(NamedTuple):
    """One thing that a figure says otherwise: an end, a reason's part of one, the population."""

    figure: str
    what: str
    said: End
    counted: End


class Verdict(NamedTuple):
    """What came of it. ``unknown`` figures of the report are not counted here, and say so.

    ``compared`` figures and ``listed`` numbers of its lists were held against the count.
    ``left_out`` are figures that the report lacks though it has others of the same kind; ``more``
    are of kinds that it does not have. ``unread`` entries within the cut do not open any more.
    """

    differences: tuple[Difference, ...]
    compared: int
    listed: int
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    more: tuple[str, ...]
    entries: int
    unread: int

    @property
    def equal(self) -> bool:
        """Whether everything that both have agrees, and nothing was left out."""
        return not self.differences and not self.left_out


def asked(report: object) -> Asked:
    """Return what is needed of a report; raise ``Unusable`` where it is none."""
    try:
        return _asked(report)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unusable(Why.UNREADABLE) from None


def _asked(report: Any) -> Asked:  # noqa: ANN401 - whatever was in the file
    when = datetime.fromisoformat(report["as_of"])
    if when.tzinfo is None or report["schema"] != 1:
        raise ValueError
    exact = report.get("as_of_ms")
    ends = int(when.astimezone(UTC).timestamp()) * SECOND + SECOND - 1
    cut = {
        bytes.fromhex(one["log"]): (_whole(one["sequence"]), bytes.fromhex(one["hash"]))
        for one in report["cut"]
    }
    figures = tuple(report["figures"])
    for one in figures:
        _check(one)
    beyond = {
        bytes.fromhex(one["log"]): _whole(one["from"]) for one in report.get("quarantined", ())
    }
    released = frozenset(
        bytes.fromhex(digest)
        for one in report.get("quarantined", ())
        for digest in one.get("released", ())
    )
    as_of = ends if exact is None else _whole(exact)
    return Asked(as_of, cut, figures, beyond, tuple(_listed(report)), released)


def _listed(report: Json) -> Iterator[tuple[str, int, int]]:
    """Yield what the lists of a report say: its ledger, each lift, who is at each place."""
    for name, number in report.get("ledger", {}).items():
        yield f"ledger/{name}", _whole(number), _whole(number)
    for one in report.get("lifts", ()):
        low, high = one["souls"]
        yield f"lift/{one['id']}", _whole(low), _whole(high)
        apart = _whole(one["difference"])
        yield f"lift/{one['id']}/difference", apart, apart
    for place in report.get("places", ()):
        low, high = place["here"]
        yield f"stock/{place['id']}", _whole(low), _whole(high)


def _check(one: Json) -> None:
    """Raise what a figure that is none raises."""
    for end in (one["lo"], one["hi"], one["base"] or "", *(one["window"] or ())):
        if type(end) not in (int, str):
            raise TypeError
    for text in (one["id"], one["unit"], one["population"]):
        if type(text) is not str:
            raise TypeError
    for reason in one["reasons"]:
        _whole(reason["d_lo"]), _whole(reason["d_hi"]), reason["code"].strip()


def _whole(number: object) -> int:
    if type(number) is not int:
        raise TypeError
    return number


def count(
    entries: Iterable[Entry], logs: Sequence[Log], site: bytes, report: Asked
) -> tuple[Record, tuple[Counted, ...]]:
    """Return the record at the report's cut, and every figure that is counted from it."""
    record = Record(site, report.as_of)
    sure = read(record, entries, logs, report.cut, report.beyond, report.released)
    figures = tuple(_figures(record))
    if sure is not None:
        without = {one.id: one for one in _figures(sure)}
        figures = tuple(
            one if _with_all(one) else _widened(without.get(one.id), one) for one in figures
        )
    return record, figures


def _figures(record: Record) -> Iterator[Counted]:
    judged = Judged(record)
    board(record, judged)
    over_lifts, over_people = moved.Moved(record), people.People(record, judged)
    for of_lifts in moved.FIGURES:
        yield from of_lifts(over_lifts)
    yield from scanned.figures(record.gates)
    for of_people in (*people.FIGURES, *unnamed.FIGURES, *dead.FIGURES):
        yield from of_people(over_people)


def _with_all(one: Counted) -> bool:
    """Say whether a list tells this with all entries, quarantined or not."""
    return _kind(one.id) == "ledger" or one.population.startswith("difference.")


def _widened(sure: Counted | None, whole: Counted) -> Counted:
    """Return a figure without what is quarantined, as wide as with and without it."""
    if sure is None:
        sure = whole if whole.time else whole._replace(lo=0, hi=0, reasons={})
    low, high = min(0, whole.lo - sure.lo), max(0, whole.hi - sure.hi)
    reasons = sure.reasons | ({QUARANTINED: (low, high)} if low or high else {})
    return sure._replace(lo=sure.lo + low, hi=sure.hi + high, reasons=reasons)


def recount(entries: Iterable[Entry], logs: Sequence[Log], site: bytes, report: Asked) -> Verdict:
    """Count every figure of ``report`` from ``entries`` and say what differs; raise ``Unusable``.

    ``entries`` come in the order of the record; ``logs`` by number; ``site`` is whose report it is.
    """
    record, figures = count(entries, logs, site, report)
    here = {one.id: one for one in figures}
    said = [one["id"] for one in report.figures]
    differences: list[Difference] = []
    unknown = []
    for one in report.figures:
        counted = here.get(one["id"])
        if counted is None or not _same_kind(one, counted):
            unknown.append(one["id"])
        else:
            differences += _differences(one, counted)
    for identity, *ends in report.listed:
        counted = here.get(identity)
        if counted is None:
            unknown.append(identity)
        else:
            differences += _apart(counted, ends)
    listed = {identity for identity, _, _ in report.listed}
    missing = [
        one.id
        for one in figures
        if one.id not in said and one.id not in listed and not _listable(one)
    ]
    kinds = {_kind(one) for one in said}
    return Verdict(
        tuple(differences),
        sum(one not in unknown for one in said),
        sum(one not in unknown for one in listed),
        tuple(unknown),
        tuple(one for one in missing if _kind(one) in kinds),
        tuple(one for one in missing if _kind(one) not in kinds),
        record.entries,
        record.unread,
    )


def _apart(counted: Counted, ends: Sequence[int]) -> Iterator[Difference]:
    for end, said, ours in zip(("lo", "hi"), ends, (counted.lo, counted.hi), strict=True):
        if said != ours:
            yield Difference(counted.id, end, said, ours)


def _listable(one: Counted) -> bool:
    """Say whether a report may tell this in a list, and needs not tell it at all."""
    return _kind(one.id) in ("lift", "ledger", "stock")


def _kind(identity: str) -> str:
    return identity.partition("/")[0]


def _same_kind(one: Json, counted: Counted) -> bool:
    """Say whether a figure is one that is counted here: its version, and all of its reasons."""
    version = one["population"].rpartition(".v")[2]
    known = all(reason["code"] in REASONS for reason in one["reasons"])
    return bool(known and version == counted.population.rpartition(".v")[2])


def _differences(one: Json, counted: Counted) -> Iterator[Difference]:
    if one["population"] != counted.population:
        yield Difference(counted.id, "population", one["population"], counted.population)
    spell = iso if counted.time else int
    for end, value in (("lo", counted.lo), ("hi", counted.hi)):
        if one[end] != (ours := spell(value)):
            yield Difference(counted.id, end, one[end], ours)
    window = None if counted.window is None else [iso(end) for end in counted.window]
    base = None if counted.base is None else iso(counted.base)
    if one["base"] != base:
        yield Difference(counted.id, "base", one["base"] or NONE, base or NONE)
    if one["window"] != window:
        yield Difference(counted.id, "window", _joined(one["window"]), _joined(window))
    per = SECOND if counted.time else 1
    ours_by = {code: (low // per, high // per) for code, (low, high) in counted.reasons.items()}
    said_by = {reason["code"]: (reason["d_lo"], reason["d_hi"]) for reason in one["reasons"]}
    for code in sorted({*ours_by, *said_by}):
        told, ours_parts = said_by.get(code, (0, 0)), ours_by.get(code, (0, 0))
        if told == ours_parts and (code in said_by) != (code in ours_by):
            given = (YES if code in by else NONE for by in (said_by, ours_by))
            yield Difference(counted.id, code, *given)
        for number, end in enumerate(("d_lo", "d_hi")):
            if told[number] != ours_parts[number]:
                yield Difference(counted.id, f"{code} {end}", told[number], ours_parts[number])


def _joined(window: Sequence[str] | None) -> str:
    return NONE if window is None else " to ".join(map(str, window))
