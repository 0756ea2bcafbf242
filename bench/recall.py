"""Measure the recall of R26: a gate closes under 10,000 live calls, to stay and to go elsewhere.

Everything is the real command on a real site: decided, sealed, signed, folded and durable. Beside
the recall stands what it needs first, calling the parties, and after it what a person asks for: the
outbox, one message a party, with how many are not reached.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from muster.ground.people.ids import PartyId, PlaceId
from muster.ground.people.moment import HOUR
from muster.ground.people.name import Name
from muster.ground.people.place import PlaceRole
from muster.ground.secrecy.slot import TRAINING
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command
from muster.site.opening import Setup, init
from muster.site.plan import calls
from muster.site.registry import desk
from muster.site.site import Site

PARTY = PartyClaim((PersonClaim(Name("Example Person")),))
CLAIMS_AT_ONCE = 1_000


def measure(parties: int = 10_000) -> dict[str, float]:
    """Return calls a second, and seconds until every call to a gate is taken back, durable."""
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with init(Path(folder) / "site", "plainly synthetic passphrase", setup) as site:
            called = _claimed(site, parties)
            north, south = _gate(site, "North"), _gate(site, "South")
            now = site.now().latest
            window = (now, now + 12 * HOUR)
            calling = _timed(lambda: calls.call(site, site.lead, called, north, window))
            moving = _timed(lambda: command.shut_gate(site, site.lead, north, "bench", to=south))
            staying = _timed(lambda: command.hold_gate(site, site.lead, south, "bench"))
            asking = _timed(lambda: calls.outbox(site, site.lead))
            told = calls.outbox(site, site.lead)
            left = sum(row.live for row in command.gates(site, site.lead))
    return {
        "parties": parties,
        "calls_per_second": round(parties / calling),
        "seconds_to_recall": round(staying, 2),
        "seconds_to_send_elsewhere": round(moving, 2),
        "seconds_to_list_whom_to_tell": round(asking, 2),
        "messages": len(told.messages),
        "unreached": told.unreached,
        "live_after": left,
    }


def _claimed(site: Site, parties: int) -> list[PartyId]:
    found: list[PartyId] = []
    with site.batch():
        for at in range(0, parties, CLAIMS_AT_ONCE):
            claims = [PARTY] * min(CLAIMS_AT_ONCE, parties - at)
            found += [one.party for one in desk.claim(site, site.lead, claims)]
    return found


def _gate(site: Site, name: str) -> PlaceId:
    place = command.name_place(site, site.lead, name, PlaceRole.GATE)
    command.open_gate(site, site.lead, place, 600)
    return place


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(measure())
