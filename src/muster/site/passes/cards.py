"""Conflict cards of passes: every second use that was found when the records of posts met.

Both facts stay, the pass is quarantined, nobody is removed. A pass and the one that replaces it are
one admission. Whose a pass is, only a desk that holds ``plan`` can add (``passes.whose``).
"""

import msgspec

from muster.ground.people.ids import PartyId, PassId
from muster.ground.people.moment import Instant
from muster.journey.gate.uses import Scans, Use
from muster.journey.passes import aloud
from muster.journey.passes.claim import SLOT, parts
from muster.journey.passes.signature import KID
from muster.journey.passes.state import Pass
from muster.journey.plan import rules as plan_rules
from muster.journey.plan.state import Calls
from muster.site.record.kinds import BEARER, CALLS, PASS, PLACE, SCANS
from muster.site.rights import Operator, Right, require, require_any
from muster.site.site import Site
from muster.site.together import Known


class Card(msgspec.Struct, frozen=True):
    """A pass that was used more than once: where and when, first use first.

    ``heads`` went in on it, ``souls`` it was for. ``settled`` is when somebody last looked into it;
    ``is_open``: nobody did since, or two did and say differently.
    """

    id: PassId
    code: str
    souls: int
    heads: int
    uses: tuple[tuple[Use, str], ...]
    settled: Instant | None
    is_open: bool


def second_uses(site: Site, by: Operator, *, settled: bool = False) -> list[Card]:
    """Return the cards that are open, latest use first; with ``settled`` also the others."""
    require_any(by, Right.GUARD, Right.ISSUE, Right.COMMAND)
    with site.view() as view:
        names = {one: place.name for one, place in view.scan(PLACE)}
        cards = [
            _card(identity, scans, names)
            for identity, scans in admissions(view).items()
            if scans.quarantined
        ]
    open_ones = [one for one in cards if settled or one.is_open]
    return sorted(open_ones, key=lambda one: (-one.uses[-1][0].at.latest, one.id))


def note_arrivals(site: Site, by: Operator) -> int:
    """Record that parties came whose pass let somebody through; return how many calls that ends.

    ``plan`` learns it from ``gates`` here, at a desk that holds both; a gate cannot.
    """
    require(by, Right.ISSUE)
    with site.writing() as journal:
        rows, now, noted = site.rows, site.now(), 0
        for party, given in rows.scan(BEARER):
            calls: Calls | None = rows.state(CALLS, party)
            for identity, call in given.passes:
                scans: Scans | None = rows.state(SCANS, identity)
                one = calls.known(call) if calls is not None and call is not None else None
                if scans is None or not scans.uses or one is None or one.came is not None:
                    continue
                journal.put([plan_rules.came(PartyId(party), one, now, by.id)])
                noted += 1
    return noted


def admissions(rows: Known) -> dict[PassId, Scans]:
    """Return what is known of each admission, by the first pass of it."""
    found: dict[PassId, Scans] = {}
    for one, scans in rows.scan(SCANS):
        if not scans.uses:
            continue
        first = _first(rows, PassId(one))
        before = found.get(first)
        found[first] = scans if before is None else before.joined(scans)
    return found


def _first(rows: Known, identity: PassId) -> PassId:
    seen = {identity}
    while True:
        found: Pass | None = rows.state(PASS, identity)
        if found is None or found.replaces is None or found.replaces in seen:
            return identity
        identity = found.replaces
        seen.add(identity)


def _card(identity: PassId, scans: Scans, names: dict[bytes, str]) -> Card:
    spelled = aloud.spell(*parts(identity)) if len(identity) == KID + SLOT else ""
    uses = tuple((use, names.get(use.gate, "")) for use in scans.uses)
    said = (scans.souls, scans.inside, uses, scans.settled, scans.is_open)
    return Card(identity, spelled, *said)
