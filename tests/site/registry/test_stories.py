"""The story of a person and a lift: every fact in order with its operator; openings on record."""

import pytest

from muster.ground.people.facts import PeopleSearched, RecordOpened
from muster.ground.people.ids import LiftId, PartyId, PersonId, spell
from muster.ground.people.problems import IdUnreadable
from muster.ground.people.sex import Sex
from muster.site import operators
from muster.site.arrival import haven
from muster.site.lift import ramp
from muster.site.problems import Ambiguous, NothingKnown
from muster.site.record.kinds import RECORD
from muster.site.record.walk import Walk
from muster.site.registry import desk, search, stories
from muster.site.rights import Operator, Role
from tests.world.site import World

STORY = [
    "person-claimed",
    "person-registered",
    "person-ready",
    "manifested",
    "boarded",
    "arrived",
    "mustered",
    "handed-over",
]


def clerk(world: World, name: str, role: Role) -> Operator:
    identity = operators.enrol(world.site, world.by, name, (role.value,), "24681357")
    return Operator(identity, name, (role,))


def audit(world: World) -> list[tuple[bytes, bytes | tuple[bytes, ...]]]:
    """Return who looked, and at what, in order."""
    with world.site.store.reader() as reader:
        walk = Walk(reader, world.site.keyring.opener(reader), world.site.operation)
        seen: list[tuple[bytes, bytes | tuple[bytes, ...]]] = []
        for step in walk:
            if isinstance(step.fact, RecordOpened):
                seen.append((step.fact.operator, step.fact.opened))
            elif isinstance(step.fact, PeopleSearched):
                seen.append((step.fact.operator, step.fact.shown))
    return seen


def test_a_persons_page_tells_every_fact_in_order_with_its_operator(world: World) -> None:
    site = world.site
    registrar = clerk(world, "Example registrar", Role.REGISTRAR)
    planner = clerk(world, "Example planner", Role.PLANNER)
    controller = clerk(world, "Example controller", Role.RAMP)
    receiver = clerk(world, "Example receiver", Role.RECEIVING)
    (person,) = world.party(1)
    lift = world.lift(leave=False)
    world.tick()
    desk.register(site, registrar, [person], world.airport)
    world.tick()
    ramp.ready(site, planner, [person], world.airport)
    world.tick()
    ramp.manifest(site, planner, lift, [person])
    world.tick()
    ramp.board(site, controller, lift, [person])
    ramp.depart(site, controller, lift)
    world.tick()
    haven.arrive(site, receiver, lift, world.base, [person])
    world.tick()
    haven.muster(site, receiver, world.base, [person])
    world.tick()
    haven.hand_over(site, receiver, [person], "Example agency")
    page = stories.person(site, world.by, person)
    assert [line.kind for line in page.story] == STORY
    assert [line.at for line in page.story] == sorted({line.at for line in page.story})
    assert [line.operator.removeprefix("Example ") for line in page.story] == [
        "Site lead",
        "registrar",
        "planner",
        "planner",
        "controller",
        "receiver",
        "receiver",
        "receiver",
    ]
    assert {line.log for line in page.story} == {"desk", "lifts", "havens"}
    assert page.lifts == {lift: "EXAMPLE 1"}
    assert page.places[world.base] == "Example base"
    assert page.guest is not None
    assert page.guest.agency == "Example agency"


def test_a_story_is_the_same_after_a_restart(world: World) -> None:
    people = world.people(8)
    world.land(world.lift(people), people)
    before = stories.person(world.site, world.by, people[3])
    world.reopen()
    assert stories.person(world.site, world.by, people[3]) == before


def test_a_lifts_page_has_three_manifests_and_who_is_missing(world: World) -> None:
    planned, boarded = world.people(3), world.people(4)
    lift = world.lift(planned, leave=False)
    ramp.board(world.site, world.by, lift, boarded)
    ramp.bump(world.site, world.by, lift, planned[:1], "no seat")
    ramp.depart(world.site, world.by, lift)
    stranger = world.people(1)
    world.land(lift, [*planned[1:], *boarded[:3], *stranger])
    found = haven.find(world.site, world.by, lift, world.base, [(None, Sex.UNSTATED, False)] * 2)
    page = stories.lift(world.site, world.by, lift)

    def people(members: tuple[stories.Member, ...]) -> set[PersonId]:
        assert len({member.id for member in members}) == len(members)
        return {member.id for member in members}

    assert people(page.boarded) == {*planned[1:], *boarded}
    assert people(page.arrived) == {*planned[1:], *boarded[:3]}
    assert people(page.found) == {*stranger, *found}
    assert people(page.missing) == {boarded[3]}
    assert people(page.planned) == {*planned[1:]}
    names = [member.name.casefold() for member in page.boarded]
    assert names == sorted(names)
    (row,) = stories.lifts(world.site, world.by)
    assert (row.boarded, row.arrived, row.found) == (6, 5, 3)


def test_nobody_is_missing_before_the_lift_is_in(world: World) -> None:
    page = stories.lift(world.site, world.by, world.lift(world.people(3)))
    assert page.missing == ()


def test_a_partys_page_names_its_people(world: World) -> None:
    people = world.party(3)
    party = stories.person(world.site, world.by, people[0]).record
    assert party is not None
    assert party.party is not None
    page = stories.party(world.site, world.by, party.party)
    assert [member.id for member in page.members] == people
    assert page.members[0].relation == "head"


def test_every_opening_and_search_is_on_record_in_audit(world: World) -> None:
    """T25."""
    people = world.party(2)
    lift = world.lift(people)
    registrar = clerk(world, "Example registrar", Role.REGISTRAR)
    record = stories.person(world.site, registrar, people[0]).record
    assert record is not None
    stories.party(world.site, registrar, record.party or PartyId(b""))
    stories.lift(world.site, world.by, lift)
    shown = search.find(world.site, registrar, "Given00001")
    assert audit(world) == [
        (registrar.id, people[0]),
        (registrar.id, record.party),
        (world.by.id, lift),
        (registrar.id, tuple(one.id for one in shown)),
    ]
    with world.site.store.reader() as reader:
        walk = Walk(reader, world.site.keyring.opener(reader), world.site.operation)
        logs = {row.number: row.compartment for row in walk.logs}
        kept = {logs[step.log] for step in walk if isinstance(step.fact, RecordOpened)}
    assert kept == {"audit"}


def test_what_is_not_known_is_not_opened_and_leaves_nothing(world: World) -> None:
    with pytest.raises(NothingKnown):
        stories.person(world.site, world.by, PersonId(bytes(16)))
    with pytest.raises(NothingKnown):
        stories.party(world.site, world.by, PartyId(bytes(16)))
    with pytest.raises(NothingKnown):
        stories.lift(world.site, world.by, LiftId(bytes(16)))
    assert audit(world) == []


@pytest.mark.parametrize("letters", [6, 10, 26])
def test_an_id_is_found_by_its_first_letters(world: World, letters: int) -> None:
    people = world.party(3)
    lift = world.lift(people)
    with world.site.view() as view:
        party = view.state(RECORD, people[0]).party
    for kind, identity in (("person", people[0]), ("lift", lift), ("party", party)):
        text = spell(identity)[:letters]
        assert stories.lookup(world.site, world.by, text) == (kind, identity)
        assert stories.lookup(world.site, world.by, f" {text.upper()} ") == (kind, identity)


def test_a_person_in_several_rooms_is_one_hit(world: World) -> None:
    people = world.people(2)
    world.land(world.lift(people), people)
    assert stories.lookup(world.site, world.by, spell(people[0])[:8]) == ("person", people[0])


def test_a_prefix_of_several_things_is_ambiguous(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(bytes((7, 7, 7, 7, 7, number)) * 2 + bytes(4) for number in range(100))
    with monkeypatch.context() as patched:
        patched.setattr(world.site, "new_id", lambda: next(ids))
        people = world.party(3)
    with pytest.raises(Ambiguous) as told:
        stories.lookup(world.site, world.by, spell(people[0])[:7])
    assert told.value.facts["found"] == 4
    assert stories.lookup(world.site, world.by, spell(people[0])) == ("person", people[0])


@pytest.mark.parametrize("text", ["", "00000", "u" * 8, "0" * 27, "Given", "zzzzzz"])
def test_what_is_no_id_is_said(world: World, text: str) -> None:
    with pytest.raises(IdUnreadable):
        stories.lookup(world.site, world.by, text)


def test_a_prefix_that_leads_nowhere_is_said(world: World) -> None:
    with pytest.raises(NothingKnown):
        stories.lookup(world.site, world.by, "000000")
