"""Who is at a base or haven, for whoever holds the daily muster there: longest unseen first."""

import msgspec

from muster.ground.people.ids import PersonId, PlaceId
from muster.ground.people.moment import DAY, Instant
from muster.journey.arrival.facts import Presence
from muster.journey.arrival.state import Guest, Receiving
from muster.site.problems import NothingKnown
from muster.site.record.kinds import GUEST, PLACE, RECEIVING
from muster.site.registry import stories
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class Staying(msgspec.Struct, frozen=True):
    """One person at a place; ``seen`` at a muster or when they came, ``presence`` at the last one.

    The name is empty where ``by`` may not read it, or nobody knows it.
    """

    id: PersonId
    name: str
    seen: Instant
    presence: Presence | None


class Base(msgspec.Struct, frozen=True):
    """A place where people stay, with everybody there; ``unseen`` were not seen for a day."""

    id: PlaceId
    name: str
    receiving: Receiving
    people: tuple[Staying, ...]
    unseen: int


def look(site: Site, by: Operator, place: PlaceId) -> Base:
    """Return who is at ``place`` and in nobody else's charge, longest unseen first.

    It is put on record. Raises ``NothingKnown``.
    """
    require(by, Right.RECEIVE)
    with site.view() as view:
        named, receiving = view.state(PLACE, place), view.state(RECEIVING, place)
    if named is None:
        raise NothingKnown
    members = stories.guests(site, by, place)
    with site.view() as view:
        people = [_staying(one, view.state(GUEST, one.id)) for one in members]
    people.sort(key=lambda one: one.seen)
    before = site.now().latest - DAY
    unseen = sum(one.seen < before for one in people)
    return Base(place, str(named.name), receiving or Receiving(), tuple(people), unseen)


def _staying(member: stories.Member, guest: Guest) -> Staying:
    landed = max((one.at for one in guest.landings), default=0)
    return Staying(member.id, member.name, max(landed, guest.seen or 0), guest.presence)
