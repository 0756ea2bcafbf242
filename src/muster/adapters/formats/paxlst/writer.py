"""Write a passenger list as UN/EDIFACT PAXLST, D.02B or D.05B; every count in it is exact.

One interchange with one message. What a traveller does not say has no segment.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from muster.adapters.formats.paxlst.edifact import Element, Segment, written
from muster.adapters.formats.paxlst.lists import CREW, Head, PassengerLists, Transport, Traveller

VERSIONS: Final = ("D.02B", "D.05B")
PASSENGER_LIST: Final = "745"
CREW_LIST: Final = "250"
_CODE: Final = 5  # characters of a place's code, at most; what is longer is free text
_DATE_AND_MINUTE: Final = "201"


def write(lists: PassengerLists) -> bytes:
    """Return the transports and travellers under the first head; UTF-8, of which UNOA is a part."""
    head = lists.heads[0]
    message = [*_message(head, lists.transports, lists.travellers)]
    body = [*message, _segment("UNT", str(len(message) + 1), head.reference)]
    return written([_begin(head), *body, _segment("UNZ", "1", head.reference)])


def _begin(head: Head) -> Segment:
    prepared = tuple(head.prepared.split())
    syntax = ("UNOA", "4")
    return _segment(
        "UNB", syntax, head.sender, head.recipient, prepared, head.reference, "", "PAXLST"
    )


def _message(
    head: Head, transports: Sequence[Transport], travellers: Sequence[Traveller]
) -> Iterator[Segment]:
    directory, _, release = head.version.partition(".")
    yield _segment("UNH", head.reference, ("PAXLST", directory, release, "UN", "IATA"))
    yield _segment("BGM", head.document or PASSENGER_LIST)
    if head.reporter:
        yield _segment("NAD", "MS", "", "", head.reporter)
    for transport in transports:
        yield from _transport(transport)
    for one in travellers:
        yield from _traveller(one)
    crew = sum(one.role in CREW for one in travellers)
    if crew:
        yield _segment("CNT", ("41", str(crew)))
    if crew < len(travellers) or not crew:
        yield _segment("CNT", ("42", str(len(travellers) - crew)))


def _transport(transport: Transport) -> Iterator[Segment]:
    carrier = ("", "", transport.carrier) if transport.carrier else ()
    yield _segment("TDT", "20", transport.number, *carrier)
    for stop in transport.stops:
        yield _place(stop.function, stop.place)
        if stop.time:
            yield _segment("DTM", (stop.of, stop.time, _DATE_AND_MINUTE))


def _traveller(one: Traveller) -> Iterator[Segment]:
    yield _segment("NAD", one.role.value, "", "", (one.surname, *one.given))
    if one.sex:
        yield _segment("ATT", "2", "", one.sex)
    if one.birth:
        yield _segment("DTM", ("329", one.birth))
    yield from _bags(one)
    for function, place in (("178", one.origin), ("179", one.destination), *one.places.items()):
        if place:
            yield _place(function, place)
    if one.nationality:
        yield _segment("NAT", "2", one.nationality)
    for kind, number in one.references.items():
        yield _segment("RFF", (kind, number))
    for paper in one.papers:
        yield _segment("DOC", paper.kind, paper.number)
        if paper.expires:
            yield _segment("DTM", ("36", paper.expires))
        if paper.state:
            yield _place("91", paper.state)


def _bags(one: Traveller) -> Iterator[Segment]:
    if one.bags.count:
        yield _segment("MEA", "CT", "", one.bags.count)
    if one.bags.weight:
        yield _segment("MEA", "WT", "", (one.bags.unit, one.bags.weight))
    for tag in one.bags.tags:
        yield _segment("FTX", "BAG", "", "", tuple(tag.split(":")))


def _place(function: str, place: str) -> Segment:
    coded = len(place) <= _CODE and place.isalnum()
    return _segment("LOC", function, place if coded else ("", "", "", place))


def _segment(tag: str, *elements: str | Element) -> Segment:
    return Segment(tag, tuple((one,) if isinstance(one, str) else one for one in elements))
