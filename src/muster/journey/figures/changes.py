"""What changed since an earlier report: figures that were said, and are other now, and why.

Two figures are compared where they say the same thing: the same id over the same window, which had
ended when the earlier report was given; of two reports as of the same time, every figure. So a day
that was reported and is other now is a correction; that more people have left since is none. The
facts that may have changed a day are those recorded between the two cuts about its lifts; where
there are none, what was found out about who somebody is. Of a figure that is about all of the
operation it is every fact recorded between the two.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.moment import SECOND, Instant
from muster.ground.record.fact import Fact, kind
from muster.journey.figures.facts import Held, ReportGiven
from muster.journey.figures.figure import Figure, Unit, Vector, Window
from muster.journey.figures.ledger import LiftLedger

MOST_KEPT = 12
MOST_SUBJECTS = 20
WHO = frozenset({"found-settled", "records-judged", "judgement-kept"})
"""Kinds of facts that say who somebody is."""


class Given(msgspec.Struct, frozen=True, array_like=True):
    """A report that was given: when, as of when, from which cut, and what it said."""

    at: Instant
    as_of: Instant
    cut: Vector
    figures: tuple[Held, ...]
    form: str = ""


class GivenReports(msgspec.Struct, frozen=True, array_like=True):
    """The last reports given, the oldest first; all of them are in the record."""

    reports: tuple[Given, ...] = ()


class Cause(msgspec.Struct, frozen=True):
    """Facts of one kind recorded since, when they were observed, and ids of some they are about."""

    kind: str
    number: int
    first: Instant
    last: Instant
    subjects: tuple[bytes, ...]


class Change(msgspec.Struct, frozen=True):
    """A figure as it was said, as it is now, and the facts in between that concern it."""

    before: Held
    now: Figure
    causes: tuple[Cause, ...] = ()


class Changes(msgspec.Struct, frozen=True):
    """Which report an earlier one is held against, and what of it is other now."""

    at: Instant
    as_of: Instant
    changes: tuple[Change, ...] = ()


def given(fact: ReportGiven) -> Given:
    """Return a report that was given, as it is compared with."""
    cut = tuple((log.hex(), sequence, digest.hex()) for log, sequence, digest in fact.cut)
    return Given(fact.observed.latest, fact.as_of, cut, fact.figures, fact.form)


def fold_given(state: GivenReports | None, fact: Fact) -> GivenReports:
    """Return the last reports given after ``fact``."""
    before = state or GivenReports()
    match fact:
        case ReportGiven():
            return GivenReports((*before.reports, given(fact))[-MOST_KEPT:])
        case _:
            return before


def held(figure: Figure) -> Held:
    """Return what is kept of a figure of a report that is given."""
    return Held(figure.id, figure.lo, figure.hi, figure.window)


def corrected(before: Given, figures: Iterable[Figure], as_of: Instant) -> Iterator[Change]:
    """Yield the figures that a report said otherwise, without what changed them."""
    then = {one.id: one for one in before.figures}
    for now in figures:
        one = then.get(now.id)
        if one is None or _seconds(one.window) != _seconds(now.window) or _agree(one, now):
            continue
        ended = now.window is not None and now.window[1] <= before.as_of + 1
        if ended or as_of == before.as_of:
            yield Change(one, now)


def _seconds(window: Window | None) -> Window | None:
    """Return a window as a report spells it: to the second."""
    return None if window is None else (window[0] // SECOND, window[1] // SECOND)


def _agree(one: Held, now: Figure) -> bool:
    per = SECOND if now.unit is Unit.TIME else 1
    return (one.lo // per, one.hi // per) == (now.lo // per, now.hi // per)


def explained(
    changes: Iterable[Change], lifts: Iterable[LiftLedger], facts: Iterable[Observation]
) -> tuple[Change, ...]:
    """Return ``changes`` with the ``facts`` recorded between the two cuts that concern each."""
    known, recorded = list(lifts), list(facts)
    return tuple(
        msgspec.structs.replace(one, causes=tuple(_causes(one.now, known, recorded)))
        for one in changes
    )


def _causes(figure: Figure, lifts: list[LiftLedger], facts: list[Observation]) -> Iterator[Cause]:
    concerning = [fact for fact in facts if _concerns(figure, lifts)(fact)]
    who = [fact for fact in facts if kind(fact) in WHO]
    by_kind: dict[str, list[Observation]] = {}
    for fact in concerning or who:
        by_kind.setdefault(kind(fact), []).append(fact)
    for name, found in sorted(by_kind.items()):
        observed = [fact.observed.latest for fact in found]
        subjects = tuple(dict.fromkeys(fact.subject for fact in found))[:MOST_SUBJECTS]
        yield Cause(name, len(found), min(observed), max(observed), subjects)


def _concerns(figure: Figure, lifts: list[LiftLedger]) -> Callable[[Observation], bool]:
    """Return whether a fact is about a lift of the figure's window, or may have been."""
    if figure.window is None or figure.base is not None:
        return lambda _: True
    begins, ends = figure.window
    left = {one.id for one in lifts if one.left is not None and begins <= one.left < ends}
    moved = ("lift-departed", "lift-arrived")
    return lambda fact: (
        fact.subject in left or getattr(fact, "lift", None) in left or kind(fact) in moved
    )
