"""A passenger list as a carrier says it: transports, travellers, and what is odd about the message.

Every value is as written: dates of six figures, ports as codes, an empty text where nothing stands.
"""

from enum import StrEnum
from typing import Final

import msgspec


class Role(StrEnum):
    """What a traveller is aboard; the values are the standard's."""

    PASSENGER = "FL"
    CREW = "FM"
    CREW_IN_TRANSIT = "DDT"
    PASSENGER_IN_TRANSIT = "DDU"


CREW: Final = frozenset({Role.CREW, Role.CREW_IN_TRANSIT})


class Stop(msgspec.Struct, frozen=True, array_like=True):
    """A port of a transport: what it is (125 last out, 87 first in, 92 other), when, which time.

    ``of`` is 189 for departure, 232 for arrival; ``time`` is YYMMDDhhmm.
    """

    function: str
    place: str
    of: str = ""
    time: str = ""


class Transport(msgspec.Struct, frozen=True, array_like=True):
    """One lift in the words of its carrier, with its ports in the order of the message."""

    number: str
    carrier: str = ""
    stops: tuple[Stop, ...] = ()

    def legs(self) -> tuple[tuple[str, str], ...]:
        """Return where each leg begins and ends."""
        places = [stop.place for stop in self.stops]
        return tuple(zip(places[::2], places[1::2], strict=False))


class Paper(msgspec.Struct, frozen=True, array_like=True):
    """One document: its code, number, last valid day and state, as written."""

    kind: str
    number: str
    expires: str = ""
    state: str = ""


class Bags(msgspec.Struct, frozen=True, array_like=True):
    """Checked bags: how many, how heavy in which unit, their tags."""

    count: str = ""
    weight: str = ""
    unit: str = ""
    tags: tuple[str, ...] = ()


class Traveller(msgspec.Struct, frozen=True, array_like=True):
    """One person on the list.

    ``references`` are by kind (AVF booking, SEA seat), ``places`` by function (174 residence).
    ``broken`` says that something among the traveller's segments could not be read.
    """

    role: Role
    surname: str
    given: tuple[str, ...] = ()
    sex: str = ""
    birth: str = ""
    nationality: str = ""
    origin: str = ""
    destination: str = ""
    papers: tuple[Paper, ...] = ()
    references: dict[str, str] = {}
    places: dict[str, str] = {}
    bags: Bags = Bags()
    broken: bool = False

    @property
    def seat(self) -> str:
        """The seat, without the zeros that some systems put in front."""
        return self.references.get("SEA", "").lstrip("0")


class Odd(StrEnum):
    """What is odd about a message. The value is stable: stored, translated, documented."""

    SEGMENTS = "formats.paxlst-segments"
    TRAVELLERS = "formats.paxlst-travellers"
    MESSAGES = "formats.paxlst-messages"
    REFERENCE = "formats.paxlst-reference"
    CUT = "formats.paxlst-cut"
    AFTER_END = "formats.paxlst-after-end"
    OTHER_MESSAGE = "formats.paxlst-other-message"
    NAMELESS = "formats.paxlst-nameless"
    BROKEN = "formats.paxlst-broken"


SAID: Final = {
    Odd.SEGMENTS: "The message says that it has {expected} segments and has {found}.",
    Odd.TRAVELLERS: "The message says that it has {expected} travellers and has {found}.",
    Odd.MESSAGES: "The file says that it holds {expected} messages or groups and holds {found}.",
    Odd.REFERENCE: "The reference at the end of a message or group is not that at its beginning.",
    Odd.CUT: "The file ends before its message does: travellers may be missing.",
    Odd.AFTER_END: "{found} characters follow the end of the file's messages and were not read.",
    Odd.OTHER_MESSAGE: "{found} messages are no passenger lists and were not read.",
    Odd.NAMELESS: "{found} travellers have no name.",
    Odd.BROKEN: "{found} segments begin with no tag and were not read.",
}


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """Something odd about a message: counts only, -1 where what is said is no number."""

    code: Odd
    expected: int = 0
    found: int = 0

    def text(self) -> str:
        """Return the notice as a sentence."""
        said = SAID[self.code]
        return said.format(expected="?" if self.expected < 0 else self.expected, found=self.found)


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What a message says of itself: version, who sends it to whom, and who reports."""

    version: str
    reference: str = ""
    document: str = ""
    sender: str = ""
    recipient: str = ""
    prepared: str = ""
    reporter: str = ""


class PassengerLists(msgspec.Struct, frozen=True, tag="paxlst", array_like=True):
    """All passenger lists in a file, as one: travellers in the order of the file."""

    heads: tuple[Head, ...]
    transports: tuple[Transport, ...] = ()
    travellers: tuple[Traveller, ...] = ()
    notices: tuple[Notice, ...] = ()
    sha256: bytes = b""

    @property
    def format(self) -> str:
        """The name of the format and its version."""
        return f"paxlst {self.heads[0].version}" if self.heads else "paxlst"

    @property
    def crew(self) -> int:
        """How many of the travellers are crew."""
        return sum(one.role in CREW for one in self.travellers)
