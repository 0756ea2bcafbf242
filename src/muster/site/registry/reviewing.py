"""Pairs that wait for a person: which, for how long, and two records side by side with the reasons.

A pair waits where the rule is unsure, or where people who judged apart contradict each other. Who
says *unsure* has said that nobody can tell from this: it waits no longer, and stays in the figures
as an interval, until somebody wants to look again. A judgement is taken back by one more.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from muster.ground.people.ids import PersonId
from muster.ground.people.moment import Instant
from muster.journey.matching.facts import Judgement
from muster.journey.matching.grounds import Score
from muster.journey.matching.state import Judged, Pair
from muster.site.record.kinds import JUDGED
from muster.site.record.view import View
from muster.site.registry import judging, masks, matching, stories
from muster.site.registry.stories import PersonPage
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

UNDONE: Final = "taken back"
"""The reason of a judgement that takes one back: the pair waits again."""
_LATE: Final = 0.95


class Waiting(msgspec.Struct, frozen=True):
    """A pair that waits, since when, with the rule's score in thousandths; none if contested."""

    one: PersonId
    other: PersonId
    since: Instant
    score: int | None
    contested: bool


class Queue(msgspec.Struct, frozen=True):
    """All pairs that wait: contradictions first, then the likeliest. Ages are milliseconds.

    ``oldest`` and ``p95`` are how long the oldest waits and all but a twentieth; 0 where none does.
    ``unsure`` are those of which somebody said that nobody can tell, the oldest first: they wait no
    longer, and count as an interval until somebody looks again.
    """

    waiting: tuple[Waiting, ...]
    oldest: int
    p95: int
    unsure: tuple[Waiting, ...] = ()

    def after(self, passed: frozenset[bytes] = frozenset()) -> Waiting | None:
        """Return the first pair whose ``token`` was not passed over; any where all were."""
        left = (one for one in self.waiting if token(one.one, one.other) not in passed)
        return next(left, self.waiting[0] if self.waiting else None)


class Reviewed(msgspec.Struct, frozen=True):
    """Two records side by side, what speaks for one person and against, and what stands of them."""

    one: PersonPage
    other: PersonPage
    score: Score | None
    judged: Pair | None


def token(one: bytes, other: bytes) -> bytes:
    """Return what tells a pair from every other, in whatever order it is named."""
    return min(one, other) + max(one, other)


def queue(site: Site, by: Operator) -> Queue:
    """Return the pairs that wait for a person, with their ages, and those nobody could tell."""
    require(by, Right.SEE_PERSON)
    now = site.now().latest
    found, told = list[Waiting](), list[Waiting]()
    with site.view() as view:
        for pair, waiting in _unsure(view):
            (found if waiting else told).append(pair)
    found.sort(key=lambda one: (not one.contested, -(one.score or 0)))
    told.sort(key=lambda one: one.since)
    ages = sorted(max(0, now - one.since) for one in found)
    late = ages[min(len(ages) - 1, int(_LATE * len(ages)))] if ages else 0
    return Queue(tuple(found), ages[-1] if ages else 0, late, tuple(told))


def _unsure(view: View) -> Iterator[tuple[Waiting, bool]]:
    """Yield each pair that is unsure, and whether it waits for a person."""
    for one, judged in view.scan(JUDGED):
        for pair in judged.pairs:
            if pair.judgement is Judgement.UNSURE:
                other = PersonId(pair.other)
                said = Waiting(PersonId(one), other, pair.at, pair.score, pair.contested)
                yield said, waits(pair)


def waits(pair: Pair) -> bool:
    """Return whether a person is to look at the pair."""
    if pair.judgement is not Judgement.UNSURE:
        return False
    return bool(pair.rule) or pair.contested or pair.reason == UNDONE


def review(site: Site, by: Operator, one: PersonId, other: PersonId) -> Reviewed:
    """Return two records side by side; raise ``NothingKnown``. Both openings go on record.

    Numbers, contacts and kin are covered: what both records say alike bears one letter. A pair that
    waits was handed out; any other was chosen, and counts like any record opened.
    """
    require(by, Right.SEE_PERSON)
    with site.view() as view:
        judged: Judged | None = view.state(JUDGED, min(one, other))
    pair = judged.of(max(one, other)) if judged is not None else None
    if pair is not None and waits(pair):
        first, second = stories.handed(site, by, (one, other))
    else:
        first, second = stories.person(site, by, one), stories.person(site, by, other)
    first, second = masks.covered_beside(first, second)
    return Reviewed(first, second, matching.explain(site, by, one, other), pair)


def take_back(site: Site, by: Operator, one: PersonId, other: PersonId) -> None:
    """Let a pair that somebody judged wait again; what was judged stays in the story."""
    judging.judge(site, by, one, other, Judgement.UNSURE, UNDONE)
