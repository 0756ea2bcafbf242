"""Ids: sixteen random bytes, never derived from a name, a document or a counter (R31).

An id is spelled for people in 26 letters and digits of Crockford's base 32, lower case, in which
I, L, O and U do not occur; reading accepts them for 1, 1, 0 as Crockford proposes.
"""

from typing import NewType

from muster.ground.people.problems import IdUnreadable

PersonId = NewType("PersonId", bytes)
PartyId = NewType("PartyId", bytes)
LiftId = NewType("LiftId", bytes)
PlaceId = NewType("PlaceId", bytes)
OperatorId = NewType("OperatorId", bytes)
ListId = NewType("ListId", bytes)
IncidentId = NewType("IncidentId", bytes)
RuleId = NewType("RuleId", bytes)
SiteId = NewType("SiteId", bytes)
OperationId = NewType("OperationId", bytes)
SeriesId = NewType("SeriesId", bytes)
ArrangementId = NewType("ArrangementId", bytes)
ItemId = NewType("ItemId", bytes)
PrintId = NewType("PrintId", bytes)
CallId = NewType("CallId", bytes)
PlanId = NewType("PlanId", bytes)
IssuerId = NewType("IssuerId", bytes)
PassId = NewType("PassId", bytes)
DeviceId = NewType("DeviceId", bytes)
CanaryId = NewType("CanaryId", bytes)
RecipientId = NewType("RecipientId", bytes)
ExportId = NewType("ExportId", bytes)

LENGTH = 16
SPELLED = 26
SHORTEST_PREFIX = 6

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUE = {letter: value for value, letter in enumerate(_LETTERS)} | {"i": 1, "l": 1, "o": 0}


def spell(identity: bytes) -> str:
    """Return the 26 letters that stand for ``identity`` (16 bytes)."""
    number = int.from_bytes(identity, "big")
    return "".join(_LETTERS[number >> shift & 31] for shift in range(125, -1, -5))


def read(text: str) -> bytes:
    """Return the 16 bytes that ``text`` stands for; raise ``IdUnreadable`` when it is no id."""
    number = _number(text)
    if len(text.strip()) != SPELLED or number >> (8 * LENGTH):
        raise IdUnreadable(expected=SPELLED, found=len(text.strip()))
    return number.to_bytes(LENGTH, "big")


def read_prefix(text: str) -> tuple[bytes, bytes]:
    """Return the first and last id that begin with ``text`` (6 to 26 letters), both inclusive."""
    text = text.strip()
    if not SHORTEST_PREFIX <= len(text) <= SPELLED:
        raise IdUnreadable(expected=SPELLED, found=len(text))
    missing = 5 * (SPELLED - len(text))
    low = _number(text) << missing
    high = low | ((1 << missing) - 1)
    if low >> (8 * LENGTH):
        raise IdUnreadable(expected=SPELLED, found=len(text))
    return low.to_bytes(LENGTH, "big"), high.to_bytes(LENGTH, "big")


def _number(text: str) -> int:
    number = 0
    for letter in text.strip().lower():
        value = _VALUE.get(letter)
        if value is None:
            raise IdUnreadable(expected=SPELLED, found=len(text.strip()))
        number = number << 5 | value
    return number
