"""Play moves as the operators of a site would: each move becomes the commands that its post has.

The player keeps which id the site gave to which number, and nothing else of the people. Places are
put on record before the first move, because moves name them.
"""

from collections.abc import Container, Iterable, Sequence
from functools import singledispatchmethod

from msgspec.structs import replace

from muster.doors.drill import list_moves, lists, moves, outside_moves
from muster.doors.drill.clerk import Clerk, Listed
from muster.doors.drill.known import Known
from muster.doors.drill.moves import Claimant, ClaimedParty, Number, Numbers
from muster.doors.drill.outside import Outside
from muster.doors.drill.planner import Mended
from muster.doors.drill.scenario import ProfileEntry, Station
from muster.ground.people.category import Category, Profile
from muster.ground.people.ids import IncidentId, PersonId, PlaceId
from muster.ground.people.moment import instant
from muster.ground.people.place import PlaceRole
from muster.journey.plan.problems import PartyElsewhere
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command
from muster.site.arrival import haven
from muster.site.incident import incidents
from muster.site.lift import ramp
from muster.site.registry import desk
from muster.site.registry.importing import Request, import_list

WITNESS = "ramp and receiving officer, together"
CONTROL = "Control centre"
UNDEFINED_DOCUMENT = "formats.document-type-unknown"


class Player:
    """Acts for a crew at one site."""

    def __init__(self, known: Known) -> None:
        self._site = known.site
        self._crew = known.crew
        self._scenario = known.scenario
        self._known = known
        self._places = self._known.places
        self._people = self._known.persons
        self._lifts = self._known.lifts
        self._outside = Outside(self._known)
        self._clerk = Clerk(self._known)
        self._stopped: IncidentId | None = None

    def prepare(self) -> None:
        """Put the operation's places on record: the origin first, since gates lie within it."""
        origin = self._scenario.origin()
        self._places[origin.id] = self._name(origin, None)
        for place in self._scenario.places:
            if place.id != origin.id:
                within = self._places[origin.id] if place.role is PlaceRole.GATE else None
                self._places[place.id] = self._name(place, within)

    def _name(self, place: Station, within: PlaceId | None) -> PlaceId:
        last = place.capacity[-1] if place.capacity else None
        return command.name_place(
            self._site,
            self._crew.head,
            place.name,
            place.role,
            capacity=None if last is None else (last.low, last.high),
            within=within,
            country=place.country,
        )

    def looks_back(self, move: moves.Move) -> bool:
        """Say whether ``move`` is to be played only when all before it is committed."""
        return self._outside.looks_back(move)

    def committed(self) -> None:
        """Note that all that was played is committed."""
        self._outside.committed()

    @property
    def known(self) -> Known:
        """Return which id the site gave to which number."""
        return self._known

    @property
    def files(self) -> int:
        """Return how many files of people were taken in so far."""
        return self._clerk.files

    @property
    def listed(self) -> Listed | None:
        """Return what came of messy lists, none where there are none."""
        return self._clerk.done() if self._clerk.files else None

    @property
    def plans(self) -> tuple[Mended, ...]:
        """Return the plans that were adopted so far, oldest first."""
        return tuple(self._outside.planner.adopted)

    def close(self) -> None:
        """Let go of what the players opened beside the site."""
        self._outside.guards.close()

    @singledispatchmethod
    def play(self, move: moves.Move) -> None:
        """Do what ``move`` says: each kind is registered below, or is played outside."""
        self._outside.play(move)

    # ------------------------------------------------------------------------- rules and places

    @play.register
    def _(self, move: moves.RuleAdopted) -> None:
        entry = self._entry(move.profile, move.version)
        desk.adopt_rule(self._site, self._crew.registrar, self._profile(entry))

    def _entry(self, identity: str, version: int) -> ProfileEntry:
        wanted = identity, version
        entries = self._scenario.profiles
        return next(one for one in entries if (one.id, one.version) == wanted)

    def _profile(self, entry: ProfileEntry) -> Profile:
        entries = (self._scenario.category(one) for one in entry.majors)
        majors = tuple(
            Category(one.id, one.group, dict(one.labels), tuple(paper.type for paper in one.papers))
            for one in entries
        )
        return Profile(
            entry.id,
            entry.version,
            instant(entry.effective),
            majors,
            (),
            entry.evidence_at_gate,
            entry.authority,
            entry.source,
        )

    @play.register
    def _(self, move: moves.CapacitySet) -> None:
        """A site knows one capacity of a place; it was given with its name."""

    @play.register
    def _(self, move: moves.DeparturesPaused) -> None:
        if move.place:
            place = self._places[move.place]
            haven.stop_intake(self._site, self._crew.receiving, place, move.words)
        else:
            origin = self._places[self._scenario.origin().id]
            self._stopped = incidents.report_incident(
                self._site, self._crew.head, origin, "departures stopped", move.words
            )

    @play.register
    def _(self, move: moves.DeparturesResumed) -> None:
        if move.place:
            haven.resume_intake(self._site, self._crew.receiving, self._places[move.place])
        elif self._stopped is not None:
            incidents.confirm(
                self._site, self._crew.head, self._stopped, CONTROL, "lifts leave again"
            )

    @play.register
    def _(self, move: moves.NumberPublished) -> None:
        starts, ends = move.starts, move.ends
        window = None if ends is None else (ends if starts is None else starts, ends)
        command.publish(
            self._site,
            self._crew.head,
            series=move.series,
            publisher=move.publisher,
            sentence=f"{move.words} ({move.quality})",
            low=move.low,
            high=move.high,
            window=window,
            base=move.base,
            running=move.running,
            unit=move.unit,
        )

    # ------------------------------------------------------------------------------------ desk

    @play.register
    def _(self, move: list_moves.FileReceived) -> None:
        self._clerk.receive(move)

    @play.register
    def _(self, move: list_moves.FileTakenBack) -> None:
        self._clerk.take_back(move)

    @play.register
    def _(self, move: list_moves.RecordsCompared) -> None:
        self._clerk.compare(move)

    @play.register
    def _(self, _move: list_moves.OpenOnesTraced) -> None:
        self._clerk.trace()

    @play.register
    def _(self, move: outside_moves.PartiesCalled) -> None:
        """Call parties; where one is taken for people called already, hear them, and call again."""
        try:
            self._outside.play(move)
        except PartyElsewhere:
            self._clerk.hear(self._known.called(move.called))
            self._outside.play(move)

    @play.register
    def _(self, move: moves.Claimed) -> None:
        self._claim(_without(self._people, move.parties))

    @play.register
    def _(self, move: moves.ListReceived) -> None:
        """Import the list; whose row came back, if any, is entered at the desk after all."""
        parties = _without(self._people, move.parties)
        if not parties:
            return
        labels = {one.id: one.label() for one in self._scenario.categories}
        content = lists.written(parties, labels)
        request = Request(sender=move.sender, name=f"{move.sender} {move.number}")
        imported = import_list(self._site, self._crew.registrar, content, request)
        came, drawn = dict(imported.persons), dict(imported.parties)
        known: dict[Number, PersonId] = {}
        for line, person, party in lists.rows(parties):
            if line in came:
                known[person.number] = came[line]
            if line in drawn:
                self._known.parties[party.number] = drawn[line]
                self._known.souls[party.number] = len(party.people)
        self._people.update(known)
        self._claim(_without(known, parties))

    def _claim(self, parties: Sequence[ClaimedParty]) -> None:
        claims = [_party(one) for one in parties]
        drawn = desk.claim(self._site, self._crew.registrar, claims)
        self._known.keep(parties, drawn)

    @play.register
    def _(self, move: moves.DocumentsSeen) -> None:
        seen = [(self._people[number], document) for number, document in move.seen]
        desk.see_documents(self._site, self._crew.registrar, seen)

    @play.register
    def _(self, move: moves.Decided) -> None:
        people = self._known.records(move.people)
        if move.by_rule:
            decided = desk.decide(self._site, self._crew.registrar, people)
            pairs = zip(people, decided, strict=True)
            people = [one for one, said in pairs if said.outcome is not move.outcome]
        profile = self._entry(move.profile, move.version)
        if people:
            desk.decide_as(
                self._site,
                self._crew.registrar,
                people,
                move.outcome,
                reasons=(move.reason,),
                authority=profile.authority,
                category=move.category,
            )

    @play.register
    def _(self, move: moves.Searched) -> None:
        desk.search_people(self._site, self._crew.registrar, self._known.people(move.people))

    @play.register
    def _(self, move: moves.Registered) -> None:
        place = self._places[move.place]
        desk.register(self._site, self._crew.registrar, self._known.people(move.people), place)

    @play.register
    def _(self, move: moves.Withdrew) -> None:
        people = self._known.records(move.people)
        desk.withdraw(self._site, self._crew.registrar, people, move.words)

    @play.register
    def _(self, move: moves.Untraced) -> None:
        desk.lose_trace(
            self._site, self._crew.registrar, self._known.records(move.people), move.heard
        )

    # ------------------------------------------------------------------------------------ ramp

    @play.register
    def _(self, move: moves.LiftOffered) -> None:
        self._lifts[move.lift] = ramp.offer(
            self._site,
            self._crew.planner,
            name=move.callsign,
            craft=self._scenario.kind(move.kind).label,
            origin=self._places[move.origin],
            destination=self._places[move.destination],
            seats=move.seats,
            floor=max(0, move.limit - move.seats),
            window=(move.departs, move.departs),
            carrier=move.carrier,
        )

    @play.register
    def _(self, move: moves.LiftCancelled) -> None:
        ramp.cancel(self._site, self._crew.planner, self._lifts[move.lift], move.words)

    @play.register
    def _(self, move: moves.MadeReady) -> None:
        place = self._places[move.place]
        ramp.ready(self._site, self._crew.planner, self._known.people(move.people), place)

    @play.register
    def _(self, move: moves.Manifested) -> None:
        lift = self._lifts[move.lift]
        ramp.manifest(self._site, self._crew.planner, lift, self._known.people(move.people))

    @play.register
    def _(self, move: moves.ManifestFrozen) -> None:
        ramp.freeze(self._site, self._crew.planner, self._lifts[move.lift])

    @play.register
    def _(self, move: moves.Boarded) -> None:
        lift = self._lifts[move.lift]
        ramp.board(self._site, self._crew.ramp, lift, self._known.people(move.people))

    @play.register
    def _(self, move: moves.SoulsCounted) -> None:
        ramp.count(self._site, self._crew.ramp, self._lifts[move.lift], move.souls)

    @play.register
    def _(self, move: moves.Departed) -> None:
        lift = self._lifts[move.lift]
        ramp.depart(self._site, self._crew.ramp, lift)
        if move.last:
            ramp.last_lift(self._site, self._crew.head, lift)

    @play.register
    def _(self, move: moves.CountSettled) -> None:
        lift = self._lifts[move.lift]
        ramp.settle(
            self._site, self._crew.ramp, lift, move.souls, reason=move.words, witness=WITNESS
        )

    # ----------------------------------------------------------------------------------- haven

    @play.register
    def _(self, move: moves.Landed) -> None:
        lift, place = self._lifts[move.lift], self._places[move.place]
        haven.land(self._site, self._crew.receiving, lift, place, move.souls)

    @play.register
    def _(self, move: moves.Arrived) -> None:
        self._arrive(move.lift, move.place, move.people)

    @play.register
    def _(self, move: moves.FoundAgain) -> None:
        self._arrive(move.lift, move.place, move.people)

    def _arrive(self, lift: Number, place: str, people: Numbers) -> None:
        where = self._lifts[lift], self._places[place]
        haven.arrive(self._site, self._crew.receiving, *where, self._known.people(people))

    @play.register
    def _(self, move: moves.FoundNew) -> None:
        people = [person for one in move.parties for person in one.people]
        seen = [(person.name, person.sex, person.child) for person in people]
        where = self._lifts[move.lift], self._places[move.place]
        drawn = haven.find(self._site, self._crew.receiving, *where, seen)
        for person, identity in zip(people, drawn, strict=True):
            self._people[person.number] = identity

    @play.register
    def _(self, move: moves.FoundSettled) -> None:
        for person in self._known.people(move.people):
            haven.settle_found(self._site, self._crew.receiving, person, None, move.category)

    @play.register
    def _(self, move: moves.Mustered) -> None:
        place = self._places[move.place]
        haven.muster(self._site, self._crew.receiving, place, self._known.people(move.people))

    @play.register
    def _(self, move: moves.HandedOver) -> None:
        people = self._known.people(move.people)
        haven.hand_over(self._site, self._crew.receiving, people, move.agency)

    @play.register
    def _(self, move: moves.LeftOnOwnAccount) -> None:
        haven.leave(self._site, self._crew.receiving, self._known.people(move.people))


def _without(known: Container[Number], parties: Iterable[ClaimedParty]) -> list[ClaimedParty]:
    """Return the parties with those people alone who are not ``known``."""
    left = (
        replace(one, people=tuple(who for who in one.people if who.number not in known))
        for one in parties
    )
    return [one for one in left if one.people]


def _party(party: ClaimedParty) -> PartyClaim:
    phones = (party.phone,) if party.phone else ()
    people = party.people
    head = _person(people[0], party, phones)
    return PartyClaim((head, *(_person(person, party, ()) for person in people[1:])), 0)


def _person(person: Claimant, party: ClaimedParty, phones: tuple[str, ...]) -> PersonClaim:
    return PersonClaim(
        name=person.name,
        sex=person.sex,
        category=party.category,
        relation=person.relation,
        birth=person.birth,
        documents=person.documents,
        needs=person.needs,
        contacts=phones,
        language=party.language,
        guardian=0 if person.guarded else None,
        flags=(UNDEFINED_DOCUMENT,) if person.undefined_document else (),
    )
