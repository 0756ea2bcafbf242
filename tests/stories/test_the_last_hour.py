"""The last hour at a site: what is destroyed, what is lost, who is left, and what closing takes.

R19 and R20 of the field; the people are plainly invented.
"""

import pytest

from muster.ground.people.document import DocumentType
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.place import PlaceRole
from muster.journey.closing.checklist import PointCode, Scope
from muster.journey.closing.facts import Disposal, ItemKind, LeftReason, PrintKind, Purpose
from muster.journey.closing.items import Bearing, Evidence
from muster.journey.closing.problems import (
    NamedNotOpen,
    NameWrong,
    NotYet,
    PeopleOpen,
    ReasonMissing,
)
from muster.journey.closing.rules import Naming
from muster.journey.registry.problems import PersonUnknown
from muster.journey.registry.rules import PartyClaim, PersonClaim, Reason
from muster.site import command, operators, prints, upkeep
from muster.site.access.patience import Patience
from muster.site.arrival import haven
from muster.site.closing import ending, exposures, items, left
from muster.site.lift import ramp
from muster.site.problems import SecondMissing, SecondSame
from muster.site.registry import desk, stories
from muster.site.rights import Operator
from tests.world.site import World

PIN = "24681357"
NAME = "Test operation"


def second(world: World, *roles: str) -> Operator:
    operators.enrol(world.site, world.by, "Second of two", roles or ("head",), PIN)
    return operators.sign_in(world.site, Patience(), "Second of two", PIN)


def named(people: list[PersonId], reason: LeftReason = LeftReason.NO_CONTACT) -> list[Naming]:
    return [Naming(one, reason, "last seen at the south gate") for one in people]


def open_points(world: World, scope: Scope = Scope.OPERATION) -> dict[PointCode, int]:
    shown = left.checklist(world.site, world.by, scope)
    return {point.code: point.open for point in shown.points if point.open}


def close(world: World, by: Operator, people: list[PersonId]) -> int:
    world.tick()
    return ending.close_operation(
        world.site, world.by, by, confirm=NAME, left=named(people), reason="the last lift left"
    )


def test_r19_each_print_has_a_number_a_holder_and_an_end(world: World) -> None:
    site, by = world.site, world.by
    made = [
        prints.register_print(
            site,
            by,
            kind=PrintKind.LIST,
            holder="gate post",
            souls=40,
            expires=site.now().latest + 1,
        )
        for _ in range(3)
    ]
    mark = spell(site.keys.site)[:4]
    assert [one.number for one in made] == [f"{mark}-000{n}" for n in (1, 2, 3)]
    world.hours(1)
    prints.destroy_print(site, by, made[0].id, method="burned", witness="Guard 2")
    prints.lose_print(site, by, left.find_print(site, by, made[1].number.upper()), "not found")
    register = left.prints(site, by)
    assert (register[0].sheet.number, register[0].overdue) == (made[2].number, True)
    points = open_points(world, Scope.SITE)
    assert points[PointCode.PRINTS_OUT] == points[PointCode.PRINTS_LOST] == 1


def test_r20_whoever_had_documents_that_we_destroyed_can_become_eligible(world: World) -> None:
    site, by = world.site, world.by
    claim = PersonClaim(world.name(), category="citizen")
    (ids,) = desk.claim(site, by, [PartyClaim((claim,))])
    assert desk.decide(site, by, ids.persons)[0].reasons == (Reason.NO_DOCUMENT,)
    with pytest.raises(SecondMissing):
        ending.attest_destroyed(site, by, None, ids.persons, account="burned")
    with pytest.raises(SecondSame):
        ending.attest_destroyed(site, by, by, ids.persons, account="burned")
    beside = second(world)
    world.tick()
    what = (DocumentType.PASSPORT,)
    ending.attest_destroyed(
        site, by, beside, ids.persons, account="burned in the yard at noon", what=what
    )
    (decided,) = desk.decide(site, by, ids.persons)
    assert decided.outcome == "eligible"
    assert decided.reasons == (Reason.DESTROYED_BY_US,)
    story = stories.person(site, by, ids.persons[0]).story
    kinds = [line.kind for line in story]
    assert {"documents-destroyed", "document-seen"} <= set(kinds)
    with pytest.raises(PersonUnknown):
        ending.attest_destroyed(site, by, beside, [PersonId(b"n" * 16)], account="burned")


def test_an_item_disposed_twice_is_named_and_neither_is_lost(world: World) -> None:
    site, by = world.site, world.by
    item = items.add_item(
        site,
        by,
        kind=ItemKind.SYSTEM,
        description="rocket defence system",
        custodian="airfield defence post",
        place=world.airport,
    )
    items.assign_item(site, by, item, Purpose.DESTROY, method="thermite")
    assert open_points(world)[PointCode.ITEMS] == 1
    proof = Evidence(b"\x11" * 32, 1_024)
    assert not items.dispose_item(
        site,
        by,
        item,
        Disposal.DISABLED,
        method="thermite",
        witnesses=["Guard 2"],
        evidence=proof,
    )
    with pytest.raises(NotYet):
        items.dispose_item(site, by, item, Disposal.SEIZED, method="seen", at=site.now().latest + 1)
    world.tick()
    assert items.dispose_item(site, by, item, Disposal.SEIZED, method="seen on a road")
    kept = left.item(site, by, left.find_item(site, by, spell(item)[:8])).item
    assert [one.disposal for one in kept.disposals] == [Disposal.DISABLED, Disposal.SEIZED]
    assert kept.disposals[0].evidence == proof.hash
    assert kept.stage == "contradicted"
    assert open_points(world)[PointCode.TWICE] == 1


def test_a_seized_item_says_whose_data_it_bore_those_who_wait_first(world: World) -> None:
    site, by = world.site, world.by
    gone, waiting = world.party(3), world.party(2)
    world.land(world.lift(gone), gone)
    party = stories.person(site, by, waiting[0]).record
    assert party is not None
    assert party.party is not None
    item = items.add_item(
        site,
        by,
        kind=ItemKind.CARRIER,
        description="laptop of the visa section",
        custodian="registrar's post",
        place=world.airport,
        bears_data=True,
        whose=Bearing((gone[0],), (party.party,), described="drivers on a paper list", souls=30),
    )
    assert not exposures.exposed(site, by, item).certain
    items.dispose_item(site, by, item, Disposal.SEIZED, method="compound overrun")
    found = exposures.exposed(site, by, item)
    assert found.certain
    assert [one.id for one in found.people] == [*sorted(waiting), gone[0]]
    assert all(one.name for one in found.people)
    assert (found.described, found.souls) == ("drivers on a paper list", 30)
    nameless = exposures.exposed(site, second(world), item)
    assert [one.id for one in nameless.people] == [one.id for one in found.people]
    assert not any(one.name for one in nameless.people)
    assert open_points(world)[PointCode.UNTOLD] == 1
    items.tell_exposed(site, by, item, "phone", 3)
    assert PointCode.UNTOLD not in open_points(world)
    assert open_points(world)[PointCode.DATA] == 1


def test_an_operation_closes_only_by_naming_each_open_person(world: World) -> None:
    site, by = world.site, world.by
    away, aboard, waiting = world.party(4), world.party(2), world.people(5)
    world.land(world.lift(away), away)
    world.lift(aboard)
    beside = second(world)
    assert open_points(world)[PointCode.PEOPLE_OPEN] == 7
    with pytest.raises(PeopleOpen, match="Not named: 7"):
        close(world, beside, [])
    with pytest.raises(PeopleOpen, match="Not named: 2"):
        close(world, beside, waiting)
    with pytest.raises(NamedNotOpen):
        close(world, beside, [*waiting, *aboard, away[0]])
    with pytest.raises(NameWrong):
        ending.close_operation(site, by, beside, confirm="test operation")
    with pytest.raises(SecondMissing):
        ending.close_operation(site, by, None, confirm=NAME)
    everybody = named([*waiting, *aboard])
    with pytest.raises(ReasonMissing):
        ending.close_operation(site, by, beside, confirm=NAME, left=everybody)
    assert world.span("remaining") == (5, 5)
    assert close(world, beside, [*waiting, *aboard]) == 7
    assert world.span("closed/left-behind") == (7, 7)
    assert world.span("remaining") == (7, 7)
    assert world.span("waiting") == (0, 0)
    assert left.who_is_left(site, by).souls == 0
    assert left.checklist(site, by).closed.closed
    assert upkeep.verify(site, by).findings == ()
    assert upkeep.rebuild(site, by).equal


def test_any_later_sighting_undoes_left_behind(world: World) -> None:
    site, by = world.site, world.by
    heard, boarded, ready, registered, quiet = world.people(5)
    close(world, second(world), [heard, boarded, ready, registered, quiet])
    assert world.span("closed/left-behind") == (5, 5)
    world.tick()
    desk.hear_from(site, by, [heard], "phone")
    ramp.ready(site, by, [ready], world.airport)
    desk.register(site, by, [registered], world.airport)
    lift = world.lift([boarded])
    assert world.span("closed/left-behind") == (1, 1)
    assert world.span("remaining") == (4, 4)
    assert world.span("on-the-way") == (1, 1)
    world.land(lift, [boarded])
    assert world.span("safe") == (1, 1)
    assert upkeep.verify(site, by).findings == ()


def test_who_was_not_heard_of_stays_in_doubt_when_left_behind(world: World) -> None:
    """Closing makes nothing surer than it was."""
    site, by = world.site, world.by
    lost, known = world.party(3), world.party(2)
    desk.lose_trace(site, by, lost, site.now().latest)
    before = world.span("remaining")
    close(world, second(world), [*lost, *known])
    assert world.span("remaining") == before == (2, 5)
    assert world.span("untraced") == (3, 3)


def test_somebody_who_was_aboard_another_lift_all_along_is_not_left_behind(world: World) -> None:
    site, by = world.site, world.by
    (person,) = world.party(1)
    lift = world.lift(leave=False)
    close(world, second(world), [person])
    earlier, world.clock.at = world.clock.at, world.clock.at - 60_000
    ramp.board(site, by, lift, [person])
    world.clock.at = earlier + 60_000
    ramp.depart(site, by, lift)
    assert world.span("closed/left-behind") == (0, 0)
    assert world.span("on-the-way") == (1, 1)


def test_an_operation_goes_on_when_somebody_calls(world: World) -> None:
    site, by = world.site, world.by
    people = world.party(2)
    beside = second(world)
    close(world, beside, people)
    world.tick()
    ending.reopen_operation(site, by, "a boat can take two more")
    assert not left.checklist(site, by).closed.closed
    assert world.span("closed/left-behind") == (2, 2)
    desk.hear_from(site, by, [people[0]], "phone")
    assert close(world, beside, [people[0]]) == 1
    assert world.span("closed/left-behind") == (2, 2)


def test_somebody_who_was_shredded_cannot_be_named_and_is_counted(world: World) -> None:
    site, by = world.site, world.by
    kept, gone = world.party(2)
    upkeep.shred(site, by, gone, "on request")
    points = open_points(world)
    assert points[PointCode.PEOPLE_OPEN] == points[PointCode.PEOPLE_SHREDDED] == 1
    assert [one.id for one in left.open_lines(site, by)] == [kept]
    close(world, second(world), [kept])
    assert world.span("remaining") == (2, 2)


def test_a_gate_is_closed_for_good_with_its_list_done(world: World) -> None:
    site, by = world.site, world.by
    gate = world.place("South gate", PlaceRole.GATE)
    command.open_gate(site, by, gate, 60)
    prints.register_print(
        site, by, kind=PrintKind.FORM, holder="gate post", souls=0, expires=0, place=gate
    )
    with pytest.raises(ReasonMissing):
        ending.close_gate(site, by, gate)
    assert not left.gates(site, by)[0].shut_for_good
    ending.close_gate(site, by, gate, reason="crowd at the wall", witness="Guard 2")
    (row,) = left.gates(site, by)
    assert row.shut_for_good
    assert row.closed.waived == (("prints-out", 1),)


def test_the_lead_of_a_site_closes_it_and_opens_it_again(world: World) -> None:
    site, by = world.site, world.by
    ramp.ready(site, by, world.party(1), world.airport)
    assert open_points(world, Scope.SITE) == {PointCode.PEOPLE_HERE: 1}
    ending.close_site(site, by, reason="under fire", witness="Guard 2")
    assert left.checklist(site, by, Scope.SITE).closed.closed
    world.tick()
    ending.reopen_site(site, by, "we hold the wall")
    assert not left.checklist(site, by, Scope.SITE).closed.closed


def test_who_is_left_is_counted_for_the_head_and_named_to_the_desk_alone(world: World) -> None:
    site, by = world.site, world.by
    waiting = world.people(30, "staff")
    head = second(world)
    groups = left.who_is_left(site, head).open
    assert [(one.category, one.souls) for one in groups] == [("staff", 30)]
    assert not any(one.name for one in left.open_people(site, head, limit=100))
    shown = left.open_people(site, by, limit=100)
    assert len(shown) == left.MOST
    assert all(one.name for one in shown)
    rest = left.open_people(site, by, shown[-1].id)
    assert {one.id for one in (*shown, *rest)} == set(waiting)
    close(world, head, waiting)
    behind = left.who_is_left(site, head).behind
    assert [(one.reason, one.souls) for one in behind] == [(LeftReason.NO_CONTACT, 30)]


def test_safe_people_are_handed_over_or_waived_never_left_behind(world: World) -> None:
    site, by = world.site, world.by
    people = world.party(2)
    world.land(world.lift(people), people)
    assert open_points(world) == {PointCode.PEOPLE_CARED: 2}
    haven.hand_over(site, by, people, "Example agency")
    assert open_points(world) == {}
    assert ending.close_operation(site, by, second(world), confirm=NAME) == 0
