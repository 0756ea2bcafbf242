"""Names that wait for the next of kin: whose name is for the desk alone, until they know.

Two records can be one human being: somebody found on arrival who turned out to be a claim. What
holds of the one record's name holds of the other's.
"""

import msgspec

from muster.journey.arrival.state import Guest
from muster.site.record.kinds import DEATH, GUEST
from muster.site.together import Known


class Kin(msgspec.Struct, frozen=True):
    """Records of people who are established dead, and of those whose kin were told."""

    dead: frozenset[bytes]
    told: frozenset[bytes]

    def hides(self, person: bytes, guest: Guest | None) -> bool:
        """Say whether this person's name may be shown at the desk only."""
        records = _records(person, guest)
        return not self.dead.isdisjoint(records) and self.told.isdisjoint(records)

    def know(self, person: bytes, guest: Guest | None) -> bool:
        """Say whether the next of kin were told."""
        return not self.told.isdisjoint(_records(person, guest))


def read(rows: Known) -> Kin:
    """Return what is known of all who died, from one short table."""
    dead: set[bytes] = set()
    told: set[bytes] = set()
    for person, death in rows.scan(DEATH):
        records = _records(person, rows.state(GUEST, person))
        if death.established:
            dead.update(records)
        if death.kin_told is not None:
            told.update(records)
    return Kin(frozenset(dead), frozenset(told))


def _records(person: bytes, guest: Guest | None) -> tuple[bytes, ...]:
    return (person,) if guest is None or guest.claim is None else (person, guest.claim)
