"""The registrar's desk: claims, documents, decisions, registration, corrections, rules."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from muster.ground.people.access.canary import Canary
from muster.ground.people.category import Outcome, Profile
from muster.ground.people.document import Document
from muster.ground.people.fact import Observation
from muster.ground.people.ids import ListId, PartyId, PersonId, PlaceId, RuleId
from muster.ground.people.moment import Instant
from muster.ground.people.need import Need
from muster.journey.registry import facts, rules
from muster.journey.registry.problems import CategoryUnknown, PersonUnknown, RuleMissing
from muster.journey.registry.rules import Decision, Ids, PartyClaim, PersonClaim
from muster.journey.registry.state import Party, Record, Rules
from muster.site.access import playing
from muster.site.problems import NothingKnown
from muster.site.record.journal import Journal
from muster.site.record.kinds import CANARY, PARTY, RECORD, RULE
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

RULE_ID = "rule"


def claim(
    site: Site, by: Operator, parties: Sequence[PartyClaim], *, source: ListId | None = None
) -> list[Ids]:
    """Put parties on record; return the ids drawn for each party and its people, in order."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        drawn = [_draw(site, party) for party in parties]
        claimed = [
            fact
            for party, ids in zip(parties, drawn, strict=True)
            for fact in rules.claim(party, ids, now, by.id, source)
        ]
        for ids in drawn:
            journal.born(ids.persons)
        journal.put(claimed)
        site.renamed.update(person for ids in drawn for person in ids.persons)
    return drawn


def join(
    site: Site,
    by: Operator,
    party: PartyId,
    persons: Sequence[PersonClaim],
    *,
    source: ListId | None = None,
) -> tuple[PersonId, ...]:
    """Put people on record who join a party; return the ids drawn for them, in order."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        ids = Ids(party, tuple(PersonId(site.new_id()) for _ in persons))
        state: Party = site.rows.state(PARTY, party) or Party()
        joined = rules.join(state, persons, ids, site.now(), by.id, source)
        journal.born(ids.persons)
        journal.put(joined)
        site.renamed.update(ids.persons)
    return ids.persons


def _draw(site: Site, party: PartyClaim) -> Ids:
    persons = tuple(PersonId(site.new_id()) for _ in party.persons)
    return Ids(PartyId(site.new_id()), persons)


def adopt_rule(site: Site, by: Operator, profile: Profile) -> None:
    """Put a rule version on record; it holds from its effective time (R13)."""
    require(by, Right.DECIDE)
    with site.writing() as journal:
        identity = _rule(site) or site.new_id()
        site.store.meta_put(RULE_ID, identity)
        journal.put([facts.RuleAdopted(identity, site.now(), by.id, profile)])


def _rule(site: Site) -> bytes | None:
    """Return the operation's rule: the one adopted here, else one that came from another site."""
    known = site.store.meta_get(RULE_ID)
    if known is not None:
        return known
    return next((row.subject for row in site.store.rows_scan(RULE.name)), None)


def rule_in_force(site: Site, when: Instant) -> tuple[RuleId, Profile]:
    """Return the rule's id and the version in force at ``when``; raise ``RuleMissing``."""
    identity = _rule(site)
    versions: Rules | None = site.rows.state(RULE, identity) if identity else None
    profile = versions.at(when) if versions else None
    if identity is None or profile is None:
        raise RuleMissing
    return RuleId(identity), profile


def see_documents(site: Site, by: Operator, seen: Sequence[tuple[PersonId, Document]]) -> None:
    """Record documents that were shown or attested."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        _write(site, journal, (facts.DocumentSeen(person, now, by.id, one) for person, one in seen))


def decide(
    site: Site,
    by: Operator,
    people: Sequence[PersonId],
    *,
    at_gate: bool = False,
    authority: str = "",
) -> list[Decision]:
    """Decide by the rule in force; return each outcome with its reasons."""
    require(by, Right.DECIDE)
    with site.writing() as journal:
        now = site.now()
        rule, profile = rule_in_force(site, now.latest)
        outcomes = [rules.decide(_known(site, one), profile, at_gate=at_gate) for one in people]
        _write(
            site,
            journal,
            (
                rules.decided(person, outcome, now, by.id, rule, profile, authority)
                for person, outcome in zip(people, outcomes, strict=True)
            ),
        )
    return outcomes


def decide_as(
    site: Site,
    by: Operator,
    people: Sequence[PersonId],
    outcome: Outcome,
    *,
    reasons: tuple[str, ...],
    authority: str,
    category: str = "",
) -> None:
    """Record an authority's own decision, which stands beside what the rule alone would say."""
    require(by, Right.DECIDE)
    with site.writing() as journal:
        now = site.now()
        rule, profile = rule_in_force(site, now.latest)
        if category and profile.category(category) is None:
            raise CategoryUnknown(expected=len(profile.majors), version=profile.version)
        _write(
            site,
            journal,
            (
                facts.EligibilityDecided(
                    one, now, by.id, outcome, category, authority, rule, profile.version, reasons
                )
                for one in people
            ),
        )


def _known(site: Site, person: PersonId) -> Record:
    record: Record | None = site.rows.state(RECORD, person)
    canary: Canary | None = site.rows.state(CANARY, person) if record is None else None
    if canary is not None and canary.can_be_met:
        return playing.as_record(person, canary)
    if record is None:
        raise PersonUnknown
    return record


def _write(site: Site, journal: Journal, told: Iterable[Observation]) -> None:
    """Put facts on record; those about a canary stay with it. Raises ``PersonUnknown``."""
    journal.put([*playing.written(site, told)])


def search_people(site: Site, by: Operator, people: Sequence[PersonId]) -> None:
    """Record that these people were searched, women by women."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        _write(site, journal, (facts.PersonSearched(person, now, by.id) for person in people))


def register(site: Site, by: Operator, people: Sequence[PersonId], place: PlaceId) -> list[str]:
    """Register people in person; return the wristband printed for each, never used twice."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        bands = [_wristband(site) for _ in people]
        _write(
            site,
            journal,
            (
                facts.PersonRegistered(person, now, by.id, place, band)
                for person, band in zip(people, bands, strict=True)
            ),
        )
    return bands


_BAND_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _wristband(site: Site) -> str:
    """Return ten letters of Crockford's base 32: 50 random bits, no counter (R31)."""
    number = int.from_bytes(site.entropy.draw(7), "big")
    return "".join(_BAND_LETTERS[number >> shift & 31] for shift in range(45, -1, -5))


def record_needs(site: Site, by: Operator, person: PersonId, needs: tuple[Need, ...]) -> None:
    """Record all that a person needs to travel."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        _known(site, person)
        _write(site, journal, [facts.NeedRecorded(person, site.now(), by.id, needs)])


def correct(site: Site, by: Operator, correction: facts.PersonCorrected) -> None:
    """Put a correction on record in the name of ``by``; what was said before stays in the story."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        person = PersonId(correction.subject)
        _known(site, person)
        _write(site, journal, [replace(correction, operator=by.id)])
        site.renamed.add(person)


def take_notes(site: Site, by: Operator, notes: Sequence[facts.NoteTaken]) -> None:
    """Record what others said about people, each with its author, in the name of ``by``."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        _write(site, journal, (replace(note, operator=by.id) for note in notes))


def withdraw(site: Site, by: Operator, people: Sequence[PersonId], reason: str) -> None:
    """Record that people no longer want to leave with us; raise ``PersonUnknown``."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        _write(
            site, journal, (facts.ClaimWithdrawn(person, now, by.id, reason) for person in people)
        )


def lose_trace(site: Site, by: Operator, people: Sequence[PersonId], last_heard: Instant) -> None:
    """Record that nobody has heard from people since ``last_heard``; they stay open."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        _write(
            site,
            journal,
            (facts.PersonUntraced(person, now, by.id, last_heard) for person in people),
        )


def hear_from(site: Site, by: Operator, people: Sequence[PersonId], via: str) -> None:
    """Record contact with people; ends untraced and undoes withdrawn. Raises ``PersonUnknown``."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        _write(site, journal, (facts.PersonHeardFrom(person, now, by.id, via) for person in people))


def _unknown(site: Site, party: PartyId) -> bool:
    real = site.rows.state(PARTY, party)
    return real is None and playing.with_party(site.rows, party) is None


def confirm_parties(site: Site, by: Operator, parties: Sequence[PartyId]) -> None:
    """Record that each adult of these parties was heard; raise ``NothingKnown`` of one not here."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        if any(_unknown(site, party) for party in parties):
            raise NothingKnown
        now = site.now()
        _write(site, journal, (facts.PartyConfirmed(party, now, by.id) for party in parties))


def receive_parties(
    site: Site, by: Operator, parties: Sequence[tuple[PartyId, int]], place: PlaceId
) -> None:
    """Record parties that stand before us, with the souls counted."""
    require(by, Right.CLAIM)
    with site.writing() as journal:
        now = site.now()
        _write(
            site,
            journal,
            (facts.PartyReceived(party, now, by.id, place, souls) for party, souls in parties),
        )
