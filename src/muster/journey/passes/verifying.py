"""Say whether a text is a pass of ours, in numbered steps; it reads no clock and decides nothing.

1. text · 2. bytes · 3. shape · 4. header · 5. key · 6. signature · 7. scope · 8. list · 9. claim.
Steps 1 to 4 are in ``shown`` and ``inner``. What is not genuine is a STOP; what cannot be judged is
never one, since the keys here may be old: a supervisor decides. Whether a genuine pass lets a party
through, here and now, is the gate's to decide.
"""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from muster.ground.people.moment import SECOND, Instant
from muster.journey.passes import holder, inner, shown
from muster.journey.passes.binding import Binding
from muster.journey.passes.claim import Claim, pass_id
from muster.journey.passes.inner import Sealed
from muster.journey.passes.keys import Key, Keys
from muster.journey.passes.shown import Presented, Shown
from muster.journey.passes.signature import holds
from muster.journey.passes.wrong import Unjudged, Wrong


class Statuses(Protocol):
    """The list of one key, as far as it is known here."""

    @property
    def as_of(self) -> Instant:
        """Return when it was made."""
        ...

    def closed(self, slot: int) -> bool:
        """Say whether the pass of that slot is revoked, or was never in a delegate's quota."""
        ...


Lists = Mapping[bytes, Statuses]
"""Lists by public key."""


class Genuine(msgspec.Struct, frozen=True):
    """A pass of ours."""

    claim: Claim


class NotGenuine(msgspec.Struct, frozen=True):
    """No pass of ours: STOP."""

    reason: Wrong


class CannotJudge(msgspec.Struct, frozen=True):
    """Nothing can be said here; nobody is turned back for it."""

    reason: Unjudged


Answer = Genuine | NotGenuine | CannotJudge


def verify(text: str, keys: Keys, lists: Lists) -> Answer:
    """Return whether ``text`` is a genuine pass.

    An outer pass and a read-aloud code are never genuine by themselves: only their record says.
    """
    return judge(shown.read(text), keys, lists)


def judge(found: Shown, keys: Keys, lists: Lists) -> Answer:
    """Return the same of what was read already (steps 1 to 4)."""
    match found:
        case Sealed():
            return verify_inner(found, keys, lists)
        case Presented():
            return _verify_presented(found, keys, lists)
        case Wrong():
            return NotGenuine(found)
        case Unjudged():
            return CannotJudge(found)
        case _:
            return CannotJudge(Unjudged.RECORD_NEEDED)


def verify_inner(sealed: Sealed, keys: Keys, lists: Lists) -> Answer:
    """Return whether an inner pass is genuine (steps 5 to 9)."""
    said = sealed.said
    # Step 5: candidates by key id. None: the list of keys may be old, so never STOP.
    candidates = keys.candidates(said.kid)
    if not candidates:
        return CannotJudge(Unjudged.KEY_UNKNOWN)
    # Step 6: the signature against each candidate, with the operation's id.
    message = inner.covered(said.kid, sealed.payload, keys.operation)
    for key in candidates:
        if holds(sealed.signature, message, key.public):
            return _scoped(sealed, key, lists)
    return NotGenuine(Wrong.SIGNATURE)


def _scoped(sealed: Sealed, key: Key, lists: Lists) -> Answer:
    said = sealed.said
    # Step 7: the scope of that key: gate, leg, souls; the window within its days and 12 hours.
    if not key.covers(said):
        return NotGenuine(Wrong.SCOPE)
    if not key.holds_of(said):
        return NotGenuine(Wrong.WINDOW)
    # Step 8: the list of that key; a delegate's slots are closed but for a quota, so it is needed.
    known = lists.get(key.public)
    if known is None and key.delegate:
        return CannotJudge(Unjudged.LIST_MISSING)
    # Step 9: what the pass claims, for the gate.
    return Genuine(
        Claim(
            pass_id(said.kid, said.slot),
            said.souls,
            key.gates[said.gate],
            said.leg,
            said.opens * SECOND,
            said.closes * SECOND,
            said.binding,
            said.value,
            revoked=known is not None and known.closed(said.slot),
            listed=None if known is None else known.as_of,
        )
    )


def _verify_presented(presented: Presented, keys: Keys, lists: Lists) -> Answer:
    """Return whether a pass is genuine and shown by whoever holds the key in it."""
    found = holder.read(presented.raw)
    if isinstance(found, Wrong):
        return NotGenuine(found)
    sealed, raw, when, signature = found
    answer = verify_inner(sealed, keys, lists)
    if not isinstance(answer, Genuine):
        return answer
    said = sealed.said
    if said.binding is not Binding.HOLDER or not holder.fresh(
        raw, when, signature, keys.operation, said.value
    ):
        return NotGenuine(Wrong.HOLDER)
    return Genuine(msgspec.structs.replace(answer.claim, presented=when * SECOND))
