"""Arrangements and disclosures at a real site: the story, the ledger, and what leaves."""

import pytest

from muster.ground.people.ids import ArrangementId, PartyId, PersonId, spell
from muster.ground.people.moment import DAY, HOUR
from muster.journey.passage import problems
from muster.journey.passage.rules import Flag
from muster.journey.passage.state import Step
from muster.journey.passage.terms import Channel, Counterpart, Disclosable
from muster.journey.registry.problems import PersonUnknown
from muster.site import operators, upkeep
from muster.site.passage import disclosures, liaison, told
from muster.site.problems import NothingKnown
from muster.site.record.kinds import RECORD
from muster.site.rights import Operator, Role
from tests.world.site import World

ROLE, PLACE = "Commander of the checkpoint", "outside the south gate"


def agreed(world: World, *allows: Disclosable, hours: int = 12) -> ArrangementId:
    """Let an arrangement be proposed and agreed; return its id."""
    world.tick()
    site, by = world.site, world.by
    road = liaison.propose(site, by, role=ROLE, place=PLACE)
    world.tick()
    until = world.clock.at + hours * HOUR
    liaison.agree(site, by, road, allows=allows or tuple(Disclosable), until=until)
    world.tick()
    return road


def family(world: World) -> tuple[PartyId, list[PersonId]]:
    """Let a party of three claim; return its id and people."""
    people = world.party(3)
    with world.site.view() as view:
        return view.state(RECORD, people[0]).party, people


def colleague(world: World) -> Operator:
    """Enrol a liaison beside the lead."""
    name, roles = "Example colleague", (Role.LIAISON.value,)
    identity = operators.enrol(world.site, world.by, name, roles, "24681357")
    return Operator(identity, name, (Role.LIAISON,))


def step(world: World) -> Step:
    (row,) = liaison.arrangements(world.site, world.by)
    return row.step


def test_an_arrangement_from_possible_to_lapsed(world: World) -> None:
    site, by = world.site, world.by
    road = liaison.consider(site, by, role=ROLE, place=PLACE, source="A spokesman")
    (row,) = liaison.arrangements(site, by)
    assert (row.step, row.until, row.counterpart) == (Step.POSSIBLE, None, Counterpart(ROLE, PLACE))
    world.tick()
    assert liaison.propose(site, by, road, text="by radio") == road
    world.tick()
    liaison.agree(site, by, road, allows=(Disclosable.COUNT,), until=world.clock.at + DAY)
    for act in (liaison.use, liaison.honour, liaison.honour):
        world.tick()
        assert act(site, by, road) == ()
    world.tick()
    liaison.suspend(site, by, road, reason="shots heard")
    assert step(world) is Step.SUSPENDED
    world.tick()
    liaison.resume(site, by, road)
    assert step(world) is Step.HONOURED
    world.tick()
    liaison.breach(site, by, road, reason="a bus was turned back")
    assert step(world) is Step.BREACHED
    world.tick()
    liaison.lapse(site, by, road, reason="they left")
    page = liaison.arrangement(site, by, road)
    assert (page.row.step, page.row.honoured, page.source) == (Step.LAPSED, 2, "A spokesman")
    assert [line.step for line in page.story][:4] == [
        Step.POSSIBLE,
        Step.PROPOSED,
        Step.AGREED,
        Step.IN_USE,
    ]
    assert {line.operator for line in page.story} == {by.name}


def test_a_disclosure_is_in_the_ledger_with_whom_it_was_about(world: World) -> None:
    """T30."""
    road = agreed(world)
    party, people = family(world)
    sheet = disclosures.disclose(
        world.site, world.by, road, count=3, vehicles=1, tokens=1, lane=2, parties=[party]
    )
    assert (sheet.count, sheet.vehicles, sheet.lane, len(sheet.tokens)) == (3, 1, 2, 1)
    for about in (None, party, people[0]):
        (row,) = told.ledger(world.site, world.by, about=about)
        assert (row.arrangement, row.counterpart) == (road, Counterpart(ROLE, PLACE))
        assert (row.recipient, row.channel, row.exported) == (ROLE, Channel.PAPER, True)
        assert (row.count, row.vehicles, row.tokens, row.parties) == (3, 1, 1, (party,))
        assert row.flags == ()
    assert told.ledger(world.site, world.by, about=world.party(1)[0]) == []


def test_the_ledger_is_asked_by_arrangement_and_by_time(world: World) -> None:
    one, other = agreed(world), agreed(world)
    for road in (one, other):
        world.hours(1)
        disclosures.disclose(world.site, world.by, road, count=3)
    last = world.clock.at
    assert len(told.ledger(world.site, world.by)) == 2
    (row,) = told.ledger(world.site, world.by, arrangement=one)
    assert row.arrangement == one
    (row,) = told.ledger(world.site, world.by, since=last)
    assert row.arrangement == other
    (row,) = told.ledger(world.site, world.by, until=last)
    assert row.arrangement == one


def test_nothing_leaves_by_an_export_after_the_lapse_and_nothing_is_recorded(world: World) -> None:
    """T30."""
    road = agreed(world, hours=2)
    world.hours(2)
    assert step(world) is Step.LAPSED
    with pytest.raises(problems.HasLapsed):
        disclosures.disclose(world.site, world.by, road, count=3)
    assert told.ledger(world.site, world.by) == []


def test_what_was_told_after_the_lapse_is_reported_and_flagged(world: World) -> None:
    """T30: used after it lapsed, named and not lost."""
    road = agreed(world, Disclosable.COUNT, hours=2)
    world.hours(3)
    said = disclosures.report(
        world.site,
        world.by,
        road,
        channel=Channel.RADIO,
        kinds=(Disclosable.WINDOW,),
        happened=world.clock.at - HOUR // 2,
    )
    assert said == (Flag.AFTER_LAPSE, Flag.NOT_COVERED)
    (row,) = told.ledger(world.site, world.by)
    assert row.flags == said
    assert not row.exported
    (line,) = liaison.arrangements(world.site, world.by)
    assert (line.told, line.flagged) == (1, 1)


def test_what_was_told_while_it_held_and_is_reported_later_has_no_flag(world: World) -> None:
    road = agreed(world, hours=2)
    happened = world.clock.at
    world.hours(3)
    said = disclosures.report(
        world.site, world.by, road, channel=Channel.RADIO, count=3, happened=happened
    )
    assert said == ()


def test_what_was_told_without_an_arrangement_is_in_the_ledger(world: World) -> None:
    """T30."""
    said = disclosures.report(
        world.site, world.by, channel=Channel.PHONE, count=3, recipient="Guard at the bridge"
    )
    assert said == (Flag.NO_ARRANGEMENT,)
    (row,) = told.ledger(world.site, world.by)
    assert (row.counterpart, row.recipient, row.flags) == (None, "Guard at the bridge", said)
    assert liaison.arrangements(world.site, world.by) == []
    with pytest.raises(problems.RecipientMissing):
        disclosures.report(world.site, world.by, channel=Channel.PHONE, count=3)


def test_a_lapse_heard_of_late_flags_what_was_told_in_between(world: World) -> None:
    """T30: the ledger says what holds by all that is known now."""
    road = agreed(world, hours=6)
    world.hours(1)
    disclosures.disclose(world.site, world.by, road, count=3)
    assert told.ledger(world.site, world.by)[0].flags == ()
    liaison.breach(
        world.site, world.by, road, reason="turned back", happened=world.clock.at - HOUR // 2
    )
    assert told.ledger(world.site, world.by)[0].flags == (Flag.AFTER_BREACH,)


def test_telling_and_ending_in_one_instant_are_told_apart_by_their_order(world: World) -> None:
    road = agreed(world)
    disclosures.disclose(world.site, world.by, road, count=3)
    liaison.lapse(world.site, world.by, road, reason="over")
    disclosures.report(world.site, world.by, road, channel=Channel.RADIO, count=4)
    first, second = told.ledger(world.site, world.by)
    assert (first.flags, second.flags) == ((), (Flag.AFTER_LAPSE,))


def test_use_after_the_lapse_is_recorded_with_its_finding(world: World) -> None:
    road = agreed(world, hours=1)
    world.hours(2)
    assert liaison.use(world.site, world.by, road) == (Flag.AFTER_LAPSE,)
    page = liaison.arrangement(world.site, world.by, road)
    assert (page.story[-1].flag, page.row.step) == (Flag.AFTER_LAPSE, Step.LAPSED)


def test_everything_about_the_road_survives_a_restart_and_a_rebuild(world: World) -> None:
    road = agreed(world)
    party, _ = family(world)
    disclosures.disclose(world.site, world.by, road, count=3, parties=[party])
    liaison.honour(world.site, world.by, road)
    before = told.ledger(world.site, world.by), liaison.arrangements(world.site, world.by)
    world.reopen()
    assert upkeep.verify(world.site, world.by).findings == ()
    upkeep.rebuild(world.site, world.by)
    after = told.ledger(world.site, world.by), liaison.arrangements(world.site, world.by)
    assert after == before


def test_a_party_that_nobody_knows_is_refused(world: World) -> None:
    road = agreed(world)
    with pytest.raises(problems.PartyUnknown):
        disclosures.disclose(world.site, world.by, road, count=3, parties=[PartyId(b"x" * 16)])
    second = colleague(world)
    with pytest.raises(PersonUnknown):
        disclosures.name_people(
            world.site, world.by, second, road, [PersonId(b"x" * 16)], reason="held"
        )


def test_an_id_or_its_first_letters_lead_to_an_arrangement_a_party_or_a_person(
    world: World,
) -> None:
    road = agreed(world)
    party, people = family(world)
    assert liaison.lookup(world.site, world.by, spell(road)[:10]) == road
    assert disclosures.lookup(world.site, world.by, spell(party)) == ("party", party)
    found = disclosures.lookup(world.site, world.by, spell(people[0])[:12])
    assert found == ("person", people[0])
    with pytest.raises(problems.ArrangementUnknown):
        liaison.lookup(world.site, world.by, spell(party))
    with pytest.raises(NothingKnown):
        disclosures.lookup(world.site, world.by, spell(road))


def test_arrangements_that_hold_come_first(world: World) -> None:
    over = agreed(world, hours=1)
    world.hours(1)
    holds = agreed(world)
    assert [row.id for row in liaison.arrangements(world.site, world.by)] == [holds, over]
