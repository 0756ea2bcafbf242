"""The book of passes: each as it is shown, found by its code, and to whom it was given.

A pass is signed when it is shown or printed, from its fact and the key that lies here. Which party
got it is in ``plan``: a gate can ask nothing of this.
"""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import CallId, IssuerId, PartyId, PassId, PlaceId
from muster.ground.people.moment import Instant
from muster.journey.passes import aloud, inner, letters, outer, rules, shown
from muster.journey.passes.claim import parts, pass_id
from muster.journey.passes.inner import Sealed
from muster.journey.passes.keys import Key
from muster.journey.passes.outer import Outer
from muster.journey.passes.problems import PassOver, PassUnknown
from muster.journey.passes.shown import Aloud
from muster.journey.passes.state import Issuer, OuterPass, Pass
from muster.site.passes import signers
from muster.site.record.kinds import BEARER, ISSUER, OUTER, PASS, PLACE, SCANS
from muster.site.rights import Operator, Right, require, require_any
from muster.site.site import Site
from muster.site.together import Known


class PassRow(msgspec.Struct, frozen=True):
    """One pass as the desk sees it; ``used`` counts heads that went in, as far as known here."""

    id: PassId
    code: str
    gate: str
    found: Pass
    issuer: str
    live: bool
    used: int
    quarantined: bool
    party: PartyId | None = None


def text(site: Site, by: Operator, identity: PassId) -> str:
    """Return the text of an inner pass, as its code holds it; raise ``PassUnknown``, ``PassOver``.

    Raises ``KeyNotHere`` where the key that signs it lies at another site.
    """
    require(by, Right.ISSUE)
    found, key = _known(site, identity)
    if found.ended is not None:
        raise PassOver
    _, slot = parts(identity)
    said = rules.retelling(found, key, slot)
    secret = signers.secret_of(site, key.public)
    raw = inner.write(said, signers.operation_of(site), secret)
    return inner.PREFIX + letters.spell(raw)


def outer_text(site: Site, by: Operator, identity: PassId) -> str | None:
    """Return the 32 letters of the outer pass issued beside a pass; none where there is none."""
    require(by, Right.ISSUE)
    with site.view() as view:
        found = next(
            ((one, said) for one, said in view.holding(OUTER, identity) if said.inner == identity),
            None,
        )
        known: Pass = rules.known(view.state(PASS, identity))
    if found is None:
        return None
    random, said = found
    day = outer.day_of(known.opens)
    start, length = outer.fitted(known.opens, known.closes)
    number = outer.number_of(known.opens)
    plain = Outer(number, start, length, known.souls, said.lane, random)
    key = outer.day_key(signers.outer_root(site), said.checkpoint, day)
    return outer.write(plain, key, said.checkpoint, day)


def lookup(site: Site, by: Operator, said: str) -> PassId:
    """Return the pass that a text, a read-aloud code or an outer pass leads to.

    Raises ``PassUnknown`` where it leads to none that is known here.
    """
    require_any(by, Right.ISSUE, Right.GUARD)
    with site.view() as view:
        identity = identity_in(view, said)
        if identity is None or (
            view.state(PASS, identity) is None and view.state(SCANS, identity) is None
        ):
            raise PassUnknown
    return identity


def identity_in(rows: Known, said: str) -> PassId | None:
    """Return the pass id in a text, whatever its form; none where it holds none."""
    found = shown.read(said)
    match found:
        case Sealed():
            return pass_id(found.said.kid, found.said.slot)
        case Aloud(short, slot):
            return pass_id(short, slot)
        case Outer():
            beside: OuterPass | None = rows.state(OUTER, found.random)
            return beside.inner if beside is not None else None
        case _:
            return None


def page(site: Site, by: Operator, identity: PassId) -> PassRow:
    """Return one pass with the party it was given to; raise ``PassUnknown``."""
    require(by, Right.ISSUE)
    with site.view() as view:
        found = rules.known(view.state(PASS, identity))
        party, _ = holder(view, identity)
        names = {one: place.name for one, place in view.scan(PLACE)}
        row = _row(view, identity, found, names, _issuers(view), site.now().latest)
    return msgspec.structs.replace(row, party=party)


def listed(
    site: Site,
    by: Operator,
    *,
    gate: PlaceId | None = None,
    live: bool = False,
    issuer: IssuerId | None = None,
) -> list[PassRow]:
    """Return passes by window: all, or those to a gate, of an issuer, or still good."""
    require(by, Right.ISSUE)
    now = site.now().latest
    with site.view() as view:
        names = {one: place.name for one, place in view.scan(PLACE)}
        known = _issuers(view)
        rows = [
            _row(view, PassId(one), found, names, known, now)
            for one, found in view.scan(PASS)
            if found.issued is not None
            and gate in (None, found.gate)
            and (issuer is None or known.get(found.public, (b"", ""))[0] == issuer)
            and (not live or found.live(now))
        ]
    return sorted(rows, key=lambda row: (row.found.opens, row.gate, row.code))


def _known(site: Site, identity: PassId) -> tuple[Pass, Key]:
    with site.view() as view:
        found = rules.known(view.state(PASS, identity))
        for _, state in view.scan(ISSUER):
            key = state.key(found.public)
            if key is not None:
                return found, key
    raise PassUnknown


def _issuers(rows: Known) -> dict[bytes, tuple[bytes, str]]:
    return {key.public: (one, state.name) for one, state in rows.scan(ISSUER) for key in state.keys}


def _row(
    rows: Known,
    identity: PassId,
    found: Pass,
    places: dict[bytes, str],
    known: dict[bytes, tuple[bytes, str]],
    now: Instant,
) -> PassRow:
    scans = rows.state(SCANS, identity)
    issuer: Issuer | None = rows.state(ISSUER, known.get(found.public, (b"", ""))[0])
    _, slot = parts(identity)
    closed = issuer is not None and issuer.closes(found.public, slot, on_record=True)
    return PassRow(
        identity,
        aloud.spell(*parts(identity)),
        places.get(found.gate, ""),
        found,
        known.get(found.public, (b"", ""))[1],
        found.live(now) and not closed,
        scans.inside if scans is not None else 0,
        scans is not None and scans.quarantined,
    )


def whose(site: Site, by: Operator, passes: Iterable[PassId]) -> dict[PassId, PartyId]:
    """Return the party that each pass was given to, as far as ``plan`` says; no gate can ask."""
    require(by, Right.ISSUE)
    wanted = set(passes)
    with site.view() as view:
        return {
            one: PartyId(party)
            for party, given in view.scan(BEARER)
            for one, _ in given.passes
            if one in wanted
        }


def holder(rows: Known, identity: PassId) -> tuple[PartyId | None, CallId | None]:
    """Return the party that a pass was given to, and on which call."""
    for party, given in rows.scan(BEARER):
        for one, call in given.passes:
            if one == identity:
                return PartyId(party), call
    return None, None
