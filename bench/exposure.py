"""Measure the exposure report: 124,000 people, named and sorted, whole and after a turn of keys.

Everything is the real command on a real site: people claim and half of them board in batches. Asked
is whose keys the site itself could open, which are all; then, after every epoch turned and a part
of the people got new keys, whose another site could open that holds the first epochs alone.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import PersonId, PlaceId, SiteId
from muster.ground.people.name import named
from muster.ground.people.place import PlaceRole
from muster.ground.secrecy.slot import TRAINING, Cost
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command, epochs
from muster.site.lift import ramp
from muster.site.opening import Setup, init, join
from muster.site.registry import desk
from muster.site.secrecy.exposed import Report, exposed
from muster.site.site import Site

PHRASE = "plainly synthetic passphrase"
AT_ONCE = 1_000
SIZE = 4
SEATS = 400


def measure(people: int = 124_000) -> dict[str, float]:
    """Return seconds of processor for the whole list, a page of it, and keys of two ages."""
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with init(Path(folder) / "site", PHRASE, setup) as site:
            known = _claimed(site, people)
            _boarded(site, known[: len(known) // 2])
            own = SiteId(site.keys.site)
            whole, report = _timed(lambda: exposed(site, site.lead, own))
            page, _ = _timed(lambda: exposed(site, site.lead, own, 0, 100))
            joining = Setup("Other", "Bench", Cost(8, 1, 1), training=True)
            with join(site, site.lead, Path(folder) / "other", PHRASE, joining) as other:
                theirs = SiteId(other.keys.site)
            epochs.turn(site, site.lead)
            _boarded(site, known[len(known) // 2 :])
            mixed, later = _timed(lambda: exposed(site, site.lead, theirs))
    return {
        "people": report.total,
        "seconds": round(whole, 2),
        "seconds_for_a_page": round(page, 2),
        "seconds_with_keys_of_two_ages": round(mixed, 2),
        "people_then": later.total,
    }


def _claimed(site: Site, people: int) -> list[PersonId]:
    found: list[PersonId] = []
    with site.batch():
        for at in range(0, people // SIZE, AT_ONCE):
            parties = [_party(number) for number in range(at, min(at + AT_ONCE, people // SIZE))]
            claims = desk.claim(site, site.lead, parties)
            found += [one for party in claims for one in party.persons]
    return found


def _party(number: int) -> PartyClaim:
    return PartyClaim(
        tuple(
            PersonClaim(
                named(f"Given{number:05d}{one}", f"Family{number:05d}"),
                documents=(Document(DocumentType.PASSPORT, f"X{number}{one}", Evidence.SEEN),),
            )
            for one in range(SIZE)
        )
    )


def _boarded(site: Site, people: list[PersonId]) -> None:
    places: tuple[PlaceId, PlaceId] = (
        command.name_place(site, site.lead, "Airport", PlaceRole.ORIGIN),
        command.name_place(site, site.lead, "Base", PlaceRole.STAGING),
    )
    with site.batch():
        for at in range(0, len(people), SEATS):
            some = people[at : at + SEATS]
            lift = ramp.offer(
                site, site.lead, name=f"BENCH {at}", craft="C-17",
                origin=places[0], destination=places[1], seats=SEATS,
            )  # fmt: skip
            ramp.manifest(site, site.lead, lift, some)
            ramp.board(site, site.lead, lift, some)


def _timed(act: Callable[[], Report]) -> tuple[float, Report]:
    began = time.process_time()
    found = act()
    return time.process_time() - began, found


if __name__ == "__main__":
    print(measure())
