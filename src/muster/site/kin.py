"""Names that wait for the next of kin: whose name is for the desk alone, until they know.

Two records can be one human being: somebody found on arrival who turned out to be a claim. What
holds of the one record's name holds of the other's.
"""

import msgspec

from muster.journey.arrival.state import Guest
from muster.journey.incident import roll
from muster.site.kinds import DEATH, GUEST
from muster.site.together import Known


class Kin(msgspec.Struct, frozen=True):
    """Whose kin know (``told``), and who is dead while their kin do not (``silent``)."""

    told: frozenset[bytes]
    silent: frozenset[bytes]

    def hides(self, person: bytes, guest: Guest | None) -> bool:
        """Say whether this person's name may be shown at the desk only."""
        claim = guest.claim if guest is not None else None
        return person in self.silent or (claim is not None and claim in self.silent)


def read(rows: Known) -> Kin:
    """Return what is known of all who died, from one short table."""
    told: set[bytes] = set()
    dead: set[bytes] = set()
    for person, death in rows.scan(DEATH):
        if death.kin_told is not None:
            told |= _both(rows, person)
        elif roll.silent(death):
            dead |= _both(rows, person)
    return Kin(frozenset(told), frozenset(dead - told))


def _both(rows: Known, person: bytes) -> set[bytes]:
    guest: Guest | None = rows.state(GUEST, person)
    return {person} if guest is None or guest.claim is None else {person, guest.claim}
