"""What one passenger list says: its transports and its travellers, segment by segment.

Expect no more order than is there: segments after NAD belong to that traveller, those after DOC to
that document, those after TDT to that transport.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst.edifact import Segment
from muster.adapters.formats.paxlst.lists import (
    CREW,
    Head,
    Paper,
    Role,
    Stop,
    Transport,
    Traveller,
)
from muster.adapters.formats.problems import TooManyRows

_ROLES: Final = {one.value: one for one in Role}
_REPORTER: Final = "MS"
_NAME: Final = 3  # the element of NAD that holds a party's name
_BIRTH, _EXPIRY, _DEPARTS, _ARRIVES = "329", "36", "189", "232"
_FROM, _TO, _ISSUER = "178", "179", "91"
_CREW_COUNT, _PASSENGER_COUNT = "41", "42"
_DIGITS: Final = 9  # of a count, at most
_MOST: Final = 100  # ports of a transport, or things said of one kind about one traveller
_replace: Final = msgspec.structs.replace


class Message:
    """The passenger list that is open now, and those before it in the file.

    ``expected`` is what the open list says of the number of its travellers, by kind of count.
    """

    def __init__(self, limits: Limits) -> None:
        self.heads: list[Head] = []
        self.transports: list[Transport] = []
        self.travellers: list[Traveller] = []
        self.expected: dict[str, int] = {}
        self._limits = limits
        self._before = 0  # travellers of the lists before
        self._person = self._in_transports = False
        self._takers: dict[str, Callable[[Segment], None]] = {
            "BGM": self._document, "NAD": self._party, "TDT": self._transport, "LOC": self._place,
            "DTM": self._time, "ATT": self._sex, "NAT": self._nationality, "RFF": self._refer,
            "DOC": self._paper, "MEA": self._measure, "FTX": self._tag, "CNT": self._count,
        }  # fmt: skip

    def begin(self, head: Head) -> None:
        """Open the next list."""
        self.heads.append(head)
        self.expected = {}
        self._before = len(self.travellers)
        self._person = self._in_transports = False

    def take(self, segment: Segment) -> None:
        """Take a segment of the open list."""
        if taker := self._takers.get(segment.tag):
            taker(segment)

    def break_off(self) -> None:
        """Note that something of the traveller who is open now cannot be read."""
        if self._person:
            self._say(broken=True)

    def counted(self, kind: str) -> int | None:
        """Return how many travellers the open list has of a kind; none if the kind is unknown."""
        ours = self.travellers[self._before :]
        if kind == _CREW_COUNT:
            return sum(one.role in CREW for one in ours)
        return sum(one.role not in CREW for one in ours) if kind == _PASSENGER_COUNT else None

    def _document(self, segment: Segment) -> None:
        self.heads[-1] = _replace(self.heads[-1], document=segment.text(0))

    def _party(self, segment: Segment) -> None:
        role = _ROLES.get(segment.text(0))
        self._person, self._in_transports = role is not None, False
        surname, *given = (*segment.parts(_NAME), "")
        if role is not None:
            if len(self.travellers) >= self._limits.rows:
                raise TooManyRows(limit=self._limits.rows)
            names = tuple(one for one in given if one)
            self.travellers.append(Traveller(role, surname, names))
        elif segment.text(0) == _REPORTER:
            self.heads[-1] = _replace(self.heads[-1], reporter=surname)

    def _transport(self, segment: Segment) -> None:
        self._person, self._in_transports = False, True
        self.transports.append(Transport(segment.text(1), segment.text(4)))

    def _place(self, segment: Segment) -> None:
        function = segment.text(0)
        place = next(filter(None, segment.parts(1)), "")
        if self._in_transports:
            stops = (*self.transports[-1].stops, Stop(function, place))[:_MOST]
            self.transports[-1] = _replace(self.transports[-1], stops=stops)
        elif self._person:
            self._place_of_person(function, place)

    def _place_of_person(self, function: str, place: str) -> None:
        papers = self.travellers[-1].papers
        if function == _FROM:
            self._say(origin=place)
        elif function == _TO:
            self._say(destination=place)
        elif function == _ISSUER and papers:
            self._say(papers=(*papers[:-1], _replace(papers[-1], state=place)))
        elif place:
            self._say(places=self.travellers[-1].places | {function: place})

    def _time(self, segment: Segment) -> None:
        function, time = segment.text(0), segment.text(0, 1)
        if self._in_transports and function in {_DEPARTS, _ARRIVES}:
            if stops := self.transports[-1].stops:
                timed = _replace(stops[-1], of=function, time=time)
                self.transports[-1] = _replace(self.transports[-1], stops=(*stops[:-1], timed))
        elif self._person and function == _BIRTH:
            self._say(birth=time)
        elif self._person and function == _EXPIRY and (papers := self.travellers[-1].papers):
            self._say(papers=(*papers[:-1], _replace(papers[-1], expires=time)))

    def _sex(self, segment: Segment) -> None:
        if self._person and segment.text(0) == "2":
            self._say(sex=segment.text(2) or segment.text(1))

    def _nationality(self, segment: Segment) -> None:
        if self._person:
            self._say(nationality=segment.text(1))

    def _refer(self, segment: Segment) -> None:
        if self._person and not self.travellers[-1].papers:
            kind, number = segment.text(0), segment.text(0, 1)
            self._say(references=self.travellers[-1].references | {kind: number})

    def _paper(self, segment: Segment) -> None:
        if self._person:
            paper = Paper(segment.text(0), segment.text(1))
            self._say(papers=(*self.travellers[-1].papers, paper))

    def _measure(self, segment: Segment) -> None:
        if not self._person:
            return
        bags = self.travellers[-1].bags
        kind, value = segment.text(0), segment.parts(2)
        if kind == "CT":
            self._say(bags=_replace(bags, count=next(filter(None, value), "")))
        elif kind == "WT":
            unit, weight = (*value, "", "")[:2]
            self._say(bags=_replace(bags, weight=weight, unit=unit))

    def _tag(self, segment: Segment) -> None:
        if self._person and segment.text(0) == "BAG":
            bags = self.travellers[-1].bags
            tags = (*bags.tags, ":".join(segment.parts(3)))
            self._say(bags=_replace(bags, tags=tags[:_MOST]))

    def _count(self, segment: Segment) -> None:
        kind, number = (segment.text(0), segment.text(0, 1) or segment.text(1))
        self.expected[kind] = number_in(number)

    def _say(self, **said: Any) -> None:  # noqa: ANN401 - a field of a traveller
        """Keep what is said of a traveller, unless it is more than anybody can mean."""
        if any(isinstance(one, tuple | dict) and len(one) > _MOST for one in said.values()):
            said = {"broken": True}
        self.travellers[-1] = _replace(self.travellers[-1], **said)


def number_in(text: str) -> int:
    """Return a count, -1 where it is none."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else -1
