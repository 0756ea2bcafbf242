"""What happens in a drill, one move after another, as plain structs.

A move is what an operator does at a site at one moment, often for many subjects at once (a lift's
manifest, a desk's batch of claims). People, parties, lifts and incidents are numbered by the drill;
whoever plays the moves keeps which id the site gave to which number. Places, categories and kinds
go by their ids in the scenario. ``at`` is an instant in milliseconds UTC and never decreases.
"""

from msgspec import Struct

from muster.ground.people.birth import Birth
from muster.ground.people.category import Outcome
from muster.ground.people.document import Document
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Instant
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex

Number = int
Numbers = tuple[Number, ...]


class Claimant(Struct, frozen=True, array_like=True, gc=False):
    """One person of a party as first told.

    ``undefined_document`` means that what was shown is of no type that anyone could define;
    ``guarded`` says that a child has its guardian in the party.
    """

    number: Number
    name: Name
    sex: Sex
    birth: Birth
    relation: Relation
    documents: tuple[Document, ...]
    undefined_document: bool
    needs: tuple[Need, ...]
    child: bool
    guarded: bool


class ClaimedParty(Struct, frozen=True, array_like=True):
    """One party as first told; the first claimant speaks for it. ``phone`` may be empty."""

    number: Number
    category: str
    language: str
    phone: str
    people: tuple[Claimant, ...]


class Move(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """Something done at one moment."""

    at: Instant


class RuleAdopted(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A version of a profile takes effect."""

    profile: str
    version: int


class CapacitySet(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A place can hold so many people at once, by two readings."""

    place: str
    low: int
    high: int


class DeparturesPaused(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Nothing leaves until ``until``; ``place`` is the cause, where a place is."""

    place: str
    until: Instant
    words: str


class DeparturesResumed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Lifts leave again."""

    place: str


class NumberPublished(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A number stands in public, as the publisher counted it.

    A running total counts from ``base``; where that is none, the publisher did not say. A daily
    total has a window from ``starts`` to ``ends``; ``starts`` of a running total is none.
    """

    series: str
    publisher: str
    words: str
    quality: str
    unit: str
    low: int
    high: int
    starts: Instant | None
    ends: Instant | None
    base: Instant | None
    running: bool


class ListReceived(Move, frozen=True, tag=True, array_like=True):
    """A list of parties arrives from a sender; it goes through import."""

    number: Number
    sender: str
    parties: tuple[ClaimedParty, ...]


class Claimed(Move, frozen=True, tag=True, array_like=True):
    """Parties are entered at a desk."""

    parties: tuple[ClaimedParty, ...]


class DocumentsSeen(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Documents lie before an official."""

    seen: tuple[tuple[Number, Document], ...]


class Decided(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Whether people may leave is decided under the version of the rule in force.

    ``reason`` is a code of the registry. With ``by_rule`` the rule is asked first, and an authority
    decides as ``outcome`` says for those whom the rule alone would not let go.
    """

    people: Numbers
    outcome: Outcome
    category: str
    profile: str
    version: int
    reason: str
    by_rule: bool


class Searched(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People went through search."""

    place: str
    people: Numbers


class Registered(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People were registered and wear a wristband."""

    place: str
    people: Numbers


class MadeReady(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People are inside, processed, without a seat yet."""

    place: str
    people: Numbers


class LiftOffered(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A lift is there to be filled: ``seats`` by design, ``limit`` souls at most."""

    lift: Number
    callsign: str
    kind: str
    carrier: str
    origin: str
    destination: str
    seats: int
    limit: int
    departs: Instant


class LiftCancelled(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A lift that was offered does not go."""

    lift: Number
    words: str


class Manifested(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People have a seat."""

    lift: Number
    people: Numbers


class ManifestFrozen(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The planned manifest stands."""

    lift: Number


class Boarded(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People were scanned at the ramp."""

    lift: Number
    people: Numbers


class SoulsCounted(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Heads were counted, apart from scans."""

    lift: Number
    souls: int


class Departed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A lift left; ``last`` says that it was the last one."""

    lift: Number
    last: bool


class Landed(Move, frozen=True, tag=True, array_like=True, gc=False):
    """A lift came in, and so many people came off it."""

    lift: Number
    place: str
    souls: int


class Arrived(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People came off a lift and were scanned."""

    lift: Number
    place: str
    people: Numbers


class FoundAgain(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People came off who were on no manifest, and whose claims are known."""

    lift: Number
    place: str
    people: Numbers


class FoundNew(Move, frozen=True, tag=True, array_like=True):
    """People came off who were on no manifest and whom nobody recognises yet."""

    lift: Number
    place: str
    parties: tuple[ClaimedParty, ...]


class FoundSettled(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Somebody looked: these people, found on arrival, are nobody who had claimed before."""

    people: Numbers
    category: str


class CountSettled(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The difference between scans and heads is explained: so many souls."""

    lift: Number
    souls: int
    words: str


class Mustered(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People were counted present at a place."""

    place: str
    people: Numbers


class HandedOver(Move, frozen=True, tag=True, array_like=True, gc=False):
    """An agency takes charge of people."""

    place: str
    people: Numbers
    agency: str


class LeftOnOwnAccount(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People went their own way from a safe place."""

    place: str
    people: Numbers


class Withdrew(Move, frozen=True, tag=True, array_like=True, gc=False):
    """People no longer ask to leave."""

    people: Numbers
    words: str


class Untraced(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Nobody has heard from these people since ``heard``."""

    people: Numbers
    heard: Instant
