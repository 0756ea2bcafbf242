"""Decide at a gate whether a party passes (T36).

``decide`` is the whole decision, from what the pass says, what this post sees, and what it knows
while alone. It never raises for a party that may not pass: a verdict is normal life, is recorded,
and carries codes that every language explains. Whether the pass is genuine was answered before, in
``muster.journey.passes``. A post that cannot judge at all does not call this; its screen says so,
and never says stop.

The order is meaning. Refusals come first, and the first that applies is shown. Doubts are asked
of a party that nothing refuses, and all are shown, because a supervisor settles all of them.
A law: more news, of a use, a revocation, a recall or a closure, never opens a gate.
"""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from muster.ground.people.ids import OperatorId, PassId, PlaceId
from muster.ground.people.moment import HOUR, SECOND, Instant, Moment
from muster.journey.gate.outcomes import (
    Doubt,
    Form,
    Held,
    LetThrough,
    Look,
    Refusal,
    TurnedBack,
)
from muster.journey.gate.uses import Use, heads
from muster.journey.passes.binding import Binding
from muster.journey.passes.claim import Claim

GRACE = HOUR
"""How late a party may come: checkpoints delay people."""
STALE_AFTER = 12 * HOUR
FRESH = 60 * SECOND
"""How old a holder's signature may be."""
_TO_DOCUMENT = (Binding.DOCUMENT, Binding.KEYED)


class Ask(StrEnum):
    """When this gate asks for a document: to settle doubts, or always while copies are about."""

    FOR_DOUBTS = "for-doubts"
    ALWAYS = "always"


class Post(msgspec.Struct, frozen=True):
    """Which post decides, and when; ``heard`` is the end of its last exchange with the others."""

    gate: PlaceId
    name: str
    now: Moment
    heard: Instant
    stale_after: Instant = STALE_AFTER
    ask: Ask = Ask.FOR_DOUBTS


class Bearer(msgspec.Struct, frozen=True):
    """Who stands there: ``heads`` counts souls, lap children too (640 counted were 823, 2021)."""

    heads: int
    form: Form = Form.INNER
    document: Look = Look.NOT_ASKED


class News(msgspec.Struct, frozen=True):
    """What this post knows of the pass and the gate beyond what the pass says.

    ``uses`` are those of this pass and of the one it replaces. ``recalled`` is where to go instead,
    with no gate for staying; ``held`` has no reason here. ``elsewhere``: another post of this
    island was asked the same and its entry has not come, so that two never both say GO.
    """

    closed: bool = False
    recalled: tuple[PlaceId | None] | None = None
    revoked: bool = False
    held: bool = False
    elsewhere: bool = False
    uses: tuple[Use, ...] = ()


class Admit(msgspec.Struct, frozen=True):
    """Let these heads through; other posts were not asked since ``heard``."""

    heads: int
    heard: Instant


class Hold(msgspec.Struct, frozen=True):
    """Let the party wait beside the gate until every doubt is settled."""

    doubts: tuple[Doubt, ...]


class Refuse(msgspec.Struct, frozen=True):
    """Turn the party back, for the first refusal that applies.

    ``first`` is the use before, ``when`` the time that the refusal is about, ``to`` where to go.
    """

    reason: Refusal
    first: Use | None = None
    when: Instant | None = None
    to: PlaceId | None = None


Verdict = Admit | Hold | Refuse
Question = Callable[[Claim, Post, Bearer, News], bool]

_REFUSALS: tuple[tuple[Refusal, Question], ...] = (
    (Refusal.GATE_CLOSED, lambda _, __, ___, news: news.closed),
    (Refusal.RECALLED, lambda _, __, ___, news: news.recalled is not None),
    (Refusal.REVOKED, lambda claim, _, __, news: claim.revoked or news.revoked),
    (
        Refusal.ALREADY_USED,
        lambda claim, _, who, news: _full(claim, news) and not _not_its_use(who, news),
    ),
    (Refusal.NOT_YET_CALLED, lambda claim, post, *_: post.now.latest < claim.opens),
    (Refusal.WINDOW_OVER, lambda claim, post, *_: claim.closes + GRACE <= post.now.earliest),
)

_DOUBTS: tuple[tuple[Doubt, Question], ...] = (
    (Doubt.OTHER_GATE, lambda claim, post, *_: claim.gate != post.gate),
    (
        Doubt.MORE_HEADS,
        lambda claim, _, who, news: claim.souls < who.heads + _inside(claim, who, news),
    ),
    (
        Doubt.REST_OF_PARTY,
        lambda claim, _, __, news: bool(news.uses) and not _full(claim, news),
    ),
    (Doubt.LATE, lambda claim, post, *_: claim.closes <= post.now.earliest),
    (Doubt.CLOCK_UNSURE, lambda claim, post, *_: _astride(claim, post.now)),
    (Doubt.NEWS_STALE, lambda _, post, *__: post.now.latest - post.heard > post.stale_after),
    (Doubt.NO_LIST, lambda claim, *_: claim.listed is None),
    (Doubt.DOCUMENT_NOT_SHOWN, lambda claim, post, who, _: _unproven(claim, post, who)),
    (Doubt.DOCUMENT_DIFFERS, lambda _, __, who, ___: who.document is Look.DIFFERS),
    (
        Doubt.USED_WITHOUT_DOCUMENT,
        lambda claim, _, who, news: _full(claim, news) and _not_its_use(who, news),
    ),
    (Doubt.TYPED_CODE, lambda claim, _, who, __: _typed_alone(claim, who)),
    (Doubt.ASKED_ELSEWHERE, lambda _, __, ___, news: news.elsewhere),
    (Doubt.HELD, lambda _, __, ___, news: news.held),
)


def decide(claim: Claim, post: Post, who: Bearer, news: News) -> Verdict:
    """Return the verdict on a genuine ``claim``, shown by ``who`` at ``post``; raise nothing."""
    for reason, applies in _REFUSALS:
        if applies(claim, post, who, news):
            return _refused(reason, claim, news)
    doubts = tuple(doubt for doubt, applies in _DOUBTS if applies(claim, post, who, news))
    return Hold(doubts) if doubts else Admit(who.heads, post.heard)


def unrecorded(form: Form) -> Hold:
    """Return the verdict on an outer pass or a typed code that has no record here: never GO."""
    return Hold((Doubt.TYPED_CODE if form is Form.ALOUD else Doubt.OUTER_ONLY,))


def fact(
    verdict: Verdict, identity: PassId, souls: int, post: Post, who: Bearer, by: OperatorId
) -> LetThrough | Held | TurnedBack:
    """Return what goes on record: every verdict leaves exactly one fact."""
    place = (identity, post.now, by, post.gate, post.name)
    match verdict:
        case Admit(admitted, heard):
            return LetThrough(*place, admitted, souls, who.form, who.document, heard)
        case Hold(doubts):
            return Held(*place, who.heads, who.form, doubts, who.document)
        case Refuse(reason):
            return TurnedBack(*place, who.heads, who.form, reason.value)


def _refused(reason: Refusal, claim: Claim, news: News) -> Refuse:
    match reason:
        case Refusal.RECALLED if news.recalled is not None:
            return Refuse(reason, to=news.recalled[0])
        case Refusal.ALREADY_USED:
            first = news.uses[0]
            return Refuse(reason, first, first.at.latest)
        case Refusal.NOT_YET_CALLED:
            return Refuse(reason, when=claim.opens)
        case Refusal.WINDOW_OVER:
            return Refuse(reason, when=claim.closes)
        case _:
            return Refuse(reason)


def _full(claim: Claim, news: News) -> bool:
    """Say whether as many went in as the pass is for."""
    return bool(news.uses) and heads(news.uses) >= claim.souls


def _not_its_use(who: Bearer, news: News) -> bool:
    """Say whether the document fits and no use saw one: a real holder must not lose to a copy."""
    return who.document is Look.FITS and all(use.document is not Look.FITS for use in news.uses)


def _typed_alone(claim: Claim, who: Bearer) -> bool:
    """Say whether only a code speaks for the party, which can be guessed (decision 0012).

    One in 131 fits somebody's pass where 2,000 of a key are good; a document besides, in a million.
    """
    proven = who.document is Look.FITS and who.heads == claim.souls
    return who.form is Form.ALOUD and not proven


def _inside(claim: Claim, who: Bearer, news: News) -> int:
    """Return how many of the party are inside; none where those inside may be somebody else."""
    return 0 if _full(claim, news) and _not_its_use(who, news) else heads(news.uses)


def _astride(claim: Claim, now: Moment) -> bool:
    """Say whether the clock cannot tell on which side of an edge of the window it is."""
    edges = (claim.opens, claim.closes, claim.closes + GRACE)
    return any(now.earliest < edge <= now.latest for edge in edges)


def _unproven(claim: Claim, post: Post, who: Bearer) -> bool:
    if claim.binding is Binding.HOLDER:
        shown = claim.presented
        return shown is None or not post.now.earliest - FRESH <= shown <= post.now.latest + FRESH
    if who.document is Look.NOT_SHOWN:
        return True
    asked = post.ask is Ask.ALWAYS and claim.binding in _TO_DOCUMENT
    return asked and who.document is Look.NOT_ASKED
