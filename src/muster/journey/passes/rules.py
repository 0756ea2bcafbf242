"""Decide on issuers and passes: who may issue, whether a pass is issued, what closes one.

What lies in other rooms comes as plain words from the site (``Asked``): whether the party is called
and complete, whether it has a live pass, what the gate can take. A key retires when its slots are
half spent: whoever draws and finds a slot taken many times in a row takes the next key.
"""

from collections.abc import Callable, Iterable

import msgspec

from muster.ground.people.ids import CallId, IssuerId, OperatorId, PartyId, PassId, PlaceId
from muster.ground.people.moment import SECOND, Instant, Moment
from muster.journey.passes import facts
from muster.journey.passes.binding import Binding
from muster.journey.passes.claim import pass_id
from muster.journey.passes.facts import Ending, Withholding
from muster.journey.passes.inner import MOST_NUMBER, MOST_SOULS, SLOTS, Inner
from muster.journey.passes.keys import Key
from muster.journey.passes.problems import (
    IssuerGone,
    IssuerUnknown,
    PassOver,
    PassUnknown,
    QuotaWrong,
    ReasonMissing,
    ScopeWrong,
    SoulsImpossible,
)
from muster.journey.passes.signature import kid
from muster.journey.passes.state import Issuer, Pass

MOST_GATES = MOST_NUMBER + 1
MOST_QUOTA = SLOTS // 2
OVERRIDABLE = frozenset(
    {Withholding.NOT_CALLED, Withholding.INCOMPLETE, Withholding.LIVE, Withholding.OVER_RATE}
)
"""What two people may set aside; the others would make a pass that no gate believes."""


class Scope(msgspec.Struct, frozen=True):
    """What a key may do: to which gates, on which legs, in which days, at most how many a pass."""

    gates: tuple[PlaceId, ...]
    opens: Instant
    closes: Instant
    legs: tuple[int, ...] = (0,)
    most_souls: int = MOST_SOULS


class Asked(msgspec.Struct, frozen=True):
    """A pass that somebody asks for, and what the site knows of its party and gate.

    ``closes`` is not in the window. ``fits`` says whether the gate's rate allows so many more.
    """

    gate: PlaceId
    opens: Instant
    closes: Instant
    souls: int
    leg: int = 0
    called: bool = True
    complete: bool = True
    live: bool = False
    fits: bool = True


class Drawn(msgspec.Struct, frozen=True):
    """What chance and the bearer give: a free slot (none where no quota is left), and a tag."""

    slot: int | None
    binding: Binding
    value: bytes


class Override(msgspec.Struct, frozen=True):
    """Two people set a rule aside: the second one, and why."""

    second: OperatorId
    reason: str


class Issued(msgspec.Struct, frozen=True):
    """A pass to be signed, with its fact; ``overridden`` are the rules that were set aside."""

    id: PassId
    said: Inner
    fact: facts.PassIssued
    overridden: tuple[Withholding, ...] = ()


class Withheld(msgspec.Struct, frozen=True):
    """No pass, for the first reason that applies."""

    reason: Withholding


Question = Callable[[Asked, Key, Drawn], bool]

_WITHHOLDINGS: tuple[tuple[Withholding, Question], ...] = (
    (
        Withholding.OUT_OF_SCOPE,
        lambda asked, key, _: asked.gate not in key.gates or not _in_scope(asked, key),
    ),
    (Withholding.WINDOW_TOO_LONG, lambda asked, key, _: not key.holds(asked.opens, asked.closes)),
    (Withholding.OVER_QUOTA, lambda _, __, drawn: drawn.slot is None),
    (Withholding.NOT_CALLED, lambda asked, *_: not asked.called),
    (Withholding.INCOMPLETE, lambda asked, *_: not asked.complete),
    (Withholding.LIVE, lambda asked, *_: asked.live),
    (Withholding.OVER_RATE, lambda asked, *_: not asked.fits),
)


def appoint(
    issuer: Issuer | None,
    identity: IssuerId,
    name: str,
    public: bytes,
    scope: Scope,
    observed: Moment,
    by: OperatorId,
    *,
    secret: bytes = b"",
    quota: tuple[int, ...] | None = None,
) -> facts.IssuerAppointed:
    """Return the appointment of a key; with a ``quota`` it is a delegate's.

    Raises ``IssuerGone``, ``ScopeWrong``, ``QuotaWrong``.
    """
    if issuer is not None and issuer.dismissed is not None:
        raise IssuerGone
    if (
        not 1 <= len(set(scope.gates)) == len(scope.gates) <= MOST_GATES
        or not scope.legs
        or not all(0 <= leg <= MOST_NUMBER for leg in scope.legs)
        or not scope.opens < scope.closes
        or not 1 <= scope.most_souls <= MOST_SOULS
    ):
        raise ScopeWrong(limit=MOST_GATES, most=MOST_SOULS)
    delegate = quota is not None
    _measure(quota)
    said = (name.strip(), public, scope.gates, scope.legs, scope.opens, scope.closes)
    rest = (scope.most_souls, delegate, secret, quota or ())
    return facts.IssuerAppointed(identity, observed, by, *said, *rest)


def grant(
    issuer: Issuer | None,
    identity: IssuerId,
    public: bytes,
    quota: tuple[int, ...],
    observed: Moment,
    by: OperatorId,
) -> facts.QuotaGranted:
    """Return more quota; raise ``IssuerUnknown``, ``IssuerGone``, ``QuotaWrong``."""
    known = appointed(issuer)
    if known.key(public) is None:
        raise IssuerUnknown
    _measure(quota)
    return facts.QuotaGranted(identity, observed, by, public, quota)


def dismiss(
    issuer: Issuer | None,
    identity: IssuerId,
    reason: str,
    observed: Moment,
    by: OperatorId,
    second: OperatorId,
    *,
    known_stay: bool = False,
) -> facts.IssuerDismissed:
    """Return the dismissal; raise ``IssuerUnknown``, ``IssuerGone``, ``ReasonMissing``."""
    appointed(issuer)
    return facts.IssuerDismissed(identity, observed, by, reasoned(reason), second, known_stay)


def appointed(issuer: Issuer | None) -> Issuer:
    """Return an issuer that may issue; raise ``IssuerUnknown``, ``IssuerGone``."""
    if issuer is None or not issuer.keys:
        raise IssuerUnknown
    if issuer.dismissed is not None:
        raise IssuerGone
    return issuer


def issue(
    asked: Asked,
    key: Key,
    drawn: Drawn,
    observed: Moment,
    by: OperatorId,
    *,
    override: Override | None = None,
    replaces: PassId | None = None,
) -> Issued | Withheld:
    """Return a pass by ``key``, or why there is none; raise ``SoulsImpossible``, ``ReasonMissing``.

    An ``override`` sets aside what two people may; what it set aside is in ``overridden``.
    """
    if not 1 <= asked.souls <= MOST_SOULS:
        raise SoulsImpossible(limit=MOST_SOULS, found=asked.souls)
    aside: list[Withholding] = []
    for reason, applies in _WITHHOLDINGS:
        if applies(asked, key, drawn):
            if override is None or reason not in OVERRIDABLE:
                return Withheld(reason)
            reasoned(override.reason)
            aside.append(reason)
    slot = drawn.slot or 0
    said = Inner(
        kid(key.public),
        slot,
        asked.souls,
        key.gates.index(asked.gate),
        asked.leg,
        asked.opens // SECOND,
        asked.closes // SECOND,
        drawn.binding,
        drawn.value,
    )
    identity = pass_id(said.kid, slot)
    way = (asked.gate, asked.leg, asked.souls, said.opens * SECOND, said.closes * SECOND)
    tie = (drawn.binding, drawn.value, replaces)
    fact = facts.PassIssued(identity, observed, by, key.public, *way, *tie)
    return Issued(identity, said, fact, tuple(aside))


def given(
    party: PartyId, issued: Issued, call: CallId | None, observed: Moment, by: OperatorId
) -> facts.PassGiven:
    """Return that a party was given a pass."""
    return facts.PassGiven(party, observed, by, issued.id, call)


def overridden(
    party: PartyId, issued: Issued, override: Override, observed: Moment, by: OperatorId
) -> facts.WithholdingOverridden:
    """Return that rules were set aside for a pass."""
    said = (issued.id, issued.overridden, reasoned(override.reason), override.second)
    return facts.WithholdingOverridden(party, observed, by, *said)


def revoke(
    found: Pass | None,
    identity: PassId,
    ending: Ending,
    reason: str,
    observed: Moment,
    by: OperatorId,
    *,
    replaced_by: PassId | None = None,
    to: PlaceId | None = None,
) -> facts.PassRevoked:
    """Return that a pass is closed; raise ``PassOver``. One not known here can be closed too."""
    if found is not None and found.ended is not None:
        raise PassOver
    return facts.PassRevoked(identity, observed, by, ending, reason.strip(), replaced_by, to)


def known(found: Pass | None) -> Pass:
    """Return a pass that was issued as far as is known here; raise ``PassUnknown``."""
    if found is None or found.issued is None:
        raise PassUnknown
    return found


def reasoned(reason: str) -> str:
    """Return ``reason`` without blanks around it; raise ``ReasonMissing``."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def retelling(found: Pass, key: Key, slot: int) -> Inner:
    """Return what the pass on record says, to be signed and printed again."""
    return Inner(
        kid(key.public),
        slot,
        found.souls,
        key.gates.index(found.gate),
        found.leg,
        found.opens // SECOND,
        found.closes // SECOND,
        found.binding,
        found.value,
    )


def draw_slot(draws: Iterable[int], taken: Callable[[int], bool]) -> int | None:
    """Return the first of ``draws`` that is not taken; none when all were: the key retires."""
    return next((one for one in draws if not taken(one)), None)


def _in_scope(asked: Asked, key: Key) -> bool:
    return asked.leg in key.legs and key.fits(asked.souls)


def _measure(quota: tuple[int, ...] | None) -> None:
    if quota is not None and not 1 <= len(set(quota)) <= MOST_QUOTA:
        raise QuotaWrong(limit=MOST_QUOTA, found=len(quota))
