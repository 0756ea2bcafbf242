"""The passenger list of a lift for its carrier, as UN/EDIFACT PAXLST.

It says what a carrier asks for at check-in and no more: name, sex, date of birth where the day is
known, documents that a border takes, and the two ports. No party, contact, category or need. Names
are spelled in A to Z; a spelling that is on record in Latin letters comes before ours. Left out and
counted: people without a name here, and those whose name waits for the next of kin.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from muster.adapters.formats.codes import code_of
from muster.adapters.formats.paxlst.lists import (
    Head,
    Paper,
    PassengerLists,
    Role,
    Stop,
    Transport,
    Traveller,
)
from muster.adapters.formats.paxlst.writer import VERSIONS, write
from muster.adapters.formats.spelling import in_latin, is_latin
from muster.ground.people.birth import Precision
from muster.ground.people.document import Document
from muster.ground.people.ids import LiftId, spell
from muster.ground.people.moment import Instant, calendar
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.journey.arrival.state import Guest, Landed
from muster.journey.lift.problems import LiftUnknown
from muster.journey.lift.state import Lift, Passenger
from muster.journey.registry.state import Record
from muster.site import kin
from muster.site.export.signing import limit
from muster.site.kin import Kin
from muster.site.problems import NumberMissing, PortUnreadable
from muster.site.record.kinds import GUEST, LANDED, LIFT, PASSENGER, PLACE, RECORD
from muster.site.record.view import View
from muster.site.registry import search
from muster.site.site import Site

EDITIONS = VERSIONS
COLUMNS = ("paxlst:name", "paxlst:sex", "paxlst:birth", "paxlst:documents")
_KNOWN_AS = re.compile(r"[A-Z0-9]{2,17}")
_PORT = re.compile(r"[A-Z]{3}")
_LONGEST = 17
_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.OTHER: "X", Sex.UNSTATED: "U"}
_NUMBER = re.compile(r"[^A-Z0-9]")


class Manifest(StrEnum):
    """Which of a lift's manifests."""

    PLANNED = "planned"
    BOARDED = "boarded"


class Asked(msgspec.Struct, frozen=True):
    """Which lift and manifest, and how the carrier knows the lift and its ports.

    An empty ``number`` is the lift's name; an empty port the name of its place, as free text.
    """

    lift: LiftId
    manifest: Manifest = Manifest.PLANNED
    number: str = ""
    origin: str = ""
    destination: str = ""
    recipient: str = ""
    version: str = VERSIONS[0]


class Carried(msgspec.Struct, frozen=True):
    """The list, how many are on it, and how many are not."""

    document: bytes
    people: int
    withheld: int


def passenger_list(site: Site, asked: Asked, *, alone: bool) -> Carried:
    """Return a lift's passenger list; nothing leaves by it.

    Raises:
        ExportNeedsTwo: so many people leave only when two sign.
        LiftUnknown, NumberMissing, PortUnreadable: what was asked for.
    """
    with site.view() as view:
        lift: Lift | None = view.state(LIFT, asked.lift)
        if lift is None or not lift.name:
            raise LiftUnknown
        transport = _transport(view, lift, asked)
        people = [*_people(view, asked)]
    limit(len(people), alone=alone)
    known = [one for one in people if one is not None]
    travellers = tuple(sorted((_at(one, transport) for one in known), key=_order))
    now = site.now().latest
    head = Head(
        asked.version, spell(asked.lift)[:14].upper(), "", _said(site.state.name, 35),
        _said(asked.recipient, 35) or "CARRIER", f"{calendar(now):%y%m%d %H%M}",
        _said(site.state.name, 35),
    )  # fmt: skip
    document = write(PassengerLists((head,), (transport,), travellers))
    return Carried(document, len(travellers), len(people) - len(known))


def _transport(view: View, lift: Lift, asked: Asked) -> Transport:
    number = (asked.number or re.sub(r"[\s-]", "", lift.name)).upper()
    if not _KNOWN_AS.fullmatch(number):
        raise NumberMissing(limit=_LONGEST)
    landed: Landed | None = view.state(LANDED, asked.lift)
    leaves = lift.departed if lift.departed is not None else lift.opens or None
    return Transport(
        number,
        "",
        (
            Stop("125", _port(view, asked.origin, lift.origin), "189", _time(leaves)),
            Stop(
                "87",
                _port(view, asked.destination, lift.destination),
                "232",
                _time(landed.at if landed is not None else None),
            ),
        ),
    )


def _port(view: View, said: str, place: bytes) -> str:
    if said:
        if not _PORT.fullmatch(said.upper()):
            raise PortUnreadable(found=len(said))
        return said.upper()
    state = view.state(PLACE, place)
    return _said(state.name, 70) if state is not None else ""


def _time(when: Instant | None) -> str:
    return "" if when is None else f"{calendar(when):%y%m%d%H%M}"


def _people(view: View, asked: Asked) -> Iterator[Traveller | None]:
    """Yield everybody on the manifest; none for whoever cannot be named on it."""
    waiting = kin.read(view)
    passenger: Passenger
    for one, passenger in view.holding(PASSENGER, asked.lift):
        boarded = any(leg.lift == asked.lift for leg in passenger.legs)
        on_it = boarded if asked.manifest is Manifest.BOARDED else asked.lift in passenger.planned
        if on_it:
            yield _traveller(view, one, waiting)


def _traveller(view: View, identity: bytes, waiting: Kin) -> Traveller | None:
    record: Record | None = view.state(RECORD, identity)
    guest: Guest | None = view.state(GUEST, identity)
    surname, given = _spelled(search.shown_name(record, guest))
    if not surname or waiting.hides(identity, guest):
        return None
    known = record or Record()
    birth = known.birth
    whole = birth is not None and birth.precision is Precision.DAY
    return Traveller(
        Role.PASSENGER,
        surname,
        (given,) if given else (),
        _SEXES[known.sex],
        f"{birth.earliest[2:4]}{birth.earliest[5:7]}{birth.earliest[8:]}"
        if birth is not None and whole
        else "",
        papers=tuple(paper for one in known.documents for paper in _papers(one)),
    )


def _spelled(name: Name) -> tuple[str, str]:
    """Return surname and given name in A to Z; who has one name has a surname only."""
    if name.family and name.given and (is_latin(name.full) or not any(map(is_latin, name.other))):
        return in_latin(name.family), in_latin(name.given)
    whole = next((one for one in (name.full, *name.other) if is_latin(one)), name.full)
    return in_latin(whole), ""


def _papers(document: Document) -> Iterator[Paper]:
    code, number = code_of(document.type), _NUMBER.sub("", document.number.upper())
    if code and number:
        expires = document.expiry[2:4] + document.expiry[5:7] + document.expiry[8:10]
        state = document.state if _PORT.fullmatch(document.state) else ""
        yield Paper(code, number, expires, state)


def _at(one: Traveller, transport: Transport) -> Traveller:
    first, last = transport.stops
    return msgspec.structs.replace(one, origin=first.place, destination=last.place)


def _order(one: Traveller) -> tuple[str, tuple[str, ...]]:
    return one.surname, one.given


def _said(text: str, most: int) -> str:
    """Return words of ours as any carrier's system takes them."""
    kept = (in_latin(word) if not word.isascii() else word.upper() for word in text.split())
    return " ".join(kept)[:most].strip()
