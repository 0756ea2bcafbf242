"""Who stands there: the person of a wristband, for whoever boards people or takes them in."""

from muster.ground.people.ids import SPELLED, PersonId, read
from muster.site.problems import NothingKnown
from muster.site.record.kinds import RECORD
from muster.site.rights import Operator, Right, require_any
from muster.site.site import Site

_LIKE_DIGITS = str.maketrans("OIL", "011")


def bearer(site: Site, by: Operator, text: str) -> PersonId:
    """Return whose wristband or whole id ``text`` is, however it is spaced or capitalised.

    An id is taken at its word: a person may stand at a ramp of whom nothing is known there yet.
    Raises ``NothingKnown`` where no wristband reads so, ``people.*`` where it is no id.
    """
    require_any(by, Right.BOARD, Right.RECEIVE)
    plain = "".join(text.split())
    if len(plain) == SPELLED:
        return PersonId(read(plain.lower()))
    band = plain.upper().translate(_LIKE_DIGITS)
    with site.view() as view:
        for person, record in view.holding(RECORD, band.encode()):
            if band in record.wristbands:
                return PersonId(person)
    raise NothingKnown
