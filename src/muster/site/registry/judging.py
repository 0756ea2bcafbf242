"""Judging records: one person or two; what was judged; and the books of whoever was judged.

A judgement is undone by a later one. What records hold is never mixed, so nothing is lost by one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from muster.ground.people.ids import OperatorId, PersonId
from muster.ground.people.moment import Instant, Moment
from muster.journey.arrival.state import Guest
from muster.journey.figures.account import Book
from muster.journey.figures.books import Line, Stage, decode_line, entries
from muster.journey.figures.clusters import Edge, clusters
from muster.journey.figures.kept import Kept
from muster.journey.matching import rules
from muster.journey.matching.facts import Judgement, JudgementKept
from muster.journey.matching.problems import RecordUnknown
from muster.journey.matching.state import Judged, Pair
from muster.site.record.journal import Journal
from muster.site.record.kinds import GUEST, JUDGED, KEPT, OPERATOR, PASSENGER, Table
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

Pairing = tuple[PersonId, PersonId, Judgement, int | None]
States = Mapping[bytes, Judged]
Lines = Callable[[Iterable[bytes]], Mapping[bytes, bytes]]
"""Returns the standing lines of those of some people who are in the books."""
State = Callable[[Table, bytes], Any]
"""Returns the state of one subject in a table, or none."""


class JudgedPair(msgspec.Struct, frozen=True):
    """What stands of a pair, by whom: an operator's name, or a rule's. ``score`` in thousandths.

    ``broken``: the two are in a cluster in which a *different* lies, so that it is not used.
    """

    one: PersonId
    other: PersonId
    judgement: Judgement
    by: str
    rule: str
    at: Instant
    reason: str
    score: int | None
    contested: bool
    broken: bool


def judge(
    site: Site,
    by: Operator,
    one: PersonId,
    other: PersonId,
    judgement: Judgement,
    reason: str = "",
) -> None:
    """Put on record whether two records are of one person; a later judgement undoes it.

    Raises ``SameRecord``, or ``RecordUnknown`` where one of the two is nobody's here.
    """
    require(by, Right.CLAIM)
    with site.writing() as journal:
        _judge(site, journal, by, (one, other, judgement, None), reason=reason)


def judge_by_rule(site: Site, by: Operator, rule: str, pairs: Sequence[Pairing]) -> None:
    """Put on record what ``rule``, a name with a version, judged of pairs, with its scores.

    A pair that a person judged stays as that person judged it.
    """
    require(by, Right.CLAIM)
    with site.writing() as journal:
        for pair in pairs:
            _judge(site, journal, by, pair, rule=rule)


def _judge(
    site: Site, journal: Journal, by: Operator, pair: Pairing, *, reason: str = "", rule: str = ""
) -> None:
    one, other = rules.ordered(pair[0], pair[1])
    here = sum(site.rows.books(person)[0] is not None for person in (one, other))
    if here < len((one, other)):
        raise RecordUnknown(found=here)
    known: Judged | None = site.rows.state(JUDGED, one)
    now = site.now()
    judged = rules.judge(
        (one, other), known, pair[2], now, by.id, reason=reason, rule=rule, score=pair[3]
    )
    journal.put([judged])


def judgements(site: Site, by: Operator, person: PersonId | None = None) -> list[JudgedPair]:
    """Return what stands of every pair of records, or of those with ``person``."""
    require(by, Right.SEE_PERSON)
    with site.view() as view:
        states = view.states(JUDGED)
        names = {one: state.name for one, state in view.scan(OPERATOR)}
    broken = {one for all_ in clusters(_edges(states)).broken for one in all_}
    found = [
        _told(PersonId(one), pair, names, broken)
        for one, judged in states.items()
        for pair in judged.pairs
        if person is None or person in (one, pair.other)
    ]
    return sorted(found, key=lambda pair: (pair.at, pair.one, pair.other))


def _told(one: PersonId, pair: Pair, names: Mapping[bytes, str], broken: set[bytes]) -> JudgedPair:
    return JudgedPair(
        one,
        PersonId(pair.other),
        pair.judgement,
        names.get(pair.operator, ""),
        pair.rule,
        pair.at,
        pair.reason,
        pair.score,
        pair.contested,
        one in broken and pair.other in broken and pair.judgement is not Judgement.UNSURE,
    )


def _edges(states: States) -> Iterator[Edge]:
    for one, judged in states.items():
        for pair in judged.pairs:
            yield one, pair.other, pair.judgement


class Books(msgspec.Struct, frozen=True):
    """What a report asks of judgements: edges, contested pairs, and the books of the judged."""

    edges: tuple[Edge, ...] = ()
    contested: tuple[tuple[bytes, bytes], ...] = ()
    judged: dict[bytes, Book] = msgspec.field(default_factory=dict)


def books(states: States, lines: Lines, state: State) -> Books:
    """Return the books of everybody who was judged.

    Whoever was found on arrival and turned out to be somebody with a claim is one with the claim.
    What lifts saw is asked only of those who are one with another.
    """
    edges = list(_edges(states))
    told = _lines(lines, {one for pair in edges for one in pair[:2]})
    for one in [one for one, line in told.items() if line.stage is Stage.MERGED]:
        if (claim := _claim(state, one)) is not None:
            edges.append((one, claim, Judgement.SAME))
            told |= _lines(lines, {claim})
    joined = {one for pair in edges if pair[2] is Judgement.SAME for one in pair[:2]}
    judged = {one: (line, _seen(state, one) if one in joined else ()) for one, line in told.items()}
    return Books(tuple(edges), tuple(_contested(states)), judged)


def _lines(lines: Lines, people: set[bytes]) -> dict[bytes, Line]:
    return {one: decode_line(raw) for one, raw in lines(people).items()}


def _contested(states: States) -> Iterator[tuple[bytes, bytes]]:
    for one, judged in states.items():
        for pair in judged.pairs:
            if pair.contested:
                yield one, pair.other


def _claim(state: State, person: bytes) -> bytes | None:
    guest: Guest | None = state(GUEST, person)
    return None if guest is None else guest.claim


def _seen(state: State, person: bytes) -> tuple[bytes, ...]:
    kept: Kept | None = state(KEPT, person)
    if kept is not None:
        return kept.entries
    return entries(state(PASSENGER, person), state(GUEST, person))


def kept(
    states: States, state: State, person: bytes, tag: tuple[bytes, Moment, OperatorId]
) -> list[JudgementKept]:
    """Return the judgements of ``person``, who is shredded, under the ``tag`` that keeps counts.

    ``tag`` is the random subject, when, and by whom; ``states`` are all judgements here.

    So no figure moves. Whoever this person turned out to be, or others turned out to be this one,
    is kept as the same, where somebody judged them.
    """
    found = {pair.other: pair.judgement for pair in states.get(person, Judged()).pairs}
    for one, judged in states.items():
        if (pair := judged.of(person)) is not None:
            found[one] = pair.judgement
    claim = _claim(state, person)
    if found and claim is not None:
        found[claim] = Judgement.SAME
    known = {
        one for first, judged in states.items() for one in (first, *(p.other for p in judged.pairs))
    }
    found |= {one: Judgement.SAME for one in known if _claim(state, one) == person}
    subject, observed, by = tag
    return [
        JudgementKept(subject, observed, by, other, judgement)
        for other, judgement in sorted(found.items())
    ]
