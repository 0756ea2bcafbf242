"""What the verdicts on a pass add up to: who went in on it, and every second use.

The record of a post that was apart may come at any time. First use counts, second use is kept too:
both facts stay, the pass is quarantined, and nobody is removed.
"""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import PlaceId
from muster.ground.people.moment import Instant, Moment
from muster.ground.record.fact import Fact
from muster.journey.gate import outcomes
from muster.journey.gate.outcomes import Doubt, Form, Look

_replace = msgspec.structs.replace
_ASKED = frozenset({Doubt.REST_OF_PARTY, Doubt.USED_WITHOUT_DOCUMENT})


class Use(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Heads that went in on a pass, once; ``asked``: a supervisor knew of the use before."""

    at: Moment
    gate: PlaceId
    post: str
    heads: int
    document: Look = Look.NOT_ASKED
    asked: bool = False


class Chosen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Somebody's word which use of a pass was by whom it was for: the hash of that use's entry.

    It knew of so many uses in all, and was made ``after`` so many of its kind.
    """

    stands: bytes
    known: int
    after: int
    at: Instant


class Scans(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Everything that was decided on one pass.

    ``waiting``: since when it is held, for ``doubts`` and with what was seen of a ``document``,
    until somebody settles that; ``last`` is the reason for which it was turned back last.
    ``settled`` is when somebody last looked into its uses, ``chosen`` what was said of them.
    ``verdicts`` but to let through: gate, kind of fact, first reason, how often.
    """

    uses: tuple[Use, ...] = ()
    souls: int = 0
    holds: int = 0
    refusals: int = 0
    form: Form = Form.OTHER
    last: str = ""
    waiting: Instant | None = None
    doubts: tuple[Doubt, ...] = ()
    document: Look = Look.NOT_ASKED
    settled: Instant | None = None
    verdicts: tuple[tuple[PlaceId, str, str, int], ...] = ()
    chosen: tuple[Chosen, ...] = ()

    @property
    def inside(self) -> int:
        """Return how many heads went in on this pass, by its records."""
        return heads(self.uses)

    @property
    def second_uses(self) -> tuple[Use, ...]:
        """Return every use after the first that no supervisor was asked about."""
        return tuple(use for use in self.uses[1:] if not use.asked)

    @property
    def quarantined(self) -> bool:
        """Return whether this pass was used by somebody it was not meant for."""
        return bool(self.second_uses)

    @property
    def counts(self) -> Chosen | None:
        """Return the word that counts: of those made after most, if they agree; none else."""
        last = max((one.after for one in self.chosen), default=0)
        found = sorted(
            (one for one in self.chosen if one.after == last), key=lambda one: (one.known, one.at)
        )
        return found[-1] if len({one.stands for one in found}) == 1 else None

    @property
    def is_open(self) -> bool:
        """Return whether it was used again and somebody has to look into it, maybe once more.

        Two words that differ, made apart, and a use that nobody knew of open it again.
        """
        if not self.quarantined:
            return False
        if self.chosen:
            return self.counts is None or self.counts.known < len(self.uses)
        return self.settled is None or self.settled < self.uses[-1].at.latest

    def joined(self, other: "Scans") -> "Scans":
        """Return the uses of both as those of one admission, with when either was looked into."""
        uses = sorted((*self.uses, *other.uses), key=_order)
        looked = [at for at in (self.settled, other.settled) if at is not None]
        souls, chosen = max(self.souls, other.souls), _every((*self.chosen, *other.chosen))
        latest = max(looked, default=None)
        return _replace(self, uses=tuple(uses), souls=souls, settled=latest, chosen=chosen)


class Entries(msgspec.Struct, frozen=True, array_like=True):
    """Who went in at a gate without a pass, and how many islands its posts formed at most."""

    walked_in: int = 0
    times: int = 0
    islands: int = 0


def heads(uses: Iterable[Use]) -> int:
    """Return how many heads went in."""
    return sum(use.heads for use in uses)


def fold_scans(state: Scans | None, fact: Fact) -> Scans:
    """Return what is known of a pass after ``fact``."""
    scans = state or Scans()
    match fact:
        case outcomes.LetThrough():
            asked = not _ASKED.isdisjoint(fact.settled)
            said = (fact.gate, fact.post, fact.heads, fact.document, asked)
            uses = sorted((*scans.uses, Use(fact.observed, *said)), key=_order)
            return _replace(scans, uses=tuple(uses), souls=fact.souls, form=fact.form, waiting=None)
        case outcomes.HeadsRecounted():
            return _replace(scans, uses=tuple(_recounted(use, fact) for use in scans.uses))
        case outcomes.Held():
            at = fact.observed.latest
            waits = _replace(scans, waiting=at, doubts=fact.doubts, document=fact.document)
            told = _told(scans, fact.gate, "held", fact.doubts[0].value if fact.doubts else "")
            return _replace(waits, holds=scans.holds + 1, form=fact.form, verdicts=told)
        case outcomes.TurnedBack():
            more = scans.refusals + 1
            told = _told(scans, fact.gate, "turned-back", fact.reason)
            turned = _replace(scans, refusals=more, last=fact.reason, verdicts=told)
            return _replace(turned, form=fact.form, waiting=None)
        case outcomes.SecondUseSettled():
            return _settled(scans, fact)
        case _:
            return scans


class OnTheRoad(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a tablet at a checkpoint said of one outer pass: checkpoint, when, why it was no GO."""

    shown: tuple[tuple[PlaceId, Instant, str], ...] = ()


def fold_road(state: OnTheRoad | None, fact: Fact) -> OnTheRoad:
    """Return what was said of an outer pass after ``fact``."""
    road = state or OnTheRoad()
    match fact:
        case outcomes.ShownAtCheckpoint():
            one = (fact.gate, fact.observed.latest, fact.reason)
            return OnTheRoad(tuple(sorted({*road.shown, one}, key=lambda it: (it[1], *it))))
        case _:
            return road


def fold_entries(state: Entries | None, fact: Fact) -> Entries:
    """Return what came to pass at a gate beside its passes after ``fact``."""
    entries = state or Entries()
    match fact:
        case outcomes.WalkedIn():
            walked, times = entries.walked_in + fact.heads, entries.times + 1
            return _replace(entries, walked_in=walked, times=times)
        case outcomes.IslandsCounted():
            return _replace(entries, islands=max(entries.islands, fact.islands))
        case _:
            return entries


def _told(
    scans: Scans, gate: PlaceId, sign: str, reason: str
) -> tuple[tuple[PlaceId, str, str, int], ...]:
    """Return the verdicts with one more, in an order that does not say which came first."""
    count = {(where, kind, why): times for where, kind, why, times in scans.verdicts}
    count[gate, sign, reason] = count.get((gate, sign, reason), 0) + 1
    return tuple(sorted((*one, times) for one, times in count.items()))


def _recounted(use: Use, fact: outcomes.HeadsRecounted) -> Use:
    """Return the use with the heads of a second count, which may only be fewer."""
    counted = (use.at.latest, use.gate, use.post) == (fact.first, fact.gate, fact.post)
    return _replace(use, heads=max(0, min(use.heads, fact.heads))) if counted else use


def _settled(scans: Scans, fact: outcomes.SecondUseSettled) -> Scans:
    at = fact.observed.latest
    if not fact.stands:
        return _replace(scans, settled=at)
    word = Chosen(fact.stands, 1 + len(fact.against), fact.after, at)
    return _replace(scans, settled=at, chosen=_every((*scans.chosen, word)))


def _every(words: Iterable[Chosen]) -> tuple[Chosen, ...]:
    """Return each word once, in an order that does not say which came first."""
    return tuple(sorted({*words}, key=lambda one: (one.after, one.at, one.stands, one.known)))


def _order(use: Use) -> tuple[Instant, Instant, bytes, str, int]:
    return use.at.latest, use.at.earliest, use.gate, use.post, use.heads
